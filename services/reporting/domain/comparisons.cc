#include "services/reporting/domain/comparisons.h"

#include <algorithm>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/reporting/domain/baselines.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/multiple_testing.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

using statistics::Verdict;

// The proto value of the same name; 0 for what has none (NOT_JUDGED, NONE).
template <class Enum>
Enum ByName(std::string_view prefix, std::string_view name,
            bool (*parse)(google::protobuf::ConstStringParam, Enum*)) {
  Enum value = static_cast<Enum>(0);
  parse(StrCat(prefix, name), &value);
  return value;
}

v1::VerdictValue ValueOf(statistics::VerdictValue value) {
  return ByName<v1::VerdictValue>("VERDICT_VALUE_",
                                  statistics::VerdictValueName(value),
                                  &v1::VerdictValue_Parse);
}

// The points behind selected periods, with values as they were judged.
std::vector<StoredPoint> Selected(const ComparisonInput& input,
                                  const std::vector<size_t>& indices) {
  std::vector<StoredPoint> points;
  for (size_t index : indices) {
    points.push_back(input.points[index]);
    points.back().value = input.question.periods[index].value;
  }
  return points;
}

void FillEffects(const Verdict& verdict, v1::VerdictFigures& figures) {
  if (verdict.before.mean && verdict.after.mean) {
    figures.set_difference(*verdict.after.mean - *verdict.before.mean);
  }
  if (verdict.by_means) {
    figures.set_welch_low(verdict.by_means->welch.ci95_low);
    figures.set_welch_high(verdict.by_means->welch.ci95_high);
    figures.mutable_before()->set_n_eff(verdict.by_means->n_before);
    figures.mutable_after()->set_n_eff(verdict.by_means->n_after);
  }
  if (verdict.by_medians) {
    figures.set_median_difference(verdict.by_medians->difference);
    figures.set_median_difference_after_drift(verdict.by_medians->corrected);
  }
  if (verdict.by_ranks) figures.set_mann_whitney_p(verdict.by_ranks->p);
  if (verdict.by_counts) {
    figures.set_proportions_z(verdict.by_counts->difference.z);
    figures.set_proportions_p(verdict.by_counts->difference.p);
    if (verdict.by_counts->sigma_z) {
      figures.set_laney_sigma_z(*verdict.by_counts->sigma_z);
    }
  }
  figures.set_share_good_side(verdict.good_share);
  figures.set_beyond_limit(static_cast<int32_t>(verdict.good_beyond));
  figures.set_new_level(verdict.new_level.value_or(0));
}

void FillBeside(const Verdict& verdict, v1::Comparison& comparison) {
  comparison.set_after_state(ByName<v1::AfterState>(
      "AFTER_STATE_", statistics::AfterStateName(verdict.after_state),
      &v1::AfterState_Parse));
  comparison.set_target(ByName<v1::TargetResult>(
      "TARGET_RESULT_", statistics::TargetStateName(verdict.target),
      &v1::TargetResult_Parse));
  if (verdict.assurance != statistics::Assurance::kNone) {
    comparison.set_target_assurance(
        std::string(statistics::AssuranceName(verdict.assurance)));
  }
  comparison.set_guards(ByName<v1::GuardResult>(
      "GUARD_RESULT_", statistics::GuardStateName(verdict.guards),
      &v1::GuardResult_Parse));
  comparison.set_attribution(ByName<v1::Attribution>(
      "ATTRIBUTION_", statistics::AttributionName(verdict.attribution),
      &v1::Attribution_Parse));
  for (statistics::PeriodRole role : verdict.windows.roles) {
    if (role == statistics::PeriodRole::kLeftOut) {
      comparison.set_periods_left_out(comparison.periods_left_out() + 1);
    }
    if (role == statistics::PeriodRole::kGap) {
      comparison.set_gap_periods(comparison.gap_periods() + 1);
    }
  }
}

std::vector<std::string> VerdictMethods() {
  std::vector<std::string> lines = MethodLines(statistics::XmrPreset::kExact);
  lines.push_back("r=max(0, r1 + 1/n) of the baseline");
  lines.push_back("n_eff=n (1-r)/(1+r), at least 2");
  lines.push_back("effect=Welch, 95 %, with n_eff");
  lines.push_back(
      "drift=worse 95 % Theil-Sen bound of the baseline x distance");
  lines.push_back("periods=12 before and 6 after at least");
  return lines;
}

// Everything that the verdict rests on, so that the same hash means the same
// question.
std::string InputHash(const ComparisonInput& input,
                      const v1::Baseline& baseline,
                      const v1::Comparison& comparison) {
  v1::Comparison settings;
  settings.set_indicator(comparison.indicator());
  *settings.mutable_change_window() = comparison.change_window();
  settings.set_after_periods(comparison.after_periods());
  settings.set_wash_in_periods(comparison.wash_in_periods());
  if (comparison.has_minimum_worthwhile_change()) {
    settings.set_minimum_worthwhile_change(
        comparison.minimum_worthwhile_change());
  }
  *settings.mutable_effect_review_time() = comparison.effect_review_time();
  for (const std::string& other : input.question.other_changes) {
    settings.add_other_changes(other);
  }
  return Hex(Sha256({baseline.content_sha256(), ToBytes(settings),
                     ToBytes(EncodePoints(input.points, 0))}));
}

// Secondary indicators are several looks: a value whose probability does not
// survive Holm's correction is not shown.
void CorrectByHolm(const std::vector<double>& p,
                   const std::vector<size_t>& which,
                   std::vector<v1::IndicatorVerdict>& verdicts) {
  const std::vector<double> adjusted = statistics::HolmAdjusted(p);
  for (size_t i = 0; i < which.size(); ++i) {
    v1::IndicatorVerdict& verdict = verdicts[which[i]];
    const bool decided = verdict.value() == v1::VERDICT_VALUE_IMPROVED ||
                         verdict.value() == v1::VERDICT_VALUE_WORSENED ||
                         verdict.value() == v1::VERDICT_VALUE_LIKELY_IMPROVED ||
                         verdict.value() == v1::VERDICT_VALUE_LIKELY_WORSENED;
    if (decided && adjusted[i] >= statistics::kSignificance) {
      verdict.set_value(v1::VERDICT_VALUE_NOT_SHOWN);
    }
  }
}

}  // namespace

std::vector<v1::IndicatorVerdict> JudgeOthers(const Context& context,
                                              const JudgedChange& change,
                                              const v1::Comparison& settings) {
  std::vector<v1::IndicatorVerdict> verdicts;
  const auto entry =
      OpportunityOf(*context.views, context.tenant, settings.opportunity());
  if (!entry) return verdicts;
  std::vector<std::pair<std::string, bool>> others;
  for (const std::string& name : entry->secondary_indicators()) {
    others.emplace_back(name, false);
  }
  for (const std::string& name : entry->guard_indicators()) {
    others.emplace_back(name, true);
  }
  std::vector<double> p;
  std::vector<size_t> which;
  for (const auto& [name, guard] : others) {
    v1::IndicatorVerdict& out = verdicts.emplace_back();
    out.set_indicator(name);
    out.set_guard(guard);
    const auto indicator = GetRow<v1::Indicator>(
        *context.state, Key(kIndicatorTag, {context.tenant, LastPart(name)}));
    if (!indicator) {
      out.set_value(v1::VERDICT_VALUE_NOT_MEASURABLE);
      out.add_reasons("UNKNOWN_INDICATOR");
      continue;
    }
    const std::optional<v1::Baseline> baseline = CurrentBaseline(
        *context.state, context.tenant, settings.opportunity(), name);
    const bool usable = baseline && baseline->points_size() > 0;
    const ComparisonInput input = GatherInput(
        context, *indicator, usable ? &*baseline : nullptr, change, settings);
    const auto verdict = statistics::JudgeChange(input.question);
    if (!verdict.ok()) {
      out.set_value(v1::VERDICT_VALUE_NOT_MEASURABLE);
      out.add_reasons("NO_FIGURES");
      continue;
    }
    out.set_value(ValueOf(verdict->value));
    for (statistics::VerdictReason reason : verdict->reasons) {
      out.add_reasons(std::string(statistics::VerdictReasonName(reason)));
    }
    if (!verdict->by_means) continue;
    out.set_difference(verdict->by_means->welch.difference);
    if (guard) continue;
    p.push_back(verdict->by_means->welch.p);
    which.push_back(verdicts.size() - 1);
  }
  CorrectByHolm(p, which, verdicts);
  return verdicts;
}

absl::Status FillVerdict(const v1::Indicator& indicator,
                         const v1::Baseline& baseline, ComparisonInput input,
                         v1::Comparison& comparison) {
  for (const v1::IndicatorVerdict& other : comparison.others()) {
    if (!other.guard()) continue;
    statistics::Guard guard;
    guard.name = std::string(LastPart(other.indicator()));
    const bool worse = other.value() == v1::VERDICT_VALUE_WORSENED ||
                       other.value() == v1::VERDICT_VALUE_LIKELY_WORSENED;
    if (worse) guard.value = statistics::VerdictValue::kWorsened;
    input.question.guards.push_back(std::move(guard));
  }
  ASSIGN_OR_RETURN(const Verdict verdict,
                   statistics::JudgeChange(input.question));
  comparison.set_value(ValueOf(verdict.value));
  for (statistics::VerdictReason reason : verdict.reasons) {
    comparison.add_reasons(std::string(statistics::VerdictReasonName(reason)));
  }
  for (statistics::VerdictNote note : verdict.notes) {
    comparison.add_notes(std::string(statistics::VerdictNoteName(note)));
  }
  if (baseline.late_point_count() > 0) comparison.add_notes("LATE_POINTS");
  comparison.set_interim(verdict.interim);
  comparison.set_sentence(verdict.sentence);
  v1::VerdictFigures& figures = *comparison.mutable_figures();
  *figures.mutable_before() =
      FiguresOf(indicator, Selected(input, verdict.windows.baseline),
                statistics::XmrPreset::kExact);
  *figures.mutable_after() =
      FiguresOf(indicator, Selected(input, verdict.windows.after),
                statistics::XmrPreset::kExact);
  FillEffects(verdict, figures);
  FillBeside(verdict, comparison);
  for (const std::string& other : input.question.other_changes) {
    comparison.add_other_changes(other);
  }
  for (size_t index : verdict.windows.after) {
    *comparison.add_after_points() = ToFrozen(input.points[index]);
  }
  for (std::string& line : VerdictMethods()) {
    comparison.add_methods(std::move(line));
  }
  comparison.set_input_sha256(InputHash(input, baseline, comparison));
  return absl::OkStatus();
}

void FillNotMeasurable(const v1::Baseline& baseline,
                       v1::Comparison& comparison) {
  comparison.set_value(v1::VERDICT_VALUE_NOT_MEASURABLE);
  const std::string& reason = baseline.reason();
  comparison.add_reasons(reason.substr(0, reason.find_first_of(": ")));
  comparison.set_sentence(
      StrCat("Whether it improved cannot be measured: no baseline was "
             "required (",
             reason, "; ", baseline.evidence(), ")."));
  comparison.set_input_sha256(baseline.content_sha256());
}

}  // namespace csi::reporting
