// The checks of one row: period, breakdown, figures. What fails is refused with
// a stable reason and a sentence.
#include <algorithm>
#include <cmath>

#include "common/base/strings.h"
#include "services/reporting/domain/point_intake.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/limits.h"

namespace csi::reporting {
namespace {

// A stated percentage may differ from its parts by rounding, not by more.
constexpr double kRatioToleranceRelative = 1e-6;

// Beyond, squares and sums of figures would be infinite.
bool Judgeable(const std::optional<double>& number) {
  return !number || (std::isfinite(*number) &&
                     std::abs(*number) <= statistics::kMagnitudeMax);
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20;
  });
}

}  // namespace

std::optional<StoredPoint> PointIntake::Checked(int64_t line,
                                                const v1::Point& point,
                                                std::string& series) {
  if (!CheckPeriod(line, point)) return std::nullopt;
  if (!CheckSeries(line, point, series)) return std::nullopt;
  if (point.source_event().size() > limits::kSourceEventBytesMax) {
    Refuse(
        line, "BAD_VALUE",
        StrCat("source_event has ", point.source_event().size(),
               " bytes; at most ", limits::kSourceEventBytesMax, " are kept."));
    return std::nullopt;
  }
  StoredPoint stored;
  if (!CheckFigures(line, point, stored)) return std::nullopt;
  stored.period_us = MicrosOf(point.period_start_time());
  stored.record_time_us = absl::ToUnixMicros(context_.now);
  stored.definition_revision = indicator_.definition_revision();
  stored.source_event = point.source_event();
  return stored;
}

bool PointIntake::CheckPeriod(int64_t line, const v1::Point& point) {
  if (!point.has_period_start_time() ||
      !IsValidTime(point.period_start_time())) {
    return Refuse(line, "BAD_PERIOD",
                  "The start of the period is missing or no date between the "
                  "years 1 and 9999.");
  }
  const int64_t time = MicrosOf(point.period_start_time());
  if (IsPeriodStart(indicator_.frequency(), time)) return true;
  return Refuse(
      line, "BAD_PERIOD",
      StrCat(TimeWords(time), " is not the start of a ",
             PeriodWord(indicator_.frequency()),
             " (UTC); the one it lies in "
             "starts at ",
             TimeWords(PeriodStart(indicator_.frequency(), time)), "."));
}

bool PointIntake::CheckSeries(int64_t line, const v1::Point& point,
                              std::string& series) {
  // Canonical order: the indicator's, whatever the sender's.
  google::protobuf::RepeatedPtrField<v1::DimensionValue> ordered;
  for (const std::string& name : indicator_.dimensions()) {
    for (const v1::DimensionValue& each : point.dimensions()) {
      if (each.name() == name) *ordered.Add() = each;
    }
  }
  if (ordered.size() != point.dimensions_size()) {
    return Refuse(
        line, "UNKNOWN_DIMENSION",
        StrCat("A dimension is unknown or given twice; ", indicator_.title(),
               " has ", indicator_.dimensions_size(), " of them."));
  }
  for (int i = 0; i < ordered.size(); ++i) {
    const std::string& value = ordered.Get(i).value();
    if (value.empty() || value.size() > limits::kDimensionValueBytesMax ||
        HasControl(value)) {
      return Refuse(line, "UNKNOWN_DIMENSION",
                    StrCat("The value of dimension ", ordered.Get(i).name(),
                           " is empty, too long or has control characters."));
    }
    if (i > 0 && ordered.Get(i).name() == ordered.Get(i - 1).name()) {
      return Refuse(
          line, "UNKNOWN_DIMENSION",
          StrCat("Dimension ", ordered.Get(i).name(), " is given twice."));
    }
  }
  series = SeriesText(ordered);
  return true;
}

bool PointIntake::CheckFigures(int64_t line, const v1::Point& point,
                               StoredPoint& stored) {
  if (point.has_numerator()) stored.numerator = point.numerator();
  if (point.has_denominator()) stored.denominator = point.denominator();
  if (point.has_count()) stored.count = point.count();
  const std::optional<double> value =
      point.has_value() ? std::optional(point.value()) : std::nullopt;
  if (!Judgeable(value) || !Judgeable(stored.numerator) ||
      !Judgeable(stored.denominator) || !Judgeable(stored.count)) {
    return Refuse(line, "BAD_VALUE",
                  StrCat("A figure is not a finite number of at most ",
                         statistics::kMagnitudeMax, "."));
  }
  if (stored.denominator.value_or(0) < 0 || stored.count.value_or(0) < 0) {
    return Refuse(line, "BAD_VALUE",
                  "A denominator or count must not be negative.");
  }
  if (factor_ != 0) {
    if (!CheckRatio(line, point, stored)) return false;
    if (!Judgeable(stored.value)) {
      return Refuse(
          line, "BAD_VALUE",
          StrCat("Its parts give more than ", statistics::kMagnitudeMax, "."));
    }
  } else if (!value) {
    return Refuse(line, "BAD_VALUE", "The figure is missing.");
  } else {
    stored.value = *value;
  }
  const bool below =
      indicator_.has_lower_bound() && stored.value < indicator_.lower_bound();
  const bool above =
      indicator_.has_upper_bound() && stored.value > indicator_.upper_bound();
  if (!below && !above) return true;
  return Refuse(
      line, "OUT_OF_BOUNDS",
      StrCat(stored.value, " lies ", below ? "below " : "above ",
             below ? indicator_.lower_bound() : indicator_.upper_bound(),
             ", which ", indicator_.title(), " cannot."));
}

// A ratio has both parts, or a value alone; the value follows from the parts.
bool PointIntake::CheckRatio(int64_t line, const v1::Point& point,
                             StoredPoint& stored) {
  if (stored.numerator.has_value() != stored.denominator.has_value() &&
      stored.numerator.has_value()) {
    return Refuse(line, "NO_DENOMINATOR",
                  "A numerator without its denominator.");
  }
  if (!stored.numerator) {
    if (!point.has_value()) {
      return Refuse(line, "NO_DENOMINATOR",
                    "Neither a value nor numerator and denominator.");
    }
    stored.value = point.value();
    return true;
  }
  if (*stored.denominator == 0) {
    return Refuse(line, "NO_DENOMINATOR",
                  "The denominator is zero: nothing was observed. Leave the "
                  "period out.");
  }
  stored.value = factor_ * *stored.numerator / *stored.denominator;
  const double given = point.has_value() ? point.value() : stored.value;
  const double scale = std::max(1.0, std::abs(stored.value));
  if (std::abs(given - stored.value) <= kRatioToleranceRelative * scale) {
    return true;
  }
  return Refuse(line, "BAD_VALUE",
                StrCat("The value ", given, " is not what its parts give, ",
                       stored.value, "."));
}

}  // namespace csi::reporting
