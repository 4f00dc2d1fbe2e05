// CreateAnalysis, and the answers that follow from figures alone.
#include "services/reporting/domain/analysis.h"

#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class DecideCreateAnalysis : public ReportingWorld {
 protected:
  DecideCreateAnalysis() { MakeBypass(); }

  absl::StatusOr<v1::Analysis> Try(std::string person = "carol",
                                   std::string_view preset = "") {
    v1::CreateAnalysisRequest request;
    request.set_parent("tenants/acme");
    request.mutable_analysis()->set_indicator(Name("indicators", "bypass"));
    request.mutable_analysis()->set_preset(std::string(preset));
    return As<v1::Analysis>(person, "CreateAnalysis", request);
  }
};

TEST_F(DecideCreateAnalysis, AnswersByTheSenseOfTheIndicator) {
  Record(Months("bypass", 2025, 1, {60, 58, 55, 52, 50, 47, 45, 44}));
  const auto analysis = Try();
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  EXPECT_EQ(analysis->direction(), "positive");
  EXPECT_EQ(analysis->significance(), "significant");
  EXPECT_EQ(analysis->predictability(), "cannot_be_judged");
  EXPECT_EQ(analysis->figures().mann_kendall().s(), -28);
  EXPECT_NEAR(analysis->figures().mann_kendall().z(), -3.340, 0.0005);
  EXPECT_NEAR(analysis->figures().mann_kendall().p_exact(), 0.0000496, 5e-8);
  EXPECT_DOUBLE_EQ(analysis->figures().theil_sen().slope(), -2.5);
  EXPECT_EQ(runner.CountEvents("reporting", "AnalysisCompleted"), 1);
  // RP2: what further methods say is kept with it.
  EXPECT_TRUE(analysis->evidence().has_pettitt());
  EXPECT_EQ(analysis->evidence().forecast().periods_size(), 4);
}

TEST_F(DecideCreateAnalysis, SaysWhenNothingCanBeJudged) {
  Record(Months("bypass", 2025, 1, {60, 58, 55}));
  const auto analysis = Try();
  ASSERT_TRUE(analysis.ok());
  EXPECT_EQ(analysis->significance(), "cannot_be_judged");
  EXPECT_EQ(analysis->direction(), "none");
  ASSERT_EQ(analysis->caveats_size(), 1);
  EXPECT_EQ(analysis->caveats(0).rule(), "TOO_FEW");
}

TEST_F(DecideCreateAnalysis, RefusesWithoutPointsPresetOrLetter) {
  EXPECT_EQ(Reason(Try()), ERROR_REASON_RULE_VIOLATED);
  Record(Months("bypass", 2025, 1, {60}));
  EXPECT_EQ(Reason(Try("carol", "nelsen")), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try("gina")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Try("")), ERROR_REASON_NO_ACTOR);
}

class FillAnswers : public ::testing::Test {
 protected:
  FillAnswers() {
    indicator.set_direction(v1::IMPROVEMENT_DIRECTION_LOWER);
    indicator.set_frequency(v1::FREQUENCY_MONTH);
    v1::WindowFigures& figures = *analysis.mutable_figures();
    figures.set_n(12);
    figures.set_mean(80);
    figures.mutable_theil_sen()->set_slope(-2);
    figures.mutable_theil_sen()->set_intercept(90);
    figures.mutable_theil_sen()->set_ci95_low(-3);
    figures.mutable_theil_sen()->set_ci95_high(-1);
    figures.mutable_mann_kendall()->set_s(-50);
    figures.mutable_mann_kendall()->set_p(0.001);
    target.set_value(40);
  }
  std::string Impact() {
    reporting::FillAnswers(indicator, &target, analysis);
    return analysis.impact();
  }

  v1::Indicator indicator;
  v1::Target target;
  v1::Analysis analysis;
};

TEST_F(FillAnswers, SaysWhenATrendWouldReachTheTarget) {
  // 90 - 2 x 11 = 68, and 28 to go at 2 a month.
  EXPECT_EQ(Impact(),
            "The level of 68 does not meet the target of 40; at the present "
            "slope it would be reached in about 14 months.");
  EXPECT_EQ(analysis.direction(), "positive");
}

TEST_F(FillAnswers, SaysWhenTheTrendLeadsAwayFromATargetThatIsMet) {
  indicator.set_direction(v1::IMPROVEMENT_DIRECTION_HIGHER);
  EXPECT_EQ(Impact(),
            "The level of 68 meets the target of 40; the trend leads away "
            "from it.");
  EXPECT_EQ(analysis.direction(), "negative");
}

TEST_F(FillAnswers, JudgesTheMeanWithoutATrend) {
  analysis.mutable_figures()->mutable_mann_kendall()->set_p(0.7);
  EXPECT_EQ(Impact(), "The level of 80 does not meet the target of 40.");
  reporting::FillAnswers(indicator, nullptr, analysis);
  EXPECT_EQ(analysis.impact(),
            "No target is set, so the trend is not judged by one.");
}

}  // namespace
}  // namespace csi::reporting
