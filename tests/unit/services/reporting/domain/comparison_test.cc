// CompareWindows, AcceptVerdict, ProposeBaseline, with the two worked cases of
// the rules for figures.
#include <algorithm>
#include <cmath>

#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NO_BASELINE;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;
using common::v1::ERROR_REASON_WRONG_STATE;

const std::vector<double> kBefore = {80, 82, 79, 81, 78, 83,
                                     80, 79, 82, 80, 81, 78};
const std::vector<double> kAfter = {60, 58, 55, 52, 50, 47, 45, 44};

class DecideCompareWindows : public ReportingWorld {
 protected:
  DecideCompareWindows() { MakeBypass(); }

  // Twelve months of 2024 frozen, RFC-501 on 2025-01-01, then eight months.
  void PlayReleaseBypass(const std::vector<double>& after = kAfter) {
    Record(Months("bypass", 2024, 1, kBefore));
    ReportingWorld::Deliver(Entry("o", "bypass"));
    v1::FreezeBaselineRequest freeze = Freeze("b", "o");
    auto& window = *freeze.mutable_baseline()->mutable_window();
    *window.mutable_start_time() = Day(2024, 1, 1);
    *window.mutable_end_time() = Day(2025, 1, 1);
    ASSERT_TRUE(As<v1::Baseline>("carol", "FreezeBaseline", freeze).ok());
    DeliverChange("o", "RFC-501", Day(2025, 1, 1), Day(2025, 1, 1));
    Record(Months("bypass", 2025, 1, after));
  }

  v1::CompareWindowsRequest Compare(std::string_view id = "c") {
    v1::CompareWindowsRequest request;
    request.set_parent("tenants/acme");
    request.set_comparison_id(std::string(id));
    request.set_opportunity(Name("opportunities", "o"));
    return request;
  }

  absl::StatusOr<v1::Comparison> Try(const v1::CompareWindowsRequest& request,
                                     std::string person = "carol") {
    return As<v1::Comparison>(person, "CompareWindows", request);
  }

  absl::StatusOr<v1::Comparison> Accept(std::string person,
                                        std::string_view reason = "") {
    v1::AcceptVerdictRequest request;
    request.set_name(Name("comparisons", "c"));
    request.set_reason(std::string(reason));
    return As<v1::Comparison>(person, "AcceptVerdict", request);
  }
};

class DecideAcceptVerdict : public DecideCompareWindows {};
class DecideProposeBaseline : public DecideCompareWindows {
 protected:
  absl::StatusOr<v1::Baseline> Propose(std::string person = "carol") {
    v1::ProposeBaselineRequest request;
    request.set_parent("tenants/acme");
    request.set_baseline_id("new");
    request.set_comparison(Name("comparisons", "c"));
    request.set_cause("RFC-501");
    return As<v1::Baseline>(person, "ProposeBaseline", request);
  }
};

TEST_F(DecideCompareWindows, FindsTheReleaseBypassImprovedAndStillChanging) {
  PlayReleaseBypass();
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->value(), v1::VERDICT_VALUE_IMPROVED) << c->DebugString();
  EXPECT_FALSE(c->interim());
  EXPECT_EQ(c->after_state(), v1::AFTER_STATE_STILL_CHANGING);
  EXPECT_EQ(c->attribution(), v1::ATTRIBUTION_ONLY_CHANGE);
  EXPECT_EQ(c->periods_left_out(), 0);
  const v1::VerdictFigures& f = c->figures();
  EXPECT_DOUBLE_EQ(f.before().mean(), 80.25);
  EXPECT_NEAR(f.before().xmr().lower(), 73.48, 0.005);
  EXPECT_NEAR(f.before().xmr().upper(), 87.02, 0.005);
  EXPECT_EQ(f.before().xmr().signals_size(), 0);
  EXPECT_EQ(f.before().mann_kendall().s(), -7);
  EXPECT_NEAR(f.before().mann_kendall().p(), 0.675, 0.0005);
  EXPECT_NEAR(f.before().autocorrelation().r1(), -0.577, 0.0005);
  EXPECT_EQ(f.before().autocorrelation().flag(), "negative");
  EXPECT_DOUBLE_EQ(f.after().mean(), 51.375);
  EXPECT_EQ(f.after().mann_kendall().s(), -28);
  EXPECT_NEAR(f.after().mann_kendall().z(), -3.340, 0.0005);
  EXPECT_NEAR(f.after().mann_kendall().p(), 0.00084, 5e-6);
  EXPECT_NEAR(f.after().mann_kendall().p_exact(), 0.0000496, 5e-8);
  EXPECT_DOUBLE_EQ(f.after().theil_sen().slope(), -2.5);
  EXPECT_NEAR(f.after().theil_sen().ci95_low(), -2.667, 0.0005);
  EXPECT_NEAR(f.after().theil_sen().ci95_high(), -2.0, 1e-9);
  EXPECT_NEAR(f.after().xmr().lower(), 45.30, 0.005);
  EXPECT_NEAR(f.after().xmr().upper(), 57.45, 0.005);
  EXPECT_EQ(f.beyond_limit(), 8);
  EXPECT_NEAR(f.difference(), -28.9, 0.05);
  EXPECT_NEAR(f.welch_low(), -33.9, 0.05);
  EXPECT_NEAR(f.welch_high(), -23.9, 0.05);
  EXPECT_NEAR(f.median_difference(), -29.0, 0.05);
  EXPECT_NEAR(f.median_difference_after_drift(), -24.0, 0.05);
  EXPECT_NE(c->sentence().find("after"), std::string::npos);
  EXPECT_EQ(c->sentence().find("because of"), std::string::npos);
  EXPECT_EQ(runner.CountEvents("reporting", "VerdictReached"), 1);
}

TEST_F(DecideProposeBaseline, RefusesWhileTheLevelStillChanges) {
  PlayReleaseBypass();
  ASSERT_TRUE(Try(Compare()).ok());
  const auto refused = Propose();
  EXPECT_EQ(Reason(refused), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(refused.status(), "after_state"), "STILL_CHANGING");
}

TEST_F(DecideProposeBaseline, TakesAStableLevelAndLetsTheAccountableAccept) {
  PlayReleaseBypass({52, 50, 53, 51, 52, 50, 53, 51});
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->after_state(), v1::AFTER_STATE_STABLE);
  EXPECT_EQ(Reason(Propose("gina")), ERROR_REASON_NOT_AUTHORIZED);
  const auto proposed = Propose();
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->state(), v1::BASELINE_STATE_PROPOSED);
  EXPECT_EQ(proposed->points_size(), 8);
  EXPECT_DOUBLE_EQ(proposed->centre(), 51.5);
  EXPECT_EQ(runner.CountEvents("reporting", "BaselineProposed"), 1);
  v1::AcceptBaselineRequest accept;
  accept.set_name(Name("baselines", "new"));
  const auto accepted = As<v1::Baseline>("anna", "AcceptBaseline", accept);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::BASELINE_STATE_ACCEPTED);
}

// The incident log by week: closed incidents that made their SLA.
TEST_F(DecideCompareWindows, FindsTheIncidentLogInconclusiveWithTwoNotes) {
  v1::CreateIndicatorRequest define = Bypass("made-sla");
  define.mutable_indicator()->set_title("Incidents that meet their SLA");
  define.mutable_indicator()->set_direction(v1::IMPROVEMENT_DIRECTION_HIGHER);
  define.mutable_indicator()->set_frequency(v1::FREQUENCY_WEEK);
  ASSERT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", define).ok());
  const std::vector<std::pair<int, double>> weeks = {
      {1877, 61.69419286094833}, {2273, 69.86361636603607},
      {1988, 72.43460764587525}, {2075, 77.78313253012048},
      {1426, 70.12622720897616}, {2148, 79.65549348230913},
      {1775, 80.45070422535211}, {1850, 76.75675675675676}};
  v1::RecordPointsRequest record;
  record.set_name(Name("indicators", "made-sla"));
  int64_t at = MicrosOf(Day(2016, 3, 28));
  for (const auto& [n, percent] : weeks) {
    v1::Point& point = *record.add_points();
    *point.mutable_period_start_time() = TimestampOf(at);
    point.set_denominator(n);
    point.set_numerator(std::round(percent * n / 100));
    at = ShiftPeriods(v1::FREQUENCY_WEEK, at, 1);
  }
  Record(record);
  ReportingWorld::Deliver(Entry("o", "made-sla"));
  v1::FreezeBaselineRequest freeze = Freeze("b", "o");
  auto& window = *freeze.mutable_baseline()->mutable_window();
  *window.mutable_start_time() = Day(2016, 3, 28);
  *window.mutable_end_time() = Day(2016, 4, 25);
  ASSERT_TRUE(As<v1::Baseline>("carol", "FreezeBaseline", freeze).ok());
  v1::CompareWindowsRequest compare = Compare();
  compare.set_after_periods(4);
  compare.set_illustrative(true);
  *compare.mutable_change_window()->mutable_start_time() = Day(2016, 4, 25);
  *compare.mutable_change_window()->mutable_end_time() = Day(2016, 4, 25);
  const auto c = Try(compare);
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->value(), v1::VERDICT_VALUE_INCONCLUSIVE);
  ASSERT_EQ(c->reasons_size(), 1);
  EXPECT_EQ(c->reasons(0), "TOO_FEW");
  const std::vector<std::string> notes(c->notes().begin(), c->notes().end());
  EXPECT_NE(std::find(notes.begin(), notes.end(), "BASELINE_RISING"),
            notes.end());
  EXPECT_NE(std::find(notes.begin(), notes.end(), "OVER_DISPERSED"),
            notes.end());
  const v1::VerdictFigures& f = c->figures();
  EXPECT_NEAR(f.before().pooled().value(), 70.6, 0.05);
  EXPECT_NEAR(f.after().pooled().value(), 77.2, 0.05);
  EXPECT_NEAR(f.proportions_z(), 9.28, 0.005);
  EXPECT_NEAR(f.proportions_p(), 1.6e-20, 0.1e-20);
  EXPECT_NEAR(f.mann_whitney_p(), 0.20, 0.005);
  EXPECT_NEAR(f.laney_sigma_z(), 4.6, 0.05);
  EXPECT_EQ(f.before().mann_kendall().s(), 6);
  EXPECT_NEAR(f.before().mann_kendall().p_exact(), 0.083, 0.0005);
  EXPECT_NE(c->sentence().find("illustrative"), std::string::npos)
      << c->sentence();
}

TEST_F(DecideCompareWindows, IsInterimBeforeTheEffectReview) {
  PlayReleaseBypass();
  auto entry = Entry("o", "bypass");
  entry.mutable_effect_review_date()->set_year(2026);
  entry.mutable_effect_review_date()->set_month(9);
  entry.mutable_effect_review_date()->set_day(1);
  ReportingWorld::Deliver(entry);
  const auto early = Try(Compare());
  ASSERT_TRUE(early.ok()) << early.status();
  EXPECT_TRUE(early->interim());
  const auto refused = Accept("erin");
  EXPECT_EQ(Reason(refused), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "INTERIM");
}

TEST_F(DecideCompareWindows, UsesTheFrozenFiguresAndSaysWhatCameLate) {
  PlayReleaseBypass();
  v1::CorrectPointsRequest fix;
  fix.set_name(Name("indicators", "bypass"));
  fix.set_reason("recount");
  *fix.mutable_points() =
      Months("bypass", 2024, 1, std::vector<double>(12, 45)).points();
  ASSERT_TRUE(As<v1::CorrectPointsResponse>("dave", "CorrectPoints", fix).ok());
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok());
  EXPECT_EQ(c->value(), v1::VERDICT_VALUE_IMPROVED);
  EXPECT_DOUBLE_EQ(c->figures().before().mean(), 80.25);
  ASSERT_GT(c->notes_size(), 0);
  EXPECT_EQ(c->notes(c->notes_size() - 1), "LATE_POINTS");
}

TEST_F(DecideCompareWindows, DoesNotCompareFiguresOfTwoDefinitions) {
  PlayReleaseBypass({60, 58, 55, 52, 50, 47});
  v1::UpdateIndicatorRequest update;
  update.mutable_indicator()->set_name(Name("indicators", "bypass"));
  update.mutable_indicator()->set_source("deployment log");
  ASSERT_TRUE(As<v1::Indicator>("bob", "UpdateIndicator", update).ok());
  Record(Months("bypass", 2025, 7, {45, 44}));
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok());
  EXPECT_EQ(c->value(), v1::VERDICT_VALUE_INCONCLUSIVE);
  EXPECT_EQ(c->reasons(0), "NOT_COMPARABLE");
}

TEST_F(DecideCompareWindows, ListsOtherChangesOfTheSameIndicator) {
  PlayReleaseBypass();
  ReportingWorld::Deliver(Entry("other", "bypass"));
  DeliverChange("other", "RFC-777", Day(2025, 3, 1), Day(2025, 3, 2));
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok());
  EXPECT_EQ(c->attribution(), v1::ATTRIBUTION_OTHER_CHANGES);
  ASSERT_EQ(c->other_changes_size(), 1);
  EXPECT_EQ(c->other_changes(0), "RFC-777");
}

TEST_F(DecideCompareWindows, IsNotMeasurableWithAGrantedExemption) {
  ReportingWorld::Deliver(Entry("o", "bypass"));
  v1::FreezeBaselineRequest freeze = Freeze("b", "o");
  freeze.mutable_baseline()->set_kind(v1::BASELINE_KIND_NONE);
  freeze.mutable_baseline()->set_reason("LEGAL: the act demands it");
  freeze.mutable_baseline()->set_evidence("act 17");
  ASSERT_TRUE(As<v1::Baseline>("carol", "FreezeBaseline", freeze).ok());
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->value(), v1::VERDICT_VALUE_NOT_MEASURABLE);
  EXPECT_EQ(c->reasons(0), "LEGAL");
}

TEST_F(DecideCompareWindows, RefusesWithoutBaselineChangeOrEntry) {
  EXPECT_EQ(Reason(Try(Compare())), ERROR_REASON_NOT_FOUND);
  ReportingWorld::Deliver(Entry("o", "bypass"));
  EXPECT_EQ(Reason(Try(Compare())), ERROR_REASON_NO_BASELINE);
  Record(Months("bypass", 2025, 1, kBefore));
  ASSERT_TRUE(
      As<v1::Baseline>("carol", "FreezeBaseline", Freeze("b", "o")).ok());
  const auto no_change = Try(Compare());
  EXPECT_EQ(Reason(no_change), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(no_change.status(), "rule"), "NO_CHANGE");
  v1::CompareWindowsRequest request = Compare();
  *request.mutable_change_window()->mutable_start_time() = Day(2025, 6, 1);
  *request.mutable_change_window()->mutable_end_time() = Day(2025, 6, 1);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideCompareWindows, RefusesAnotherIndicatorAndATimeBesideTheRfc) {
  PlayReleaseBypass();
  MakeBypass("other");
  v1::CompareWindowsRequest request = Compare();
  request.set_indicator(Name("indicators", "other"));
  EXPECT_EQ(MetadataOf(Try(request).status(), "rule"), "PRIMARY_INDICATOR");
  request = Compare();
  *request.mutable_change_window()->mutable_start_time() = Day(2025, 6, 1);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request = Compare();
  request.set_after_periods(-1);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Compare(), "gina")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Try(Compare(), "")), ERROR_REASON_NO_ACTOR);
}

TEST_F(DecideAcceptVerdict, LetsTheAccountablePersonAccept) {
  PlayReleaseBypass();
  ASSERT_TRUE(Try(Compare()).ok());
  EXPECT_EQ(Reason(Accept("carol")), ERROR_REASON_NOT_AUTHORIZED);
  const auto accepted = Accept("erin", "agreed in the review");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::COMPARISON_STATE_ACCEPTED);
  EXPECT_EQ(accepted->accepted_by().person(), Name("people", "erin"));
  EXPECT_EQ(runner.CountEvents("reporting", "VerdictAccepted"), 1);
  EXPECT_EQ(Reason(Accept("erin")), ERROR_REASON_WRONG_STATE);
}

TEST_F(DecideAcceptVerdict, NeedsAReasonWhenAGuardWorsened) {
  MakeBypass("guard");
  Record(
      Months("guard", 2024, 1, {10, 12, 9, 11, 8, 13, 10, 9, 12, 10, 11, 8}));
  Record(Months("guard", 2025, 1, {60, 62, 61, 60, 63, 61, 60, 62}));
  PlayReleaseBypass();
  auto entry = Entry("o", "bypass");
  entry.add_guard_indicators()->set_indicator(Name("indicators", "guard"));
  ReportingWorld::Deliver(entry);
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->value(), v1::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(c->guards(), v1::GUARD_RESULT_BREACHED);
  ASSERT_EQ(c->others_size(), 1);
  EXPECT_EQ(c->others(0).value(), v1::VERDICT_VALUE_WORSENED);
  const auto refused = Accept("erin");
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "GUARD_BREACHED");
  EXPECT_TRUE(Accept("erin", "accepted until the new tool comes").ok());
}

}  // namespace
}  // namespace csi::reporting
