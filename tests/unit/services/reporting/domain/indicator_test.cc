#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ALREADY_EXISTS;
using common::v1::ERROR_REASON_ETAG_MISMATCH;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;
using common::v1::ERROR_REASON_WRONG_STATE;

class DecideCreateIndicator : public ReportingWorld {};
class DecideUpdateIndicator : public ReportingWorld {};
class DecideApproveIndicator : public ReportingWorld {};

TEST_F(DecideCreateIndicator, MakesAProposedDefinition) {
  const auto made = As<v1::Indicator>("bob", "CreateIndicator", Bypass("b"));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), "tenants/acme/indicators/b");
  EXPECT_EQ(made->state(), v1::INDICATOR_STATE_PROPOSED);
  EXPECT_EQ(made->definition_revision(), 1);
  EXPECT_EQ(made->etag(), "\"r1\"");
  EXPECT_EQ(runner.CountEvents("reporting", "IndicatorDefined"), 1);
}

TEST_F(DecideCreateIndicator, IgnoresWhatOnlyTheServerSets) {
  v1::CreateIndicatorRequest request = Bypass("b");
  request.mutable_indicator()->set_state(v1::INDICATOR_STATE_APPROVED);
  request.mutable_indicator()->set_point_count(99);
  const auto made = As<v1::Indicator>("bob", "CreateIndicator", request);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->state(), v1::INDICATOR_STATE_PROPOSED);
  EXPECT_EQ(made->point_count(), 0);
}

TEST_F(DecideCreateIndicator, RefusesAStranger) {
  EXPECT_EQ(Reason(As<v1::Indicator>("", "CreateIndicator", Bypass("b"))),
            ERROR_REASON_NO_ACTOR);
}

TEST_F(DecideCreateIndicator, RefusesWhoHasNoLetterAndNamesWhoCould) {
  const auto made = As<v1::Indicator>("gina", "CreateIndicator", Bypass("b"));
  EXPECT_EQ(Reason(made), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_NE(std::string(made.status().message()).find("Bob"), std::string::npos)
      << made.status();
}

TEST_F(DecideCreateIndicator, RefusesATakenIdAndABadOne) {
  ASSERT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", Bypass("b")).ok());
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "CreateIndicator", Bypass("b"))),
            ERROR_REASON_ALREADY_EXISTS);
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "CreateIndicator", Bypass("B!"))),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideCreateIndicator, RefusesBoundsInTheWrongOrder) {
  v1::CreateIndicatorRequest request = Bypass("b");
  request.mutable_indicator()->set_lower_bound(100);
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "CreateIndicator", request)),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideCreateIndicator, NeedsATargetValueWithDirectionTargetOnly) {
  v1::CreateIndicatorRequest request = Bypass("b");
  request.mutable_indicator()->set_target_value(3);
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "CreateIndicator", request)),
            ERROR_REASON_FIELD_INVALID);
  request.mutable_indicator()->set_direction(v1::IMPROVEMENT_DIRECTION_TARGET);
  EXPECT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", request).ok());
}

TEST_F(DecideCreateIndicator, RefusesADimensionThatStandsTwice) {
  v1::CreateIndicatorRequest request = Bypass("b");
  request.mutable_indicator()->add_dimensions("priority");
  request.mutable_indicator()->add_dimensions("priority");
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "CreateIndicator", request)),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideUpdateIndicator, MakesANewProposedDefinition) {
  MakeBypass();
  v1::UpdateIndicatorRequest request;
  request.mutable_indicator()->set_name(Name("indicators", "bypass"));
  request.mutable_indicator()->set_source("deployment log");
  request.mutable_update_mask()->add_paths("source");
  const auto made = As<v1::Indicator>("bob", "UpdateIndicator", request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->source(), "deployment log");
  EXPECT_EQ(made->unit(), "%");
  EXPECT_EQ(made->state(), v1::INDICATOR_STATE_PROPOSED);
  EXPECT_EQ(made->definition_revision(), 2);
  EXPECT_EQ(made->approved_revision(), 1);
  EXPECT_EQ(made->approvals_size(), 0);
  EXPECT_EQ(made->comparability(), 2);
}

TEST_F(DecideUpdateIndicator, KeepsComparabilityWhenOnlyWordsChange) {
  MakeBypass();
  v1::UpdateIndicatorRequest request;
  request.mutable_indicator()->set_name(Name("indicators", "bypass"));
  request.mutable_indicator()->set_description("emergency releases too");
  const auto made = As<v1::Indicator>("bob", "UpdateIndicator", request);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->comparability(), 1);
}

TEST_F(DecideUpdateIndicator, RefusesAStaleEtagAndAnUnknownField) {
  MakeBypass();
  v1::UpdateIndicatorRequest request;
  request.mutable_indicator()->set_name(Name("indicators", "bypass"));
  request.mutable_indicator()->set_etag("\"r1\"");
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "UpdateIndicator", request)),
            ERROR_REASON_ETAG_MISMATCH);
  request.mutable_indicator()->clear_etag();
  request.mutable_update_mask()->add_paths("state");
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "UpdateIndicator", request)),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideUpdateIndicator, RefusesAnotherFrequencyOncePointsAreThere) {
  MakeBypass();
  Record(Months("bypass", 2024, 1, {80}));
  v1::UpdateIndicatorRequest request;
  request.mutable_indicator()->set_name(Name("indicators", "bypass"));
  request.mutable_indicator()->set_frequency(v1::FREQUENCY_WEEK);
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "UpdateIndicator", request)),
            ERROR_REASON_RULE_VIOLATED);
}

TEST_F(DecideApproveIndicator, NeedsServiceLevelManagementAndTheCsiManager) {
  ASSERT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", Bypass("b")).ok());
  v1::ApproveIndicatorRequest approve;
  approve.set_name(Name("indicators", "b"));
  auto one = As<v1::Indicator>("bob", "ApproveIndicator", approve);
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(one->state(), v1::INDICATOR_STATE_PROPOSED);
  EXPECT_EQ(Reason(As<v1::Indicator>("bob", "ApproveIndicator", approve)),
            ERROR_REASON_NOT_AUTHORIZED);
  auto both = As<v1::Indicator>("anna", "ApproveIndicator", approve);
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ(both->state(), v1::INDICATOR_STATE_APPROVED);
  EXPECT_EQ(both->approved_revision(), 1);
  ASSERT_EQ(both->approvals_size(), 2);
  EXPECT_EQ(both->approvals(0).grant().person(), Name("people", "bob"));
  EXPECT_EQ(Reason(As<v1::Indicator>("anna", "ApproveIndicator", approve)),
            ERROR_REASON_WRONG_STATE);
}

TEST_F(DecideApproveIndicator, RefusesWhoHasNoLetterAndWhatIsNotThere) {
  ASSERT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", Bypass("b")).ok());
  v1::ApproveIndicatorRequest approve;
  approve.set_name(Name("indicators", "b"));
  EXPECT_EQ(Reason(As<v1::Indicator>("carol", "ApproveIndicator", approve)),
            ERROR_REASON_NOT_AUTHORIZED);
  approve.set_name(Name("indicators", "c"));
  EXPECT_EQ(Reason(As<v1::Indicator>("anna", "ApproveIndicator", approve)),
            ERROR_REASON_NOT_FOUND);
  approve.set_name("tenants/other/indicators/b");
  EXPECT_EQ(Reason(As<v1::Indicator>("anna", "ApproveIndicator", approve)),
            ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace csi::reporting
