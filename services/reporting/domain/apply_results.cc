// Folds of baselines, analyses, comparisons and reports.
#include <algorithm>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/apply.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

// (empty) row of an index that lists what belongs to a thing, by id.
void PutIndex(KvWriter& state, std::string_view tag, const Fact& fact,
              std::string_view of, std::string_view id) {
  if (of.empty()) return;
  state.Put(Key(tag, {fact.tenant, LastPart(of), id}), "");
}

// The same, newest first.
void PutNewest(KvWriter& state, std::string_view tag, const Fact& fact,
               std::string_view of, const google::protobuf::Timestamp& time,
               std::string_view id) {
  if (of.empty()) return;
  state.Put(KeyPrefix(tag, {fact.tenant, LastPart(of)}) +
                NewestFirstPart(MicrosOf(time)) + std::string(id),
            "");
}

void Count(KvWriter& state, const Fact& fact, std::string_view what) {
  const std::string key = Key(kCounterTag, {fact.tenant, what});
  v1::Counter counter = GetRow<v1::Counter>(state, key).value_or(v1::Counter());
  counter.set_count(counter.count() + 1);
  PutRow(state, key, counter);
}

}  // namespace

void ApplyBaseline(const v1::Baseline& baseline, const Fact& fact,
                   Effects& effects) {
  KvWriter& state = effects.state();
  const std::string_view id = LastPart(baseline.name());
  PutRow(state, Key(kBaselineTag, {fact.tenant, id}), baseline);
  PutIndex(state, kBaselineByIndicatorTag, fact, baseline.indicator(), id);
  PutNewest(state, kBaselineByOpportunityTag, fact, baseline.opportunity(),
            baseline.create_time(), id);
  if (baseline.points_size() == 0 || baseline.indicator().empty()) return;
  const std::string_view indicator = LastPart(baseline.indicator());
  v1::IndicatorStats stats = StatsOf(state, fact.tenant, indicator);
  stats.set_frozen_until_us(std::max(stats.frozen_until_us(),
                                     MicrosOf(baseline.window().end_time())));
  PutRow(state, Key(kIndicatorStatsTag, {fact.tenant, indicator}), stats);
}

void ApplyLatePoints(const v1::BaselineLatePoints& event, const Fact& fact,
                     Effects& effects) {
  const std::string key =
      Key(kBaselineTag, {fact.tenant, LastPart(event.baseline())});
  std::optional<v1::Baseline> baseline =
      GetRow<v1::Baseline>(effects.state(), key);
  if (!baseline) {
    effects.Broken(StrCat("late points of the unknown ", event.baseline()));
    return;
  }
  // What is frozen stays as it is: only the report beside it grows.
  for (const v1::LatePoint& point : event.points()) {
    if (baseline->late_points_size() >= limits::kLatePointsListedMax) break;
    *baseline->add_late_points() = point;
  }
  baseline->set_late_point_count(baseline->late_point_count() + event.count());
  baseline->set_revision(baseline->revision() + 1);
  *baseline->mutable_update_time() = TimestampOf(fact.time);
  PutRow(effects.state(), key, *baseline);
}

void ApplyTarget(const v1::Target& target, const Fact& fact, Effects& effects) {
  KvWriter& state = effects.state();
  const std::string_view id = LastPart(target.name());
  PutRow(state, Key(kTargetTag, {fact.tenant, id}), target);
  PutIndex(state, kTargetByIndicatorTag, fact, target.indicator(), id);
  PutIndex(state, kTargetByOpportunityTag, fact, target.opportunity(), id);
}

void ApplyComparison(const v1::Comparison& comparison, const Fact& fact,
                     Effects& effects) {
  KvWriter& state = effects.state();
  const std::string_view id = LastPart(comparison.name());
  PutRow(state, Key(kComparisonTag, {fact.tenant, id}), comparison);
  PutNewest(state, kComparisonByOpportunityTag, fact, comparison.opportunity(),
            comparison.create_time(), id);
  if (comparison.state() == v1::COMPARISON_STATE_ACCEPTED) {
    Count(state, fact,
          StrCat("verdict/", static_cast<int>(comparison.value())));
  }
}

void ApplyAnalysis(const v1::Analysis& analysis, const Fact& fact,
                   Effects& effects) {
  const std::string_view id = LastPart(analysis.name());
  PutRow(effects.state(), Key(kAnalysisTag, {fact.tenant, id}), analysis);
  PutIndex(effects.state(), kAnalysisByIndicatorTag, fact, analysis.indicator(),
           id);
}

void ApplyReport(const v1::ReportStored& event, const Fact& fact,
                 Effects& effects) {
  const std::string_view id = LastPart(event.report().name());
  PutRow(effects.state(), Key(kReportTag, {fact.tenant, id}), event.report());
  effects.state().Put(Key(kReportContentTag, {fact.tenant, id}),
                      event.content_gzip());
}

}  // namespace csi::reporting
