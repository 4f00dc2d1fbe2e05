#include "services/reporting/domain/report/report_verdict.h"

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/limits.h"

namespace csi::reporting {
namespace {

std::string UnitOf(const v1::Indicator& indicator) {
  return indicator.unit() == "%" ? "percentage points" : indicator.unit();
}

std::string Basis(const EntrySource& entry) {
  const v1::VerdictFigures& figures = entry.comparison->figures();
  return absl::StrFormat("%d and %d %s values", figures.before().n(),
                         figures.after().n(),
                         PeriodWord(entry.indicator->frequency()));
}

void AddMeans(const EntrySource& entry, render::Verdict& verdict) {
  const v1::VerdictFigures& figures = entry.comparison->figures();
  render::EffectFigure effect;
  effect.name = "By means";
  effect.basis = Basis(entry);
  if (figures.before().n() > 0) effect.before = figures.before().mean();
  if (figures.after().n() > 0) effect.after = figures.after().mean();
  if (effect.before && effect.after) effect.difference = figures.difference();
  if (figures.has_welch_low()) {
    effect.interval =
        render::Interval{figures.welch_low(), figures.welch_high(), 0.95};
    effect.test =
        absl::StrFormat("Welch, n_eff %.3g and %.3g", figures.before().n_eff(),
                        figures.after().n_eff());
  }
  effect.decides = true;
  verdict.figures.push_back(std::move(effect));
}

void AddMedians(const EntrySource& entry, render::Verdict& verdict) {
  const v1::VerdictFigures& figures = entry.comparison->figures();
  if (figures.before().n() == 0 || figures.after().n() == 0) return;
  render::EffectFigure effect;
  effect.name = "By medians";
  effect.basis = Basis(entry);
  effect.before = figures.before().median();
  effect.after = figures.after().median();
  effect.difference = *effect.after - *effect.before;
  if (figures.has_median_difference_after_drift()) {
    effect.note = absl::StrFormat(
        "still %.1f after the steepest credible drift of the baseline",
        figures.median_difference_after_drift());
  }
  verdict.figures.push_back(std::move(effect));
}

void AddRanksAndCounts(const EntrySource& entry, render::Verdict& verdict) {
  const v1::VerdictFigures& figures = entry.comparison->figures();
  if (figures.has_mann_whitney_p()) {
    render::EffectFigure effect;
    effect.name = "By ranks";
    effect.basis = Basis(entry);
    effect.p = figures.mann_whitney_p();
    effect.test = "Mann-Whitney, two-sided";
    verdict.figures.push_back(std::move(effect));
  }
  if (!figures.before().has_pooled() || !figures.after().has_pooled()) return;
  render::EffectFigure effect;
  effect.name = "By observation, pooled";
  effect.basis = absl::StrFormat("%.0f and %.0f observations",
                                 figures.before().pooled().denominator(),
                                 figures.after().pooled().denominator());
  effect.before = figures.before().pooled().value();
  effect.after = figures.after().pooled().value();
  effect.difference = *effect.after - *effect.before;
  if (figures.has_proportions_p()) {
    effect.p = figures.proportions_p();
    effect.test =
        absl::StrFormat("two proportions, z %.2f", figures.proportions_z());
  }
  if (figures.has_laney_sigma_z()) {
    effect.note = absl::StrFormat(
        "periods vary %.1f times as much as counting error (Laney's sigma_z)",
        figures.laney_sigma_z());
  }
  verdict.figures.push_back(std::move(effect));
}

void FillAfterState(const EntrySource& entry, render::Verdict& verdict) {
  const v1::Comparison& comparison = *entry.comparison;
  const v1::WindowFigures& after = comparison.figures().after();
  const char* period = PeriodWord(entry.indicator->frequency());
  switch (comparison.after_state()) {
    case v1::AFTER_STATE_STABLE:
      verdict.after_state = render::AfterState::kStable;
      verdict.after_state_words =
          absl::StrFormat("No signal and no trend; mean %.4g.", after.mean());
      if (after.n() <
          static_cast<int64_t>(statistics::kNewBaselinePeriodsMin)) {
        verdict.after_state = render::AfterState::kTooShort;
        verdict.after_state_words = absl::StrFormat(
            "No signal and no trend in %d %ss with a mean of %.4g; whether it "
            "has settled can be said from %d on.",
            after.n(), period, after.mean(),
            statistics::kNewBaselinePeriodsMin);
      }
      break;
    case v1::AFTER_STATE_UNSTABLE:
      verdict.after_state = render::AfterState::kUnstable;
      verdict.after_state_words = "The points after show signals.";
      break;
    case v1::AFTER_STATE_STILL_CHANGING:
      verdict.after_state = render::AfterState::kStillChanging;
      verdict.after_state_words = absl::StrFormat(
          "Moving by %+.4g a %s (Mann-Kendall p %.2g); fitted last value %.4g.",
          after.theil_sen().slope(), period, after.mann_kendall().p(),
          comparison.figures().new_level());
      break;
    default:
      break;
  }
}

void FillTarget(const EntrySource& entry, render::Verdict& verdict) {
  switch (entry.comparison->target()) {
    case v1::TARGET_RESULT_MET:
      verdict.target = render::TargetState::kMet;
      break;
    case v1::TARGET_RESULT_NOT_MET:
      verdict.target = render::TargetState::kNotMet;
      break;
    case v1::TARGET_RESULT_TOO_EARLY:
      verdict.target = render::TargetState::kTooEarly;
      break;
    default:
      return;
  }
  verdict.assurance = entry.comparison->target_assurance();
}

void FillTargetWords(const EntrySource& entry, render::Verdict& verdict) {
  if (!entry.target || !entry.indicator) return;
  verdict.target_words = absl::StrFormat("%.4g %s", entry.target->value(),
                                         entry.indicator->unit());
  if (entry.target->has_target_time()) {
    verdict.target_words +=
        " by " + TimeWords(MicrosOf(entry.target->target_time()));
  }
  verdict.target_words += ".";
}

void FillBeside(const ReportSource& source, const EntrySource& entry,
                render::Verdict& verdict) {
  const v1::Comparison& comparison = *entry.comparison;
  switch (comparison.attribution()) {
    case v1::ATTRIBUTION_ONLY_CHANGE:
      verdict.attribution = render::Attribution::kOnlyChange;
      break;
    case v1::ATTRIBUTION_OTHER_CHANGES:
      verdict.attribution = render::Attribution::kOtherChanges;
      break;
    case v1::ATTRIBUTION_CONTROLLED:
      verdict.attribution = render::Attribution::kControlled;
      break;
    default:
      break;
  }
  verdict.other_changes = {comparison.other_changes().begin(),
                           comparison.other_changes().end()};
  if (comparison.guards() != v1::GUARD_RESULT_UNSPECIFIED) {
    verdict.guards = comparison.guards() == v1::GUARD_RESULT_HELD
                         ? render::GuardState::kHeld
                         : render::GuardState::kBreached;
    for (const v1::IndicatorVerdict& other : comparison.others()) {
      if (!other.guard()) continue;
      const auto guard = source.Indicator(other.indicator());
      StrAppend(&verdict.guards_words, verdict.guards_words.empty() ? "" : "; ",
                guard ? guard->title() : other.indicator());
    }
  }
  const bool settled = verdict.after_state == render::AfterState::kStable;
  if (!settled && comparison.after_state() != v1::AFTER_STATE_UNSPECIFIED) {
    verdict.new_baseline = render::NewBaseline::kRefused;
    verdict.new_baseline_words =
        StrCat("A new baseline needs a stable level of at least ",
               statistics::kNewBaselinePeriodsMin, " periods.");
  }
}

}  // namespace

render::VerdictValue VerdictValueOf(v1::VerdictValue value) {
  switch (value) {
    case v1::VERDICT_VALUE_IMPROVED:
      return render::VerdictValue::kImproved;
    case v1::VERDICT_VALUE_LIKELY_IMPROVED:
      return render::VerdictValue::kLikelyImproved;
    case v1::VERDICT_VALUE_NOT_SHOWN:
      return render::VerdictValue::kNotShown;
    case v1::VERDICT_VALUE_LIKELY_WORSENED:
      return render::VerdictValue::kLikelyWorsened;
    case v1::VERDICT_VALUE_WORSENED:
      return render::VerdictValue::kWorsened;
    case v1::VERDICT_VALUE_INCONCLUSIVE:
      return render::VerdictValue::kInconclusive;
    case v1::VERDICT_VALUE_NOT_MEASURABLE:
      return render::VerdictValue::kNotMeasurable;
    case v1::VERDICT_VALUE_NO_MATERIAL_CHANGE:
      return render::VerdictValue::kNoMaterialChange;
    default:
      return render::VerdictValue::kNone;
  }
}

render::Verdict BuildVerdict(const ReportSource& source,
                             const EntrySource& entry) {
  render::Verdict verdict;
  if (entry.entry.has_effect_review_time()) {
    verdict.review_date = DayOf(entry.entry.effect_review_time());
  }
  FillTargetWords(entry, verdict);
  if (!entry.comparison) {
    if (entry.target) verdict.target = render::TargetState::kTooEarly;
    return verdict;
  }
  const v1::Comparison& comparison = *entry.comparison;
  verdict.value = VerdictValueOf(comparison.value());
  for (const std::string& reason : comparison.reasons()) {
    verdict.reasons.push_back({reason, ""});
  }
  for (const std::string& note : comparison.notes()) {
    verdict.notes.push_back({note, ""});
  }
  verdict.interim = comparison.interim();
  verdict.computed_time = TimeOf(comparison.create_time());
  if (comparison.has_accept_time()) {
    verdict.accepted_by = source.Person(comparison.accepted_by().person());
    verdict.accepted_time = TimeOf(comparison.accept_time());
    for (const std::string& mark : comparison.accepted_by().exceptions()) {
      StrAppend(&verdict.accepted_mark,
                verdict.accepted_mark.empty() ? "" : ", ", mark);
    }
  }
  if (comparison.has_minimum_worthwhile_change()) {
    verdict.minimum_worthwhile = comparison.minimum_worthwhile_change();
  }
  if (!entry.indicator || !comparison.has_figures()) return verdict;
  verdict.difference_unit = UnitOf(*entry.indicator);
  AddMeans(entry, verdict);
  AddMedians(entry, verdict);
  AddRanksAndCounts(entry, verdict);
  FillAfterState(entry, verdict);
  FillTarget(entry, verdict);
  FillBeside(source, entry, verdict);
  return verdict;
}

}  // namespace csi::reporting
