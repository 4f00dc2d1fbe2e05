#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ETAG_MISMATCH;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class DecideSetTarget : public ReportingWorld {
 protected:
  DecideSetTarget() { MakeBypass(); }

  v1::SetTargetRequest Want(double value) {
    v1::SetTargetRequest request;
    request.set_parent("tenants/acme");
    request.set_target_id("t");
    request.mutable_target()->set_indicator(Name("indicators", "bypass"));
    request.mutable_target()->set_value(value);
    return request;
  }

  absl::StatusOr<v1::Target> Try(const v1::SetTargetRequest& request,
                                 std::string person = "bob") {
    return As<v1::Target>(person, "SetTarget", request);
  }
};

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

TEST_F(DecideSetTarget, SaysHowRealisticItIs) {
  EXPECT_EQ(Try(Want(40))->realism(), "NOT_JUDGED");
  Record(Months("bypass", 2025, 1,
                {80, 82, 79, 81, 78, 83, 80, 79, 82, 80, 81, 78}));
  EXPECT_EQ(Try(Want(40))->realism(), "NOT_WITHOUT_CHANGE");
  EXPECT_EQ(Try(Want(79))->realism(), "MET_SOMETIMES");
  const auto easy = Try(Want(90));
  EXPECT_EQ(easy->realism(), "MET_ALWAYS");
  EXPECT_EQ(easy->revision(), 4u);
  EXPECT_EQ(runner.CountEvents("reporting", "TargetSet"), 4);
}

TEST_F(DecideSetTarget, RefusesWhatCannotBe) {
  EXPECT_EQ(Reason(Try(Want(140))), ERROR_REASON_FIELD_INVALID);
  v1::SetTargetRequest request = Want(40);
  request.mutable_target()->clear_value();
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request = Want(40);
  request.mutable_target()->set_indicator(Name("indicators", "x"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_NOT_FOUND);
  request = Want(40);
  request.mutable_target()->set_opportunity(Name("opportunities", "x"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(Try(Want(40), "gina")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Try(Want(40), "")), ERROR_REASON_NO_ACTOR);
}

TEST_F(DecideSetTarget, StaysWithItsIndicatorAndChecksTheEtag) {
  MakeBypass("other");
  ASSERT_TRUE(Try(Want(40)).ok());
  v1::SetTargetRequest request = Want(41);
  request.mutable_target()->set_etag("\"r9\"");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_ETAG_MISMATCH);
  request = Want(41);
  request.mutable_target()->set_indicator(Name("indicators", "other"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_RULE_VIOLATED);
}

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

}  // namespace
}  // namespace csi::reporting
