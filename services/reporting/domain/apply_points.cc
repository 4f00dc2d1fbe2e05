// Folds of indicators, points, imports and targets.
#include <algorithm>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/apply.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/points/point_store.h"

namespace csi::reporting {
namespace {

void PutStats(KvWriter& state, const Fact& fact, std::string_view indicator,
              v1::IndicatorStats& stats) {
  stats.set_update_time_us(absl::ToUnixMicros(fact.time));
  PutRow(state, Key(kIndicatorStatsTag, {fact.tenant, indicator}), stats);
}

// How the values of an indicator follow from their parts; nullopt halts.
std::optional<int> FactorOf(std::string_view indicator, const Fact& fact,
                            Effects& effects) {
  const auto definition = GetRow<v1::Indicator>(
      effects.state(), Key(kIndicatorTag, {fact.tenant, indicator}));
  if (!definition) {
    effects.Broken(StrCat("points of the unknown indicator ", indicator));
    return std::nullopt;
  }
  return RatioFactor(definition->aggregation());
}

void CountSeries(const v1::SeriesPoints& series, std::string_view indicator,
                 std::string_view text, const Fact& fact, KvWriter& state) {
  const std::string key = Key(kSeriesTag, {fact.tenant, indicator, text});
  v1::SeriesRow row =
      GetRow<v1::SeriesRow>(state, key).value_or(v1::SeriesRow());
  *row.mutable_dimensions() = series.dimensions();
  row.set_point_count(row.point_count() + series.block().steps_size());
  PutRow(state, key, row);
}

void WidenRange(const v1::PointsStored& event, v1::IndicatorStats& stats) {
  if (event.count() == 0) return;
  const bool first = stats.point_count() == 0;
  stats.set_first_period_us(
      first ? event.first_period_us()
            : std::min(stats.first_period_us(), event.first_period_us()));
  stats.set_last_period_us(
      first ? event.last_period_us()
            : std::max(stats.last_period_us(), event.last_period_us()));
  stats.set_point_count(stats.point_count() + event.count());
}

}  // namespace

void ApplyIndicator(const v1::Indicator& indicator, const Fact& fact,
                    Effects& effects) {
  const std::string_view id = LastPart(indicator.name());
  PutRow(effects.state(), Key(kIndicatorTag, {fact.tenant, id}), indicator);
  v1::IndicatorRevision revision;
  revision.set_number(indicator.definition_revision());
  *revision.mutable_definition() = indicator;
  const std::string key =
      Key(kIndicatorRevisionTag,
          {fact.tenant, id, LargestFirstPart(indicator.definition_revision())});
  const auto known = GetRow<v1::IndicatorRevision>(effects.state(), key);
  *revision.mutable_create_time() =
      known ? known->create_time() : indicator.update_time();
  if (indicator.state() == v1::INDICATOR_STATE_APPROVED) {
    *revision.mutable_approve_time() = indicator.update_time();
  }
  PutRow(effects.state(), key, revision);
}

void ApplyPointsStored(const v1::PointsStored& event, const Fact& fact,
                       Effects& effects) {
  const std::string_view id = LastPart(event.indicator());
  const std::optional<int> factor = FactorOf(id, fact, effects);
  if (!factor) return;
  for (const v1::SeriesPoints& series : event.series()) {
    const std::string text = SeriesText(series.dimensions());
    InsertPoints(effects.state(), {fact.tenant, id, text}, *factor,
                 DecodePoints(series.block()));
    CountSeries(series, id, text, fact, effects.state());
  }
  v1::IndicatorStats stats = StatsOf(effects.state(), fact.tenant, id);
  WidenRange(event, stats);
  stats.set_late_count(stats.late_count() + event.late_count());
  stats.set_duplicate_count(stats.duplicate_count() + event.duplicate_count());
  PutStats(effects.state(), fact, id, stats);
}

void ApplyPointsReplaced(const v1::PointsReplaced& event, const Fact& fact,
                         Effects& effects) {
  const std::string_view id = LastPart(event.indicator());
  const std::optional<int> factor = FactorOf(id, fact, effects);
  if (!factor) return;
  for (const v1::SeriesPoints& series : event.series()) {
    const std::string text = SeriesText(series.dimensions());
    if (!ReplacePoints(effects.state(), {fact.tenant, id, text}, *factor,
                       DecodePoints(series.block()))) {
      effects.Broken(StrCat("a correction of a point that ", id, " lacks"));
      return;
    }
  }
  v1::IndicatorStats stats = StatsOf(effects.state(), fact.tenant, id);
  stats.set_corrected_count(stats.corrected_count() + event.count());
  PutStats(effects.state(), fact, id, stats);
}

void ApplyRowsTurnedAway(const v1::RowsTurnedAway& event, const Fact& fact,
                         Effects& effects) {
  const std::string_view id = LastPart(event.indicator());
  v1::IndicatorStats stats = StatsOf(effects.state(), fact.tenant, id);
  stats.set_refused_count(stats.refused_count() + event.refused());
  stats.set_duplicate_count(stats.duplicate_count() + event.duplicate());
  PutStats(effects.state(), fact, id, stats);
}

void ApplyImportJob(const v1::ImportJob& job, const Fact& fact,
                    Effects& effects) {
  PutRow(effects.state(),
         Key(kImportJobTag, {fact.tenant, LastPart(job.name())}), job);
}

void ApplyImportChunk(const v1::ImportChunkTaken& event, const Fact& fact,
                      Effects& effects) {
  const std::string_view id = LastPart(event.import_job());
  const std::string key = Key(kImportJobTag, {fact.tenant, id});
  std::optional<v1::ImportJob> job =
      GetRow<v1::ImportJob>(effects.state(), key);
  if (!job) {
    effects.Broken(StrCat("a chunk of the unknown import ", id));
    return;
  }
  job->set_next_chunk(event.chunk() + 1);
  job->set_rows_read(job->rows_read() + event.rows_read());
  job->set_rows_recorded(job->rows_recorded() + event.rows_recorded());
  job->set_rows_duplicate(job->rows_duplicate() + event.rows_duplicate());
  job->set_rows_corrected(job->rows_corrected() + event.rows_corrected());
  job->set_rows_refused(job->rows_refused() + event.refused_size());
  job->set_revision(job->revision() + 1);
  *job->mutable_update_time() = TimestampOf(fact.time);
  PutRow(effects.state(), key, *job);
  if (event.refused_size() > 0) {
    v1::RefusedRows rows;
    *rows.mutable_rows() = event.refused();
    PutRow(effects.state(),
           Key(kImportRefusedTag, {fact.tenant, id, BigEndian(event.chunk())}),
           rows);
  }
  for (const std::string& pair : event.refused_by_indicator()) {
    const size_t equals = pair.find('=');
    int64_t count = 0;
    if (!absl::SimpleAtoi(pair.substr(equals + 1), &count)) continue;
    const std::string indicator = pair.substr(0, equals);
    v1::IndicatorStats stats = StatsOf(effects.state(), fact.tenant, indicator);
    stats.set_refused_count(stats.refused_count() + count);
    PutStats(effects.state(), fact, indicator, stats);
  }
}

}  // namespace csi::reporting
