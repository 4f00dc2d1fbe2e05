#include "services/raci/domain/governance_fold.h"

#include "common/kv/memory_kv.h"
#include "services/raci/domain/keys.h"
#include "tests/unit/services/raci/matchers.h"

namespace csi::raci {
namespace {

size_t Rows(const MemoryKv& rows) {
  size_t count = 0;
  rows.ScanPrefix("", [&](std::string_view, std::string_view) {
    ++count;
    return true;
  });
  return count;
}

TEST(GovernanceFold, OtherEventsChangeNothing) {
  MemoryKv rows;
  v1::JournalEvent event;
  FoldGovernance(event, "acme", rows);
  event.mutable_role_defined()->mutable_role()->set_name("tenants/a/roles/r");
  FoldGovernance(event, "acme", rows);
  EXPECT_EQ(Rows(rows), 0u);
}

TEST(GovernanceFold, SettingsAreKeptAsCurrentAndByVersion) {
  MemoryKv rows;
  v1::JournalEvent event;
  for (uint64_t revision : {1, 2}) {
    event.mutable_rule_settings_set()->mutable_version()->set_revision(
        revision);
    FoldGovernance(event, "acme", rows);
  }
  EXPECT_EQ(Rows(rows), 3u);
  EXPECT_TRUE(rows.Has(RulesKey("acme")));
  EXPECT_TRUE(rows.Has(RulesVersionKey("acme", 1)));
  EXPECT_FALSE(rows.Has(RulesVersionKey("other", 1)));
}

TEST(Keys, AProcessAndAServiceOfOneIdAreTwo) {
  EXPECT_NE(CoverageKey("acme", "tenants/acme/processes/x"),
            CoverageKey("acme", "tenants/acme/services/x"));
}

}  // namespace
}  // namespace csi::raci
