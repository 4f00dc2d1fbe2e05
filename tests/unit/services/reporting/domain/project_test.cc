// Reporting's journal events as public ones.
#include "services/reporting/domain/project.h"

#include "csi/reporting/v1/reporting_events.pb.h"
#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

// Short type names of what an event becomes.
std::vector<std::string> Types(const v1::JournalEvent& event) {
  std::vector<PublicEvent> out;
  ProjectEvent(event, out);
  std::vector<std::string> types;
  for (const PublicEvent& each : out) {
    EXPECT_FALSE(each.subject.empty());
    types.push_back(each.data->GetDescriptor()->name());
  }
  return types;
}
using Strings = std::vector<std::string>;

TEST(Project, NamesABaselineEventByWhereTheBaselineStands) {
  v1::JournalEvent event;
  v1::Baseline& baseline =
      *event.mutable_baseline_recorded()->mutable_baseline();
  baseline.set_name("tenants/acme/baselines/b");
  baseline.set_state(v1::BASELINE_STATE_COLLECTING);
  EXPECT_EQ(Types(event), Strings{"BaselineOpened"});
  baseline.set_state(v1::BASELINE_STATE_PROPOSED);
  EXPECT_EQ(Types(event), Strings{"BaselineProposed"});
  baseline.set_state(v1::BASELINE_STATE_FROZEN);
  EXPECT_EQ(Types(event), Strings{"BaselineFrozen"});
}

TEST(Project, TellsAnAcceptanceThatAlsoFrozeTheContent) {
  v1::JournalEvent event;
  v1::BaselineConfirmed& confirmed = *event.mutable_baseline_confirmed();
  confirmed.mutable_baseline()->set_name("tenants/acme/baselines/b");
  EXPECT_EQ(Types(event), Strings{"BaselineAccepted"});
  confirmed.set_froze_content(true);
  EXPECT_EQ(Types(event), (Strings{"BaselineFrozen", "BaselineAccepted"}));
}

TEST(Project, TellsPointsAsOneSumWithoutPeriodsWhenThereWereNone) {
  v1::JournalEvent event;
  v1::PointsStored& stored = *event.mutable_points_stored();
  stored.set_indicator("tenants/acme/indicators/i");
  std::vector<PublicEvent> out;
  ProjectEvent(event, out);
  EXPECT_FALSE(static_cast<const v1::PointsRecorded&>(*out[0].data)
                   .has_first_period_time());
  stored.set_count(3);
  stored.set_first_period_us(1000000);
  stored.set_late_count(1);
  out.clear();
  ProjectEvent(event, out);
  const auto& told = static_cast<const v1::PointsRecorded&>(*out[0].data);
  EXPECT_EQ(told.first_period_time().seconds(), 1);
  EXPECT_EQ(told.count(), 3);
  EXPECT_EQ(told.late_count(), 1);
}

TEST(Project, TellsAVerdictReachedAndAcceptedUnderItsComparison) {
  v1::JournalEvent event;
  event.mutable_comparison_computed()->mutable_comparison()->set_name(
      "tenants/acme/comparisons/c");
  EXPECT_EQ(Types(event), Strings{"VerdictReached"});
  event.mutable_comparison_confirmed()->mutable_comparison()->set_name(
      "tenants/acme/comparisons/c");
  EXPECT_EQ(Types(event), Strings{"VerdictAccepted"});
}

TEST(Project, LeavesTheContentOfAReportAtHome) {
  v1::JournalEvent event;
  event.mutable_report_stored()->mutable_report()->set_name(
      "tenants/acme/reports/r");
  event.mutable_report_stored()->set_content_gzip(std::string(5000, 'x'));
  std::vector<PublicEvent> out;
  ProjectEvent(event, out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_LT(out[0].data->ByteSizeLong(), 100u);
}

TEST(Project, MakesNothingOfAnEmptyEvent) {
  EXPECT_TRUE(Types(v1::JournalEvent()).empty());
}

}  // namespace
}  // namespace csi::reporting
