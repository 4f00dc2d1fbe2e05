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

const std::vector<double> kBefore = {80, 82, 79, 81, 78, 83,
                                     80, 79, 82, 80, 81, 78};

class DecideFreezeBaseline : public ReportingWorld {
 protected:
  DecideFreezeBaseline() {
    MakeBypass();
    Record(Months("bypass", 2025, 1, kBefore));
    ReportingWorld::Deliver(Entry("o", "bypass"));
  }

  absl::StatusOr<v1::Baseline> Try(const v1::FreezeBaselineRequest& request,
                                   std::string person = "carol") {
    return As<v1::Baseline>(person, "FreezeBaseline", request);
  }

  absl::StatusOr<v1::Baseline> Accept(std::string_view id, std::string person) {
    v1::AcceptBaselineRequest request;
    request.set_name(Name("baselines", id));
    return As<v1::Baseline>(person, "AcceptBaseline", request);
  }
};

class DecideAcceptBaseline : public DecideFreezeBaseline {};

TEST_F(DecideFreezeBaseline, FreezesTheLastTwelvePeriodsByDefault) {
  const auto frozen = Try(Freeze("b", "o"));
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->state(), v1::BASELINE_STATE_FROZEN);
  EXPECT_EQ(frozen->indicator(), Name("indicators", "bypass"));
  ASSERT_EQ(frozen->points_size(), 12);
  EXPECT_DOUBLE_EQ(frozen->centre(), 80.25);
  EXPECT_NEAR(frozen->lower_limit(), 73.48, 0.005);
  EXPECT_NEAR(frozen->upper_limit(), 87.02, 0.005);
  EXPECT_DOUBLE_EQ(frozen->pooled_value(), 80.25);
  EXPECT_EQ(frozen->content_sha256().size(), 64u);
  EXPECT_FALSE(frozen->frozen_after_implementation());
  EXPECT_EQ(frozen->frozen_by().person(), Name("people", "carol"));
  EXPECT_EQ(MicrosOf(frozen->window().start_time()), MicrosOf(Day(2025, 1, 1)));
  EXPECT_EQ(MicrosOf(frozen->window().end_time()), MicrosOf(Day(2026, 1, 1)));
  EXPECT_EQ(runner.CountEvents("reporting", "BaselineFrozen"), 1);
}

TEST_F(DecideFreezeBaseline, SaysThatNeighbouringFiguresAreRelated) {
  const auto frozen = Try(Freeze("b", "o"));
  ASSERT_TRUE(frozen.ok());
  ASSERT_EQ(frozen->findings_size(), 1);
  EXPECT_EQ(frozen->findings(0).rule(), "AUTOCORRELATED");
}

TEST_F(DecideFreezeBaseline, GivesTheSameHashForTheSameContentOnly) {
  const auto one = Try(Freeze("b", "o"));
  const auto two = Try(Freeze("c", "o"));
  v1::FreezeBaselineRequest shorter = Freeze("d", "o");
  *shorter.mutable_baseline()->mutable_window()->mutable_start_time() =
      Day(2025, 2, 1);
  *shorter.mutable_baseline()->mutable_window()->mutable_end_time() =
      Day(2026, 1, 1);
  const auto three = Try(shorter);
  ASSERT_TRUE(one.ok() && two.ok() && three.ok()) << three.status();
  EXPECT_EQ(one->content_sha256(), two->content_sha256());
  EXPECT_NE(one->content_sha256(), three->content_sha256());
  EXPECT_EQ(three->points_size(), 11);
}

TEST_F(DecideFreezeBaseline, ReportsALatePointAndStaysAsItWas) {
  const auto frozen = Try(Freeze("b", "o"));
  ASSERT_TRUE(frozen.ok());
  v1::CorrectPointsRequest fix;
  fix.set_name(Name("indicators", "bypass"));
  fix.set_reason("recount");
  *fix.mutable_points() = Months("bypass", 2025, 3, {50}).points();
  const auto corrected =
      As<v1::CorrectPointsResponse>("dave", "CorrectPoints", fix);
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  ASSERT_EQ(corrected->contradicted_baselines_size(), 1);
  EXPECT_EQ(runner.CountEvents("reporting", "BaselineContradicted"), 1);
  const auto now = Accept("b", "anna");
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->content_sha256(), frozen->content_sha256());
  EXPECT_DOUBLE_EQ(now->centre(), 80.25);
  EXPECT_EQ(now->points(2).value(), 79);
  EXPECT_EQ(now->late_point_count(), 1);
  ASSERT_EQ(now->late_points_size(), 1);
  EXPECT_EQ(now->late_points(0).value(), 50);
  EXPECT_EQ(now->late_points(0).frozen_value(), 79);
}

TEST_F(DecideFreezeBaseline, FlagsThatTheChangeHadStartedBefore) {
  DeliverChange("o", "RFC-501", Day(2025, 11, 1), Day(2025, 11, 1));
  const auto frozen = Try(Freeze("b", "o"));
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_TRUE(frozen->frozen_after_implementation());
  EXPECT_EQ(MicrosOf(frozen->window().end_time()), MicrosOf(Day(2025, 11, 1)));
  EXPECT_EQ(frozen->points_size(), 10);
}

TEST_F(DecideFreezeBaseline, RefusesAWindowThatReachesIntoTheChange) {
  DeliverChange("o", "RFC-501", Day(2025, 11, 1), Day(2025, 11, 1));
  v1::FreezeBaselineRequest request = Freeze("b", "o");
  *request.mutable_baseline()->mutable_window()->mutable_start_time() =
      Day(2025, 1, 1);
  *request.mutable_baseline()->mutable_window()->mutable_end_time() =
      Day(2025, 12, 1);
  const auto refused = Try(request);
  EXPECT_EQ(Reason(refused), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "BASELINE_OVERLAPS_CHANGE");
}

TEST_F(DecideFreezeBaseline, RefusesAWindowAheadOrWithoutPoints) {
  v1::FreezeBaselineRequest request = Freeze("b", "o");
  auto& window = *request.mutable_baseline()->mutable_window();
  *window.mutable_start_time() = Day(2025, 1, 1);
  *window.mutable_end_time() = Day(2027, 1, 1);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  *window.mutable_start_time() = Day(2023, 1, 1);
  *window.mutable_end_time() = Day(2024, 1, 1);
  const auto empty = Try(request);
  EXPECT_EQ(Reason(empty), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(empty.status(), "rule"), "NO_POINTS");
  *window.mutable_end_time() = Day(2022, 1, 1);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideFreezeBaseline, RefusesStrangersAndThoseWithoutTheLetter) {
  EXPECT_EQ(Reason(Try(Freeze("b", "o"), "")), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(Try(Freeze("b", "o"), "gina")), ERROR_REASON_NOT_AUTHORIZED);
}

TEST_F(DecideFreezeBaseline, RefusesUnknownAndFinishedEntriesAndTakenIds) {
  EXPECT_EQ(Reason(Try(Freeze("b", "nothing"))), ERROR_REASON_NOT_FOUND);
  ASSERT_TRUE(Try(Freeze("b", "o")).ok());
  EXPECT_EQ(Reason(Try(Freeze("b", "o"))), ERROR_REASON_ALREADY_EXISTS);
  auto entry = Entry("o", "bypass");
  entry.set_state(csi::registry::v1::OPPORTUNITY_STATE_CLOSED);
  ReportingWorld::Deliver(entry);
  EXPECT_EQ(Reason(Try(Freeze("c", "o"))), ERROR_REASON_WRONG_STATE);
}

TEST_F(DecideFreezeBaseline, TakesOneDatedFigureWithItsEvidence) {
  v1::FreezeBaselineRequest request = Freeze("b", "o");
  request.mutable_baseline()->set_kind(v1::BASELINE_KIND_SINGLE);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request.mutable_baseline()->set_single_value(72);
  *request.mutable_baseline()->mutable_single_time() = Day(2025, 6, 1);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request.mutable_baseline()->set_evidence("audit 2025-17");
  const auto frozen = Try(request);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->centre(), 72);
  EXPECT_FALSE(frozen->has_lower_limit());
}

TEST_F(DecideFreezeBaseline, GrantsNoneOnlyOnNamedGrounds) {
  v1::FreezeBaselineRequest request = Freeze("b", "o");
  request.mutable_baseline()->set_kind(v1::BASELINE_KIND_NONE);
  request.mutable_baseline()->set_reason("no time to measure");
  request.mutable_baseline()->set_evidence("memo 3");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request.mutable_baseline()->set_reason("LEGAL: the act of 2025 demands it");
  const auto frozen = Try(request);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->points_size(), 0);
}

TEST_F(DecideFreezeBaseline, OpensAWindowForFirstMeasurements) {
  v1::FreezeBaselineRequest request = Freeze("b", "o");
  request.mutable_baseline()->set_kind(v1::BASELINE_KIND_FIRST_MEASUREMENTS);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  *request.mutable_baseline()->mutable_window()->mutable_end_time() =
      Day(2026, 5, 1);
  const auto open = Try(request);
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_EQ(open->state(), v1::BASELINE_STATE_COLLECTING);
  EXPECT_TRUE(open->content_sha256().empty());
  EXPECT_EQ(runner.CountEvents("reporting", "BaselineOpened"), 1);
  runner.AdvanceTo(
      absl::FromCivil(absl::CivilDay(2026, 4, 2), absl::UTCTimeZone()));
  Record(Months("bypass", 2026, 2, {70, 71}));
  EXPECT_EQ(Reason(Accept("b", "anna")), ERROR_REASON_WRONG_STATE);
  v1::AcceptBaselineRequest shorter;
  shorter.set_name(Name("baselines", "b"));
  shorter.set_accept_shorter(true);
  EXPECT_EQ(Reason(As<v1::Baseline>("anna", "AcceptBaseline", shorter)),
            ERROR_REASON_FIELD_INVALID);
  shorter.set_comment("the supplier leaves in May");
  const auto accepted = As<v1::Baseline>("anna", "AcceptBaseline", shorter);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->points_size(), 2);
  EXPECT_EQ(accepted->content_sha256().size(), 64u);
  EXPECT_EQ(runner.CountEvents("reporting", "BaselineFrozen"), 1);
  EXPECT_EQ(runner.CountEvents("reporting", "BaselineAccepted"), 1);
}

TEST_F(DecideAcceptBaseline, LetsTheAccountablePersonAccept) {
  ASSERT_TRUE(Try(Freeze("b", "o")).ok());
  EXPECT_EQ(Reason(Accept("b", "carol")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Accept("b", "")), ERROR_REASON_NO_ACTOR);
  const auto accepted = Accept("b", "anna");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::BASELINE_STATE_ACCEPTED);
  EXPECT_EQ(accepted->accepted_by().person(), Name("people", "anna"));
  EXPECT_EQ(accepted->accepted_by().exceptions_size(), 0);
  EXPECT_EQ(runner.CountEvents("reporting", "BaselineAccepted"), 1);
  EXPECT_EQ(Reason(Accept("b", "anna")), ERROR_REASON_WRONG_STATE);
}

TEST_F(DecideAcceptBaseline, MarksWhoAcceptsTheirOwnForLackOfAnybodyElse) {
  ASSERT_TRUE(Try(Freeze("b", "o"), "anna").ok());
  const auto accepted = Accept("b", "anna");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  ASSERT_EQ(accepted->accepted_by().exceptions_size(), 1);
  EXPECT_EQ(accepted->accepted_by().exceptions(0), "SELF_APPROVED");
}

TEST_F(DecideAcceptBaseline, RefusesAStaleEtagAndAnUnknownBaseline) {
  ASSERT_TRUE(Try(Freeze("b", "o")).ok());
  v1::AcceptBaselineRequest request;
  request.set_name(Name("baselines", "b"));
  request.set_etag("\"r7\"");
  EXPECT_EQ(Reason(As<v1::Baseline>("anna", "AcceptBaseline", request)),
            ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(Reason(Accept("c", "anna")), ERROR_REASON_NOT_FOUND);
}

}  // namespace
}  // namespace csi::reporting
