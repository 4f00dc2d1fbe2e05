#include <cmath>
#include <map>
#include <random>

#include "services/reporting/domain/reporting_domain.h"
#include "services/reporting/points/point_store.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ALREADY_EXISTS;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_TOO_LARGE;

class DecideRecordPoints : public ReportingWorld {
 protected:
  DecideRecordPoints() { MakeBypass(); }

  absl::StatusOr<v1::RecordPointsResponse> Try(
      const v1::RecordPointsRequest& request, std::string person = "dave") {
    return As<v1::RecordPointsResponse>(person, "RecordPoints", request);
  }

  std::vector<StoredPoint> Stored(std::string_view series = "") {
    std::vector<StoredPoint> points;
    ScanPoints(runner.state("reporting"), {"acme", "bypass", series}, kTimeMin,
               kTimeMax, [&](const StoredPoint& point) {
                 points.push_back(point);
                 return true;
               });
    return points;
  }
};

class DecideCorrectPoints : public DecideRecordPoints {
 protected:
  v1::CorrectPointsRequest Correction(double numerator) {
    v1::CorrectPointsRequest request;
    *request.mutable_points() = Months("bypass", 2024, 1, {numerator}).points();
    request.set_name(Name("indicators", "bypass"));
    request.set_reason("two releases were counted twice");
    return request;
  }
};

TEST_F(DecideRecordPoints, DerivesPercentagesFromTheirParts) {
  const auto recorded = Try(Months("bypass", 2024, 1, {80, 82}));
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->recorded_count(), 2);
  ASSERT_EQ(Stored().size(), 2u);
  EXPECT_EQ(Stored()[1].value, 82);
  EXPECT_EQ(Stored()[1].denominator, 100);
  EXPECT_EQ(runner.CountEvents("reporting", "PointsRecorded"), 1);
}

TEST_F(DecideRecordPoints, CountsTheSameFiguresOnce) {
  ASSERT_TRUE(Try(Months("bypass", 2024, 1, {80, 82})).ok());
  const auto again = Try(Months("bypass", 2024, 1, {80, 82, 79}));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->recorded_count(), 1);
  EXPECT_EQ(again->duplicate_count(), 2);
  EXPECT_EQ(Stored().size(), 3u);
}

TEST_F(DecideRecordPoints, RefusesOtherFiguresForAKnownPeriod) {
  ASSERT_TRUE(Try(Months("bypass", 2024, 1, {80})).ok());
  const auto conflict = Try(Months("bypass", 2024, 1, {81, 90}));
  EXPECT_EQ(Reason(conflict), ERROR_REASON_ALREADY_EXISTS);
  EXPECT_EQ(MetadataOf(conflict.status(), "row_reason"), "CONFLICT");
  EXPECT_EQ(Stored().size(), 1u);
}

TEST_F(DecideRecordPoints, MarksWhatComesBehindALaterPeriod) {
  ASSERT_TRUE(Try(Months("bypass", 2024, 3, {80})).ok());
  ASSERT_TRUE(Try(Months("bypass", 2024, 1, {79})).ok());
  EXPECT_TRUE(Stored()[0].late);
  EXPECT_FALSE(Stored()[1].late);
}

TEST_F(DecideRecordPoints, KeepsTheGoodRowsWhenAskedTo) {
  v1::RecordPointsRequest request = Months("bypass", 2024, 1, {80, 120, 79});
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  EXPECT_TRUE(Stored().empty());
  request.set_skip_refused(true);
  const auto recorded = Try(request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->recorded_count(), 2);
  ASSERT_EQ(recorded->refused_rows_size(), 1);
  EXPECT_EQ(recorded->refused_rows(0).line(), 1);
  EXPECT_EQ(recorded->refused_rows(0).reason(), "OUT_OF_BOUNDS");
  EXPECT_EQ(runner.CountEvents("reporting", "DataQualityDegraded"), 1);
}

// One row of each kind of fault.
TEST_F(DecideRecordPoints, NamesWhatIsWrongWithARow) {
  const auto reason_of = [&](auto&& change) {
    v1::RecordPointsRequest request = Months("bypass", 2024, 1, {80});
    change(*request.mutable_points(0));
    return MetadataOf(Try(request).status(), "row_reason");
  };
  EXPECT_EQ(reason_of([](v1::Point& p) { p.clear_period_start_time(); }),
            "BAD_PERIOD");
  EXPECT_EQ(reason_of([](v1::Point& p) {
              *p.mutable_period_start_time() = Day(2024, 1, 2);
            }),
            "BAD_PERIOD");
  EXPECT_EQ(reason_of([](v1::Point& p) { p.clear_denominator(); }),
            "NO_DENOMINATOR");
  EXPECT_EQ(reason_of([](v1::Point& p) { p.set_denominator(0); }),
            "NO_DENOMINATOR");
  EXPECT_EQ(reason_of([](v1::Point& p) { p.set_denominator(-1); }),
            "BAD_VALUE");
  EXPECT_EQ(reason_of([](v1::Point& p) { p.set_value(81); }), "BAD_VALUE");
  EXPECT_EQ(reason_of([](v1::Point& p) { p.set_value(NAN); }), "BAD_VALUE");
  EXPECT_EQ(
      reason_of([](v1::Point& p) { p.add_dimensions()->set_name("colour"); }),
      "UNKNOWN_DIMENSION");
  EXPECT_EQ(reason_of([](v1::Point& p) {
              p.set_source_event(std::string(201, 'x'));
            }),
            "BAD_VALUE");
}

TEST_F(DecideRecordPoints, RefusesTheSamePeriodTwiceWithDifferentFigures) {
  v1::RecordPointsRequest request = Months("bypass", 2024, 1, {80});
  *request.add_points() = Months("bypass", 2024, 1, {81}).points(0);
  EXPECT_EQ(MetadataOf(Try(request).status(), "row_reason"),
            "DUPLICATE_IN_REQUEST");
}

TEST_F(DecideRecordPoints, RefusesStrangersAndThoseWithoutTheLetter) {
  const v1::RecordPointsRequest request = Months("bypass", 2024, 1, {80});
  EXPECT_EQ(Reason(Try(request, "")), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(Try(request, "gina")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_TRUE(Try(request, "carol").ok());
}

TEST_F(DecideRecordPoints, RefusesTooManyNoneAndAnUnknownIndicator) {
  v1::RecordPointsRequest request;
  request.set_name(Name("indicators", "bypass"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  for (int i = 0; i < 5001; ++i) request.add_points();
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(Reason(Try(Months("nothing", 2024, 1, {80}))),
            ERROR_REASON_NOT_FOUND);
}

TEST_F(DecideCorrectPoints, KeepsTheOldFigureAsHistory) {
  ASSERT_TRUE(Try(Months("bypass", 2024, 1, {80})).ok());
  const auto corrected =
      As<v1::CorrectPointsResponse>("dave", "CorrectPoints", Correction(78));
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(corrected->corrected_count(), 1);
  EXPECT_EQ(Stored()[0].value, 78);
  EXPECT_EQ(Stored()[0].revision, 2);
  EXPECT_EQ(Stored()[0].correction_reason, "two releases were counted twice");
  const auto history = PointHistoryOf(
      runner.state("reporting"), {"acme", "bypass", ""}, Stored()[0].period_us);
  ASSERT_EQ(history.size(), 1u);
  EXPECT_EQ(history[0].value(), 80);
  const auto again =
      As<v1::CorrectPointsResponse>("dave", "CorrectPoints", Correction(78));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->unchanged_count(), 1);
  EXPECT_EQ(again->corrected_count(), 0);
}

TEST_F(DecideCorrectPoints, RefusesWhatIsNotThereAndAMissingReason) {
  EXPECT_EQ(Reason(As<v1::CorrectPointsResponse>("dave", "CorrectPoints",
                                                 Correction(78))),
            ERROR_REASON_NOT_FOUND);
  ASSERT_TRUE(Try(Months("bypass", 2024, 1, {80})).ok());
  v1::CorrectPointsRequest request = Correction(78);
  request.clear_reason();
  EXPECT_EQ(
      Reason(As<v1::CorrectPointsResponse>("dave", "CorrectPoints", request)),
      ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(As<v1::CorrectPointsResponse>("gina", "CorrectPoints",
                                                 Correction(78))),
            ERROR_REASON_NOT_AUTHORIZED);
}

// Random records and corrections through commands against a plain map.
TEST_F(DecideCorrectPoints, StoresWhatANaiveMapHolds) {
  std::mt19937 random(7);
  std::map<int64_t, double> naive;
  for (int round = 0; round < 40; ++round) {
    const int year = 1990 + static_cast<int>(random() % 30);
    std::vector<double> values;
    for (size_t i = 0; i < 1 + random() % 20; ++i) {
      values.push_back(static_cast<double>(random() % 101));
    }
    v1::RecordPointsRequest request = Months("bypass", year, 1, values);
    request.set_skip_refused(true);
    ASSERT_TRUE(Try(request).ok());
    v1::CorrectPointsRequest fix;
    fix.set_name(request.name());
    fix.set_reason("recount");
    for (v1::Point& point : *request.mutable_points()) {
      const int64_t period = MicrosOf(point.period_start_time());
      naive.emplace(period, point.numerator());
      if (random() % 5 != 0) continue;
      point.set_numerator(static_cast<double>(random() % 101));
      naive[period] = point.numerator();
      *fix.add_points() = point;
    }
    if (fix.points_size() == 0) continue;
    ASSERT_TRUE(
        As<v1::CorrectPointsResponse>("dave", "CorrectPoints", fix).ok());
  }
  std::map<int64_t, double> stored;
  for (const StoredPoint& point : Stored()) {
    stored[point.period_us] = point.value;
  }
  EXPECT_EQ(stored, naive);
}

class TakePointsInput : public DecideRecordPoints {
 protected:
  absl::Status Take(const v1::RecordPointsRequest& request) {
    IdSource ids("seed");
    Context context;
    context.tenant = "acme";
    context.now = runner.now();
    context.state = &runner.state("reporting");
    context.views = &runner.views("reporting");
    context.ids = &ids;
    outcome_ = Outcome();
    return MakeReportingDomain()->TakeInput(request, context, outcome_);
  }
  Outcome outcome_;
};

TEST_F(TakePointsInput, NeedsNobodyAndRecordsTheFigures) {
  ASSERT_TRUE(Take(Months("bypass", 2024, 1, {80, 82})).ok());
  ASSERT_FALSE(outcome_.events().empty());
}

TEST_F(TakePointsInput, IsRefusedAsAWholeByOneBadRow) {
  v1::RecordPointsRequest request = Months("bypass", 2024, 1, {80, 82});
  request.mutable_points(1)->clear_numerator();
  EXPECT_TRUE(absl::IsInvalidArgument(Take(request)));
  EXPECT_TRUE(outcome_.events().empty());
}

TEST_F(TakePointsInput, NamesAnIndicatorThatIsNotThere) {
  EXPECT_TRUE(absl::IsNotFound(Take(Months("absent", 2024, 1, {80}))));
}

}  // namespace
}  // namespace csi::reporting
