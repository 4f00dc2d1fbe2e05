// What the workflow keeps of the register and of reporting, and which
// baselines let implementation begin.
#include "services/workflow/domain/views.h"

#include "common/kv/keys.h"
#include "common/kv/memory_kv.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "gtest/gtest.h"

namespace csi::workflow {
namespace {

namespace reg = ::csi::registry::v1;
namespace rep = ::csi::reporting::v1;

class Views : public ::testing::Test {
 protected:
  template <class Event>
  common::v1::CloudEvent Cloud(const Event& data) {
    common::v1::CloudEvent event;
    event.set_type(data.GetDescriptor()->full_name());
    event.set_tenant("acme");
    event.set_data(ToBytes(data));
    return event;
  }
  reg::OpportunityUpdated Updated() {
    reg::OpportunityUpdated event;
    reg::OpportunityDigest& digest = *event.mutable_opportunity();
    digest.set_name("tenants/acme/opportunities/o");
    digest.set_state(reg::OPPORTUNITY_STATE_ACCEPTED);
    digest.set_size(reg::SIZE_SMALL);
    digest.mutable_primary_indicator()->set_target(40);
    return event;
  }
  void Baseline(std::string_view id, rep::BaselineKind kind,
                rep::BaselineState state, int64_t end_seconds = 0) {
    rep::BaselineFrozen event;
    rep::BaselineDigest& digest = *event.mutable_baseline();
    digest.set_baseline("tenants/acme/baselines/" + std::string(id));
    digest.set_opportunity("tenants/acme/opportunities/o");
    digest.set_kind(kind);
    digest.set_state(state);
    digest.mutable_window()->mutable_end_time()->set_seconds(end_seconds);
    FoldReportingEvent(Cloud(event), rows);
  }
  BaselineAnswer Find(int64_t now_seconds = 1000) {
    return FindBaselines(rows, "acme", "o", absl::FromUnixSeconds(now_seconds));
  }

  MemoryKv rows;
};

TEST_F(Views, KeepWhatARunNeedsOfAnEntry) {
  FoldRegistryEvent(Cloud(Updated()), rows);
  const auto row = FindOpportunity(rows, "acme", "o");
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->state(), "ACCEPTED");
  EXPECT_EQ(row->size(), "S");
  EXPECT_EQ(row->effect_review_us(), 0);
  EXPECT_FALSE(FindOpportunity(rows, "other", "o").has_value());
}

TEST_F(Views, StakeFollowsTargetScopeAndCostAndNothingElse) {
  const auto stake = [&](const reg::OpportunityUpdated& event) {
    FoldRegistryEvent(Cloud(event), rows);
    return FindOpportunity(rows, "acme", "o")->stake();
  };
  reg::OpportunityUpdated event = Updated();
  const std::string first = stake(event);
  EXPECT_EQ(first.size(), 16u);
  event.mutable_opportunity()->set_title("another title");
  event.mutable_opportunity()->set_priority(1);
  EXPECT_EQ(stake(event), first);
  event.mutable_opportunity()->mutable_primary_indicator()->set_target(41);
  const std::string second = stake(event);
  EXPECT_NE(second, first);
  event.mutable_opportunity()->mutable_cost()->set_units(1);
  const std::string third = stake(event);
  EXPECT_NE(third, second);
  event.mutable_opportunity()->mutable_scope()->set_service("web");
  EXPECT_NE(stake(event), third);
}

TEST_F(Views, IgnoreWhatIsNoOpportunityOrDoesNotParse) {
  common::v1::CloudEvent event = Cloud(Updated());
  event.set_type("csi.registry.v1.PolicySet");
  FoldRegistryEvent(event, rows);
  event = Cloud(Updated());
  event.set_data("\xff\xff");
  FoldRegistryEvent(event, rows);
  EXPECT_TRUE(rows.rows().empty());
}

TEST_F(Views, CountFrozenSeriesAndSingleFigures) {
  Baseline("draft", rep::BASELINE_KIND_SERIES, rep::BASELINE_STATE_PROPOSED);
  EXPECT_TRUE(Find().valid.empty());
  ASSERT_EQ(Find().not_yet.size(), 1u);
  EXPECT_EQ(Find().not_yet[0], "Baseline draft is not frozen.");
  Baseline("series", rep::BASELINE_KIND_SERIES, rep::BASELINE_STATE_FROZEN);
  Baseline("single", rep::BASELINE_KIND_SINGLE, rep::BASELINE_STATE_ACCEPTED);
  EXPECT_EQ(Find().valid, (std::vector<std::string>{"series", "single"}));
}

TEST_F(Views, FirstMeasurementsCountFromTheEndOfTheirWindowOrByAcceptance) {
  Baseline("first", rep::BASELINE_KIND_FIRST_MEASUREMENTS,
           rep::BASELINE_STATE_FROZEN, 2000);
  EXPECT_TRUE(Find(1999).valid.empty());
  EXPECT_EQ(Find(2000).valid.size(), 1u);
  Baseline("first", rep::BASELINE_KIND_FIRST_MEASUREMENTS,
           rep::BASELINE_STATE_ACCEPTED, 2000);
  EXPECT_EQ(Find(1000).valid.size(), 1u);
}

TEST_F(Views, NoBaselineAtAllMustBeGranted) {
  Baseline("none", rep::BASELINE_KIND_NONE, rep::BASELINE_STATE_FROZEN);
  EXPECT_TRUE(Find().valid.empty());
  Baseline("none", rep::BASELINE_KIND_NONE, rep::BASELINE_STATE_ACCEPTED);
  EXPECT_EQ(Find().valid.size(), 1u);
}

}  // namespace
}  // namespace csi::workflow
