#include "services/registry/domain/commands/new_entry.h"

#include "common/kv/memory_kv.h"
#include "gtest/gtest.h"
#include "services/registry/domain/keys.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

TEST(NewEntry, CallersSetNoOutputs) {
  v1::Opportunity entry;
  entry.set_title("Kept");
  entry.set_state_reason("x");
  entry.set_parent("x");
  entry.set_imported(true);
  entry.mutable_verdict()->set_accepted(true);
  ClearOutputs(entry);
  EXPECT_EQ(entry.title(), "Kept");
  v1::Opportunity only_title;
  only_title.set_title("Kept");
  EXPECT_EQ(entry.SerializeAsString(), only_title.SerializeAsString());
}

TEST(NewEntry, DefaultsComeFromTheContext) {
  MemoryKv rows;
  Context context;
  context.tenant = "acme";
  context.actor = "frank";
  context.now = authority::kStart;
  context.state = &rows;
  v1::Opportunity entry;
  FillDefaults(context, entry);
  EXPECT_EQ(entry.raised_by(), "tenants/acme/people/frank");
  EXPECT_EQ(entry.raise_date().year(), 2026);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_NEW);
  context.on_behalf_of = "customer";
  v1::Opportunity other;
  FillDefaults(context, other);
  EXPECT_EQ(other.raised_by(), "tenants/acme/people/customer");
  EXPECT_EQ(NextNumber(context), 1u);
}

}  // namespace
}  // namespace csi::registry
