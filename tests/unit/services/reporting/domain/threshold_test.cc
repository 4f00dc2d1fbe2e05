// The life of thresholds.
#include "services/reporting/server/queries.h"
#include "tests/unit/services/reporting/domain/threshold_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ETAG_MISMATCH;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;
using common::v1::ERROR_REASON_WRONG_STATE;

class Thresholds : public ThresholdWorld {
 protected:
  // Refusal of a threshold that `change` has spoilt.
  template <class Change>
  common::v1::ErrorReason Spoilt(Change change) {
    v1::CreateThresholdRequest request = High();
    change(*request.mutable_threshold());
    return Reason(Create(request));
  }
};

TEST_F(Thresholds, GoFromDraftOverBacktestAndApprovalToTheirEnd) {
  RecordYear();
  const auto draft = Create(High());
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->state(), v1::THRESHOLD_STATE_DRAFT);
  EXPECT_EQ(draft->written_by().person(), Name("people", "anna"));
  EXPECT_EQ(Reason(Approve()), ERROR_REASON_WRONG_STATE);
  const auto tested = KeepBacktest();
  ASSERT_TRUE(tested.ok()) << tested.status();
  EXPECT_EQ(tested->state(), v1::THRESHOLD_STATE_BACKTESTED);
  EXPECT_EQ(tested->backtest().alert_count(), 2);
  const auto approved = Approve();
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->watching_version(), 1);
  EXPECT_TRUE(approved->approved_by().exceptions().empty());
  EXPECT_EQ(Reason(Approve()), ERROR_REASON_WRONG_STATE);
  // What was there before raises nothing.
  EXPECT_EQ(AlertText(), "");
  Record(Months("bypass", 2025, 1, {85}));
  EXPECT_EQ(AlertText(), "2025-01-01.. OPEN\n");
  v1::RetireThresholdRequest retire;
  retire.set_name(Name("thresholds", "high"));
  EXPECT_EQ(Reason(As<v1::Threshold>("bob", "RetireThreshold", retire)),
            ERROR_REASON_FIELD_INVALID);
  retire.set_reason("the tool is gone");
  EXPECT_EQ(Reason(As<v1::Threshold>("anna", "RetireThreshold", retire)),
            ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(As<v1::Threshold>("bob", "RetireThreshold", retire).ok());
  EXPECT_EQ(Alerts()[0].close_reason(), "RETIRED");
  Record(Months("bypass", 2025, 2, {90}));
  EXPECT_EQ(Alerts().size(), 1u);
  EXPECT_EQ(Reason(As<v1::Threshold>("bob", "RetireThreshold", retire)),
            ERROR_REASON_WRONG_STATE);
  for (const char* event :
       {"ThresholdDefined", "ThresholdBacktested", "ThresholdApproved",
        "ThresholdRetired", "AlertOpened", "AlertClosed"}) {
    EXPECT_EQ(runner.CountEvents("reporting", event), 1) << event;
  }
}

TEST_F(Thresholds, AreNotApprovedByWhoeverWroteThemWhileSomebodyElseCan) {
  RecordYear();
  ASSERT_TRUE(Create(High(), "anna").ok());
  ASSERT_TRUE(KeepBacktest().ok());
  EXPECT_EQ(Reason(Approve("anna")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Approve("")), ERROR_REASON_NO_ACTOR);
  ASSERT_TRUE(Approve("bob").ok());
  // Bob alone is accountable: nobody else can, and that is marked.
  ASSERT_TRUE(Create(High("own"), "bob").ok());
  ASSERT_TRUE(KeepBacktest("own").ok());
  const auto own = Approve("bob", "own");
  ASSERT_TRUE(own.ok()) << own.status();
  ASSERT_EQ(own->approved_by().exceptions_size(), 1);
  EXPECT_EQ(own->approved_by().exceptions(0), "SELF_APPROVED");
}

TEST_F(Thresholds, WatchWithTheApprovedVersionUntilANewOneIsApproved) {
  RecordYear();
  Watch(High());
  Record(Months("bypass", 2025, 1, {85}));
  v1::UpdateThresholdRequest update;
  *update.mutable_threshold() = High().threshold();
  update.mutable_threshold()->set_name(Name("thresholds", "high"));
  update.mutable_threshold()->set_enter_limit(90);
  update.mutable_threshold()->set_etag("\"r99\"");
  EXPECT_EQ(Reason(As<v1::Threshold>("anna", "UpdateThreshold", update)),
            ERROR_REASON_ETAG_MISMATCH);
  update.mutable_threshold()->clear_etag();
  const auto next = As<v1::Threshold>("anna", "UpdateThreshold", update);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->version(), 2);
  EXPECT_EQ(next->watching_version(), 1);
  EXPECT_EQ(next->state(), v1::THRESHOLD_STATE_DRAFT);
  Record(Months("bypass", 2025, 2, {60, 85}));
  EXPECT_EQ(Alerts().size(), 2u);
  ASSERT_TRUE(KeepBacktest().ok());
  ASSERT_TRUE(Approve().ok());
  EXPECT_EQ(Alerts()[1].close_reason(), "REPLACED");
  Record(Months("bypass", 2025, 4, {85, 91}));
  ASSERT_EQ(Alerts().size(), 3u);
  EXPECT_EQ(Alerts()[2].version(), 2);
  v1::GetThresholdRequest first;
  first.set_name(Name("thresholds", "high"));
  first.set_version(1);
  v1::Threshold found;
  ASSERT_TRUE(GetThreshold(runner.Query("reporting"), first, &found).ok());
  EXPECT_EQ(found.enter_limit(), 80);
  first.set_version(9);
  EXPECT_EQ(ReasonOf(GetThreshold(runner.Query("reporting"), first, &found)),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(Thresholds, AreSuspendedWhileTheDefinitionIsAnother) {
  RecordYear();
  Watch(High());
  v1::UpdateIndicatorRequest update;
  update.mutable_indicator()->set_name(Name("indicators", "bypass"));
  update.mutable_indicator()->set_source("another calendar");
  ASSERT_TRUE(As<v1::Indicator>("bob", "UpdateIndicator", update).ok());
  Record(Months("bypass", 2025, 1, {99}));
  EXPECT_EQ(AlertText(), "");
  v1::GetThresholdRequest get;
  get.set_name(Name("thresholds", "high"));
  v1::Threshold found;
  ASSERT_TRUE(GetThreshold(runner.Query("reporting"), get, &found).ok());
  EXPECT_NE(found.suspended_reason(), "");
}

TEST_F(Thresholds, RefuseWhatCannotWatch) {
  EXPECT_EQ(Spoilt([](auto& t) { t.clear_title(); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.clear_side(); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.set_side(v1::THRESHOLD_SIDE_BOTH); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.clear_enter_limit(); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.set_enter_limit(100); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.set_leave_limit(81); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.set_enter_count(51); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) {
              t.set_enter_count(3);
              t.set_enter_periods(2);
            }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.add_people("anna"); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.add_dimensions()->set_name("region"); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.set_preset("nelson"); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) { t.set_rule(v1::THRESHOLD_RULE_SIGNALS); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Spoilt([](auto& t) {
              t.set_rule(v1::THRESHOLD_RULE_PROCESS_LIMIT);
              t.set_enter_limit(3);
              t.set_leave_limit(2);
              t.set_baseline("tenants/acme/baselines/none");
            }),
            ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(
      Spoilt([](auto& t) { t.set_indicator("tenants/acme/indicators/none"); }),
      ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(Create(High(), "gina")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Create(High(), "")), ERROR_REASON_NO_ACTOR);
  // Nothing is recorded, so nothing can be tested.
  ASSERT_TRUE(Create(High()).ok());
  EXPECT_EQ(Reason(KeepBacktest()), ERROR_REASON_RULE_VIOLATED);
}

TEST_F(Thresholds, AreTenAtMostOfOneIndicator) {
  RecordYear();
  for (int i = 0; i < 10; ++i) Watch(High(StrCat("t", i)));
  ASSERT_TRUE(Create(High("one-more")).ok());
  ASSERT_TRUE(KeepBacktest("one-more").ok());
  EXPECT_EQ(Reason(Approve("bob", "one-more")), ERROR_REASON_RULE_VIOLATED);
}

TEST_F(Thresholds, AreListedByIndicatorAndState) {
  RecordYear();
  Watch(High());
  ASSERT_TRUE(Create(High("draft")).ok());
  v1::ListThresholdsRequest request;
  request.set_parent("tenants/acme");
  request.set_filter("state = \"DRAFT\"");
  v1::ListThresholdsResponse found;
  ASSERT_TRUE(ListThresholds(runner.Query("reporting"), request, &found).ok());
  ASSERT_EQ(found.thresholds_size(), 1);
  EXPECT_EQ(found.thresholds(0).name(), Name("thresholds", "draft"));
  Record(Months("bypass", 2025, 1, {85, 60, 85}));
  v1::ListAlertsRequest alerts;
  alerts.set_parent("tenants/acme");
  for (const auto& [filter, count] :
       {std::pair<std::string, int>("", 2),
        {"state = \"OPEN\"", 1},
        {StrCat("threshold = \"", Name("thresholds", "high"), "\""), 2},
        {StrCat("threshold = \"", Name("thresholds", "draft"), "\""), 0}}) {
    alerts.set_filter(filter);
    v1::ListAlertsResponse some;
    ASSERT_TRUE(ListAlerts(runner.Query("reporting"), alerts, &some).ok());
    EXPECT_EQ(some.alerts_size(), count) << filter;
  }
}

}  // namespace
}  // namespace csi::reporting
