#include "services/reporting/domain/comparison_input.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/reporting/domain/analysis.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

using statistics::ChangeQuestion;
using statistics::Period;
using statistics::TimeWindow;

std::string RfcLabel(const v1::RfcView& rfc) {
  return rfc.external_id().empty() ? std::string(LastPart(rfc.rfc()))
                                   : rfc.external_id();
}

// A change that goes on lasts until now at least.
std::optional<TimeWindow> WindowOf(const v1::RfcView& rfc, absl::Time now) {
  if (!rfc.has_actual_start_time()) return std::nullopt;
  TimeWindow window;
  window.start = absl::FromUnixMicros(MicrosOf(rfc.actual_start_time()));
  window.end = rfc.has_actual_end_time()
                   ? absl::FromUnixMicros(MicrosOf(rfc.actual_end_time()))
                   : std::max(now, window.start);
  return window;
}

// Frozen figures first, then what is recorded behind the frozen window: a late
// or corrected point of the window itself never changes a verdict.
std::vector<StoredPoint> PointsOf(const Context& context,
                                  const v1::Indicator& indicator,
                                  const v1::Baseline* baseline) {
  std::vector<StoredPoint> points;
  int64_t from = kTimeMin;
  std::string series;
  if (baseline != nullptr) {
    for (const v1::FrozenPoint& frozen : baseline->points()) {
      points.push_back(FromFrozen(frozen));
    }
    if (baseline->has_single_value()) {
      StoredPoint single;
      single.period_us =
          PeriodStart(indicator.frequency(), MicrosOf(baseline->single_time()));
      single.value = baseline->single_value();
      points.push_back(single);
    }
    from = baseline->has_window() && baseline->points_size() > 0
               ? MicrosOf(baseline->window().end_time())
               : PeriodEnd(indicator.frequency(),
                           points.empty() ? 0 : points.back().period_us);
    series = SeriesText(baseline->dimensions());
  }
  const std::vector<StoredPoint> later = ReadPoints(
      *context.state, {context.tenant, LastPart(indicator.name()), series},
      from, kTimeMax, limits::kFrozenPointsMax);
  points.insert(points.end(), later.begin(), later.end());
  return points;
}

std::vector<Period> PeriodsOf(const v1::Indicator& indicator,
                              const std::vector<StoredPoint>& points) {
  const std::vector<double> values = SensedValues(indicator, ValuesOf(points));
  std::vector<Period> periods;
  periods.reserve(points.size());
  for (size_t i = 0; i < points.size(); ++i) {
    const StoredPoint& point = points[i];
    Period period;
    period.start = absl::FromUnixMicros(point.period_us);
    period.end =
        absl::FromUnixMicros(PeriodEnd(indicator.frequency(), point.period_us));
    period.value = values[i];
    if (point.denominator) {
      period.count = static_cast<int64_t>(*point.denominator);
    } else if (point.count) {
      period.count = static_cast<int64_t>(*point.count);
    }
    periods.push_back(period);
  }
  return periods;
}

// 1 or 100 where every value is a share of its count, else 0.
double ShareScale(const v1::Indicator& indicator,
                  const std::vector<StoredPoint>& points) {
  const int factor = RatioFactor(indicator.aggregation());
  if (factor == 0 ||
      indicator.direction() == v1::IMPROVEMENT_DIRECTION_TARGET) {
    return 0;
  }
  for (const StoredPoint& point : points) {
    if (!point.denominator || point.value < 0 || point.value > factor) {
      return 0;
    }
  }
  return factor;
}

absl::Duration WashIn(const v1::Indicator& indicator,
                      const JudgedChange& change, int periods) {
  if (periods == 0 || change.windows.empty()) return absl::ZeroDuration();
  absl::Time end = change.windows.front().end;
  for (const TimeWindow& window : change.windows) {
    end = std::max(end, window.end);
  }
  const int64_t start =
      PeriodStart(indicator.frequency(), absl::ToUnixMicros(end));
  return absl::Microseconds(
      ShiftPeriods(indicator.frequency(), start, periods) - start);
}

// Definitions under which figures of the two windows were recorded, where they
// may not be compared.
std::vector<std::string> Incomparable(const Context& context,
                                      const v1::Indicator& indicator,
                                      const v1::Baseline* baseline,
                                      const std::vector<StoredPoint>& points) {
  if (baseline == nullptr || baseline->comparability() == 0) return {};
  std::set<int> revisions;
  for (const StoredPoint& point : points) {
    if (point.definition_revision > 0) {
      revisions.insert(point.definition_revision);
    }
  }
  std::vector<std::string> changed;
  for (int revision : revisions) {
    const auto row = GetRow<v1::IndicatorRevision>(
        *context.state,
        Key(kIndicatorRevisionTag,
            {context.tenant, LastPart(indicator.name()),
             LargestFirstPart(static_cast<uint64_t>(revision))}));
    if (!row ||
        row->definition().comparability() == baseline->comparability()) {
      continue;
    }
    changed.push_back(StrCat("the definition (revision ",
                             baseline->definition_revision(), " before, ",
                             revision, " after)"));
  }
  return changed;
}

// RFCs of other entries that count on the same indicator, with actual times
// inside the span of the comparison.
std::vector<std::string> OtherChanges(const Context& context,
                                      const v1::Indicator& indicator,
                                      std::string_view opportunity,
                                      const std::vector<Period>& periods) {
  std::vector<std::string> others;
  if (periods.empty()) return others;
  for (const std::string& entry :
       OpportunitiesOn(*context.views, context.tenant, indicator.name())) {
    if (entry == opportunity) continue;
    for (const v1::RfcView& rfc :
         RfcsOf(*context.views, context.tenant, entry)) {
      const std::optional<TimeWindow> window = WindowOf(rfc, context.now);
      if (window && window->start < periods.back().end &&
          window->end >= periods.front().start) {
        others.push_back(RfcLabel(rfc));
      }
    }
  }
  return others;
}

void SetTarget(const Context& context, const v1::Indicator& indicator,
               std::string_view opportunity, ChangeQuestion& question) {
  if (indicator.direction() == v1::IMPROVEMENT_DIRECTION_TARGET) return;
  std::optional<v1::Target> target;
  if (!opportunity.empty()) {
    target =
        TargetOf(*context.state, context.tenant, indicator.name(), opportunity);
  }
  if (target) {
    question.target = target->value();
    if (target->has_target_time()) {
      question.target_time =
          absl::FromUnixMicros(MicrosOf(target->target_time()));
    }
    return;
  }
  const auto entry = OpportunityOf(*context.views, context.tenant, opportunity);
  if (!entry || !entry->has_target() ||
      entry->primary_indicator() != indicator.name()) {
    return;
  }
  question.target = entry->target();
  if (entry->has_target_time()) {
    question.target_time = absl::FromUnixMicros(MicrosOf(entry->target_time()));
  }
}

void SetPlan(const v1::Indicator& indicator, const v1::Baseline* baseline,
             const JudgedChange& change, const v1::Comparison& settings,
             const std::vector<StoredPoint>& points, absl::Time now,
             statistics::WindowPlan& plan) {
  plan.changes = change.windows;
  plan.wash_in = WashIn(indicator, change, settings.wash_in_periods());
  if (settings.after_periods() > 0) {
    plan.after_periods = static_cast<size_t>(settings.after_periods());
  }
  plan.season_periods = static_cast<size_t>(indicator.season_periods());
  if (baseline != nullptr && !points.empty()) {
    TimeWindow window;
    if (baseline->points_size() > 0) {
      window.start =
          absl::FromUnixMicros(MicrosOf(baseline->window().start_time()));
      window.end =
          absl::FromUnixMicros(MicrosOf(baseline->window().end_time()));
    } else {
      window.start = absl::FromUnixMicros(points.front().period_us);
      window.end = absl::FromUnixMicros(
          PeriodEnd(indicator.frequency(), points.front().period_us));
    }
    plan.frozen_baseline = window;
  }
  if (settings.has_trigger_period_time()) {
    plan.trigger =
        absl::FromUnixMicros(MicrosOf(settings.trigger_period_time()));
  }
  plan.as_of = now;
  if (const int minimum = MinimumN(indicator); minimum > 0) {
    plan.count_min = minimum;
  }
  plan.share_scale = ShareScale(indicator, points);
}

}  // namespace

absl::StatusOr<JudgedChange> ChangeOf(
    const Context& context, const v1::CompareWindowsRequest& request) {
  JudgedChange change;
  if (!request.opportunity().empty()) {
    for (const v1::RfcView& rfc :
         RfcsOf(*context.views, context.tenant, request.opportunity())) {
      const std::optional<TimeWindow> window = WindowOf(rfc, context.now);
      if (!window) continue;
      change.windows.push_back(*window);
      change.name += (change.name.empty() ? "" : ", ") + RfcLabel(rfc);
      change.from_rfcs = true;
    }
  }
  const csi::common::v1::Interval& given = request.change_window();
  if (change.from_rfcs) {
    if (!request.has_change_window()) return change;
    return FieldError(
        "change_window",
        StrCat("the actual times of ", change.name, " decide; leave it out."));
  }
  if (!request.has_change_window()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   "No RFC of the opportunity has actual times, so there is "
                   "no before and after. Wait for the change, or give "
                   "change_window with its reason.",
                   {{"rule", "NO_CHANGE"}});
  }
  if (!given.has_start_time() || !given.has_end_time() ||
      MicrosOf(given.start_time()) > MicrosOf(given.end_time())) {
    return FieldError("change_window", "give both ends in order.");
  }
  if (request.change_reason().empty() && !request.illustrative()) {
    return FieldError("change_reason",
                      "say why these times are right, or mark the date as "
                      "illustrative.");
  }
  change.windows.push_back({absl::FromUnixMicros(MicrosOf(given.start_time())),
                            absl::FromUnixMicros(MicrosOf(given.end_time()))});
  change.name = StrCat("the date ", TimeWords(MicrosOf(given.start_time())));
  return change;
}

ComparisonInput GatherInput(const Context& context,
                            const v1::Indicator& indicator,
                            const v1::Baseline* baseline,
                            const JudgedChange& change,
                            const v1::Comparison& settings) {
  ComparisonInput input;
  input.points = PointsOf(context, indicator, baseline);
  ChangeQuestion& question = input.question;
  question.periods = PeriodsOf(indicator, input.points);
  SetPlan(indicator, baseline, change, settings, input.points, context.now,
          question.plan);
  question.improvement = ImprovementOf(indicator);
  question.indicator = indicator.title();
  question.change = change.name;
  question.unit = indicator.unit();
  if (indicator.direction() != v1::IMPROVEMENT_DIRECTION_TARGET) {
    if (indicator.has_lower_bound()) {
      question.bound_lower = indicator.lower_bound();
    }
    if (indicator.has_upper_bound()) {
      question.bound_upper = indicator.upper_bound();
    }
  }
  if (settings.has_minimum_worthwhile_change()) {
    question.worthwhile = settings.minimum_worthwhile_change();
  }
  if (settings.has_effect_review_time()) {
    question.effect_review =
        absl::FromUnixMicros(MicrosOf(settings.effect_review_time()));
  }
  SetTarget(context, indicator, settings.opportunity(), question);
  question.other_changes = OtherChanges(
      context, indicator, settings.opportunity(), question.periods);
  question.incomparable =
      Incomparable(context, indicator, baseline, input.points);
  question.frozen_after_implementation =
      baseline != nullptr && baseline->frozen_after_implementation();
  if (settings.illustrative()) {
    question.caveats.push_back(
        "The date is illustrative; no real change is known.");
  }
  return input;
}

}  // namespace csi::reporting
