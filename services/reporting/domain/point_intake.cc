#include "services/reporting/domain/point_intake.h"

#include <algorithm>

#include "common/base/strings.h"
#include "services/reporting/domain/baseline_watch.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/domain/thresholds/alert_watch.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

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
  std::vector<std::string> baselines = watch.Emit(outcome);
  EmitAlerts(outcome);
  return baselines;
}

void PointIntake::EmitAlerts(Outcome& outcome) {
  AlertWatch watch(context_, indicator_, id_);
  if (watch.idle()) return;
  for (const auto& [key, series] : series_) {
    std::map<int64_t, StoredPoint> changed = series.added;
    changed.insert(series.replaced.begin(), series.replaced.end());
    watch.Judge(key, changed, outcome);
  }
  alerts_ = watch.changed_alerts();
  unjudged_ = watch.unjudged();
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
