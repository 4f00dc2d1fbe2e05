#include "services/reporting/domain/point_intake.h"

#include <algorithm>
#include <cmath>

#include "common/base/strings.h"
#include "services/reporting/domain/baseline_watch.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

// A stated percentage may differ from its parts by rounding, not by more.
constexpr double kRatioToleranceRelative = 1e-6;

bool Finite(const std::optional<double>& number) {
  return !number || std::isfinite(*number);
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20;
  });
}

std::vector<StoredPoint> Values(const std::map<int64_t, StoredPoint>& points) {
  std::vector<StoredPoint> values;
  values.reserve(points.size());
  for (const auto& [period, point] : points) values.push_back(point);
  return values;
}

// Adds the points of one series to an event and widens its range of periods.
template <class Event>
void AddSeries(const std::string& key,
               const std::map<int64_t, StoredPoint>& points, int factor,
               Event& event) {
  if (points.empty()) return;
  v1::SeriesPoints& series = *event.add_series();
  for (v1::DimensionValue& each : DimensionsOf(key)) {
    *series.add_dimensions() = std::move(each);
  }
  *series.mutable_block() = EncodePoints(Values(points), factor);
  const int64_t first = points.begin()->first;
  const int64_t last = points.rbegin()->first;
  const bool alone = event.series_size() == 1;
  event.set_first_period_us(alone ? first
                                  : std::min(first, event.first_period_us()));
  event.set_last_period_us(alone ? last
                                 : std::max(last, event.last_period_us()));
  event.set_count(event.count() + static_cast<int64_t>(points.size()));
}

}  // namespace

PointIntake::PointIntake(const Context& context, v1::Indicator indicator,
                         std::string id, IntakeOptions options)
    : context_(context),
      indicator_(std::move(indicator)),
      id_(std::move(id)),
      options_(std::move(options)),
      factor_(RatioFactor(indicator_.aggregation())) {}

bool PointIntake::Add(int64_t line, const v1::Point& point) {
  std::string series;
  std::optional<StoredPoint> stored = Checked(line, point, series);
  if (!stored) return false;
  return Sort(line, series, *std::move(stored));
}

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
  if (!Finite(value) || !Finite(stored.numerator) ||
      !Finite(stored.denominator) || !Finite(stored.count)) {
    return Refuse(line, "BAD_VALUE", "A figure is not a finite number.");
  }
  if (stored.denominator.value_or(0) < 0 || stored.count.value_or(0) < 0) {
    return Refuse(line, "BAD_VALUE",
                  "A denominator or count must not be negative.");
  }
  if (factor_ != 0) {
    if (!CheckRatio(line, point, stored)) return false;
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

bool PointIntake::Sort(int64_t line, const std::string& key,
                       StoredPoint stored) {
  Series& series = SeriesOf(key);
  for (auto* taken : {&series.added, &series.replaced}) {
    const auto found = taken->find(stored.period_us);
    if (found == taken->end()) continue;
    if (found->second.SameFigures(stored)) {
      ++duplicates_;
      return true;
    }
    return Refuse(line, "DUPLICATE_IN_REQUEST",
                  StrCat("The period ", TimeWords(stored.period_us),
                         " stands in this request twice with different "
                         "figures. Send the right one alone."));
  }
  const StoredPoint* known = series.reader->Find(stored.period_us);
  if (known == nullptr) {
    if (options_.corrections_only) {
      return Refuse(line, "NOT_FOUND",
                    StrCat("There is no point of ", TimeWords(stored.period_us),
                           " to correct. Use RecordPoints for new ones."));
    }
    stored.late = options_.mark_late && series.last_period &&
                  stored.period_us < *series.last_period;
    if (stored.late) ++late_;
    ++recorded_;
    series.added.emplace(stored.period_us, std::move(stored));
    return true;
  }
  if (known->SameFigures(stored)) {
    ++duplicates_;
    return true;
  }
  if (!options_.allow_corrections && !options_.corrections_only) {
    return Refuse(line, "CONFLICT",
                  StrCat("The period ", TimeWords(stored.period_us),
                         " is recorded with ", known->value, "; the row says ",
                         stored.value, ". Use CorrectPoints with the reason."));
  }
  stored.revision = known->revision + 1;
  stored.late = known->late;
  stored.correction_reason = options_.correction_reason;
  ++corrected_;
  series.replaced.emplace(stored.period_us, std::move(stored));
  return true;
}

bool PointIntake::Refuse(int64_t line, std::string_view reason,
                         std::string message) {
  v1::RefusedRow row;
  row.set_line(line);
  row.set_indicator(indicator_.name());
  row.set_reason(std::string(reason));
  row.set_message(std::move(message));
  refused_.push_back(std::move(row));
  return false;
}

PointIntake::Series& PointIntake::SeriesOf(const std::string& key) {
  const auto [found, fresh] = series_.try_emplace(key);
  if (fresh) {
    found->second.reader = std::make_unique<SeriesReader>(
        *context_.state, SeriesId{context_.tenant, id_, found->first});
    found->second.last_period = found->second.reader->LastPeriod();
  }
  return found->second;
}

std::vector<std::string> PointIntake::Emit(std::string_view import_job,
                                           Outcome& outcome) {
  if (recorded_ > 0 || duplicates_ > 0) EmitStored(import_job, outcome);
  if (corrected_ > 0) EmitReplaced(import_job, outcome);
  BaselineWatch watch(context_, id_);
  for (const auto& [key, series] : series_) {
    for (const auto* points : {&series.added, &series.replaced}) {
      for (const auto& [period, point] : *points) watch.Look(key, point);
    }
  }
  return watch.Emit(outcome);
}

void PointIntake::EmitStored(std::string_view import_job, Outcome& outcome) {
  v1::PointsStored& event =
      *outcome.Emit<v1::JournalEvent>().mutable_points_stored();
  event.set_indicator(indicator_.name());
  for (const auto& [key, series] : series_) {
    AddSeries(key, series.added, factor_, event);
  }
  event.set_late_count(late_);
  event.set_duplicate_count(duplicates_);
  event.set_import_job(std::string(import_job));
}

void PointIntake::EmitReplaced(std::string_view import_job, Outcome& outcome) {
  v1::PointsReplaced& event =
      *outcome.Emit<v1::JournalEvent>().mutable_points_replaced();
  event.set_indicator(indicator_.name());
  for (const auto& [key, series] : series_) {
    AddSeries(key, series.replaced, factor_, event);
  }
  event.set_reason(options_.correction_reason);
  event.set_import_job(std::string(import_job));
}

}  // namespace csi::reporting
