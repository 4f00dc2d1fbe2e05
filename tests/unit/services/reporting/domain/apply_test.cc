// The fold of reporting's journal: rows, indexes, counters; total.
#include "services/reporting/domain/apply.h"

#include "common/kv/keys.h"
#include "common/kv/memory_kv.h"
#include "gtest/gtest.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"

namespace csi::reporting {
namespace {

class Recorder : public Effects {
 public:
  KvWriter& state() override { return rows; }
  void SetTimer(const Timer&) override { ADD_FAILURE() << "a timer"; }
  void CancelTimer(const Timer&) override { ADD_FAILURE() << "a timer"; }
  void Broken(std::string what) override { broken.push_back(std::move(what)); }

  MemoryKv rows;
  std::vector<std::string> broken;
};

class Apply : public ::testing::Test {
 protected:
  Apply() {
    fact.tenant = "acme";
    fact.time = absl::FromUnixSeconds(1767225600);
  }
  void Run(const v1::JournalEvent& event) { ApplyEvent(event, fact, effects); }
  v1::JournalEvent Baseline(int points) {
    v1::JournalEvent event;
    v1::Baseline& baseline =
        *event.mutable_baseline_recorded()->mutable_baseline();
    baseline.set_name("tenants/acme/baselines/b");
    baseline.set_indicator("tenants/acme/indicators/i");
    baseline.set_opportunity("tenants/acme/opportunities/o");
    baseline.mutable_window()->mutable_end_time()->set_seconds(500);
    for (int i = 0; i < points; ++i) baseline.add_points()->set_value(i);
    return event;
  }
  std::optional<v1::Baseline> Stored() {
    return GetRow<v1::Baseline>(effects.rows, Key(kBaselineTag, {"acme", "b"}));
  }
  int64_t Verdicts(v1::VerdictValue value) {
    return GetRow<v1::Counter>(
               effects.rows,
               Key(kCounterTag,
                   {"acme",
                    "verdict/" + std::to_string(static_cast<int>(value))}))
        .value_or(v1::Counter())
        .count();
  }

  Fact fact;
  Recorder effects;
};

TEST_F(Apply, ReportsAnEventThatItDoesNotKnow) {
  Run(v1::JournalEvent());
  EXPECT_EQ(effects.broken.size(), 1u);
  EXPECT_TRUE(effects.rows.rows().empty());
}

TEST_F(Apply, FreezesTheIndicatorUpToTheEndOfABaselineWithPoints) {
  Run(Baseline(0));
  EXPECT_EQ(StatsOf(effects.rows, "acme", "i").frozen_until_us(), 0);
  Run(Baseline(3));
  EXPECT_EQ(StatsOf(effects.rows, "acme", "i").frozen_until_us(), 500000000);
  ASSERT_TRUE(Stored().has_value());
  EXPECT_EQ(Stored()->points_size(), 3);
}

TEST_F(Apply, TellsLatePointsBesideTheFrozenOnes) {
  Run(Baseline(3));
  const std::string frozen = ToBytes(Stored()->points(0));
  v1::JournalEvent event;
  v1::BaselineLatePoints& late = *event.mutable_baseline_late_points();
  late.set_baseline("tenants/acme/baselines/b");
  late.set_count(2);
  late.add_points();
  Run(event);
  EXPECT_EQ(Stored()->late_point_count(), 2);
  EXPECT_EQ(Stored()->late_points_size(), 1);
  EXPECT_EQ(Stored()->points_size(), 3);
  EXPECT_EQ(ToBytes(Stored()->points(0)), frozen);
}

TEST_F(Apply, ReportsLatePointsOfABaselineThatIsNotThere) {
  v1::JournalEvent event;
  event.mutable_baseline_late_points()->set_baseline(
      "tenants/acme/baselines/b");
  Run(event);
  ASSERT_EQ(effects.broken.size(), 1u);
  EXPECT_NE(effects.broken[0].find("baselines/b"), std::string::npos);
}

TEST_F(Apply, CountsAVerdictWhenItIsAcceptedAndNotBefore) {
  v1::JournalEvent event;
  v1::Comparison& comparison =
      *event.mutable_comparison_computed()->mutable_comparison();
  comparison.set_name("tenants/acme/comparisons/c");
  comparison.set_value(v1::VERDICT_VALUE_IMPROVED);
  Run(event);
  EXPECT_EQ(Verdicts(v1::VERDICT_VALUE_IMPROVED), 0);
  v1::JournalEvent confirmed;
  *confirmed.mutable_comparison_confirmed()->mutable_comparison() = comparison;
  confirmed.mutable_comparison_confirmed()->mutable_comparison()->set_state(
      v1::COMPARISON_STATE_ACCEPTED);
  Run(confirmed);
  EXPECT_EQ(Verdicts(v1::VERDICT_VALUE_IMPROVED), 1);
  EXPECT_EQ(Verdicts(v1::VERDICT_VALUE_NOT_SHOWN), 0);
}

TEST_F(Apply, KeepsAReportsContentApartFromItsRow) {
  v1::JournalEvent event;
  event.mutable_report_stored()->mutable_report()->set_name(
      "tenants/acme/reports/r");
  event.mutable_report_stored()->set_content_gzip("packed");
  Run(event);
  EXPECT_EQ(effects.rows.Get(Key(kReportContentTag, {"acme", "r"})), "packed");
  EXPECT_TRUE(GetRow<v1::Report>(effects.rows, Key(kReportTag, {"acme", "r"})));
}

}  // namespace
}  // namespace csi::reporting
