#include "services/reporting/statistics/verdict.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"
#include "services/reporting/statistics/verdict_sentence.h"
#include "services/reporting/statistics/verdict_value.h"

namespace csi::statistics {
namespace {

using internal::Grade;
using internal::GradeInput;

WindowFigures Figures(std::vector<double> values,
                      const ChangeQuestion& question) {
  WindowFigures figures;
  XmrOptions options;
  options.bound_lower = question.bound_lower;
  options.bound_upper = question.bound_upper;
  figures.chart = ComputeXmr(values, options);
  figures.trend = ComputeMannKendall(values);
  figures.line = ComputeTheilSen(values);
  figures.autocorrelation = ComputeAutocorrelation(values);
  if (!values.empty()) {
    figures.mean = Mean(values);
    figures.median = Median(values);
  }
  if (values.size() >= 2) {
    const double deviation = std::sqrt(SampleVariance(values));
    if (deviation > 0) {
      figures.limit_width_ratio = *figures.chart.sigma / deviation;
    }
  }
  figures.values = std::move(values);
  return figures;
}

std::vector<double> ValuesAt(const std::vector<Period>& periods,
                             const std::vector<size_t>& indices) {
  std::vector<double> values;
  values.reserve(indices.size());
  for (size_t i : indices) values.push_back(periods[i].value);
  return values;
}

bool IsStable(const std::vector<double>& values) {
  const XmrChart chart = ComputeXmr(values);
  return !Fires(chart, Rule::kBeyondLimit) && !Fires(chart, Rule::kRun8);
}

// Rule 2: the longest stable stretch of at least 12 that reaches the end of
// the baseline. An earlier one would compare with a level already left. Moves
// what is dropped to the gap; false if there is none.
bool KeepStableSegment(const std::vector<Period>& periods,
                       WindowSelection& windows, bool& shortened) {
  std::vector<size_t>& baseline = windows.baseline;
  const std::vector<double> values = ValuesAt(periods, baseline);
  if (IsStable(values)) return true;
  for (size_t first = 1; first + kBaselinePeriodsMin <= values.size();
       ++first) {
    if (!IsStable({values.begin() + first, values.end()})) continue;
    for (size_t k = 0; k < first; ++k) {
      windows.roles[baseline[k]] = PeriodRole::kEarlier;
    }
    baseline.erase(baseline.begin(), baseline.begin() + first);
    shortened = true;
    return true;
  }
  return false;
}

double CentreDistance(const std::vector<Period>& periods,
                      const WindowSelection& windows) {
  const std::vector<double> positions = PeriodPositions(periods);
  const auto centre = [&](const std::vector<size_t>& window) {
    return (positions[window.front()] + positions[window.back()]) / 2;
  };
  return centre(windows.after) - centre(windows.baseline);
}

// Rule 8: the state of the level that was reached.
void JudgeAfterState(Verdict& verdict) {
  const WindowFigures& after = verdict.after;
  if (after.values.size() < kTrendPointsMin) return;
  if (*after.trend.p < kSignificance || Fires(after.chart, Rule::kTrend6)) {
    verdict.after_state = AfterState::kStillChanging;
  } else if (!after.chart.signals.empty()) {
    verdict.after_state = AfterState::kUnstable;
  } else {
    verdict.after_state = AfterState::kStable;
  }
  const double last = static_cast<double>(after.values.size() - 1);
  const bool stable = verdict.after_state == AfterState::kStable;
  verdict.new_level = stable ? *after.mean : after.line.line->At(last);
  verdict.new_baseline_allowed =
      stable && after.values.size() >= kNewBaselinePeriodsMin;
}

void JudgeTarget(const ChangeQuestion& question, Verdict& verdict) {
  if (!question.target.has_value()) return;
  const int sense = Sense(question.improvement);
  const std::optional<double> level =
      verdict.new_level.has_value() ? verdict.new_level : verdict.after.mean;
  if (!level.has_value() || question.plan.as_of < question.target_time ||
      verdict.interim) {
    verdict.target = TargetState::kTooEarly;
  } else {
    verdict.target = sense * (*level - *question.target) >= 0
                         ? TargetState::kMet
                         : TargetState::kNotMet;
  }
  if (!verdict.after.chart.limits.has_value()) return;
  const Limits& limits = *verdict.after.chart.limits;
  if (*question.target > limits.upper) {
    verdict.assurance = sense > 0 ? Assurance::kFail : Assurance::kPass;
  } else if (*question.target < limits.lower) {
    verdict.assurance = sense > 0 ? Assurance::kPass : Assurance::kFail;
  } else {
    verdict.assurance = Assurance::kInconsistent;
  }
}

void JudgeGuards(const ChangeQuestion& question, Verdict& verdict) {
  if (question.guards.empty()) return;
  const bool breached = std::any_of(
      question.guards.begin(), question.guards.end(), [](const Guard& guard) {
        return guard.value == VerdictValue::kWorsened ||
               guard.value == VerdictValue::kLikelyWorsened;
      });
  verdict.guards = breached ? GuardState::kBreached : GuardState::kHeld;
}

// Difference in differences with a series that had no change. Its figures are
// taken at the periods used; it controls only if it has two on both sides.
void Attribute(const ChangeQuestion& question, Verdict& verdict) {
  verdict.attribution = question.other_changes.empty()
                            ? Attribution::kOnlyChange
                            : Attribution::kOtherChanges;
  std::map<absl::Time, double> comparison;
  for (const Period& period : question.comparison) {
    if (period.complete) comparison[period.start] = period.value;
  }
  const auto matched = [&](const std::vector<size_t>& window) {
    std::vector<double> values;
    for (size_t i : window) {
      const auto found = comparison.find(question.periods[i].start);
      if (found != comparison.end()) values.push_back(found->second);
    }
    return values;
  };
  const std::vector<double> before = matched(verdict.windows.baseline);
  const std::vector<double> after = matched(verdict.windows.after);
  if (before.size() < 2 || after.size() < 2 || !verdict.by_means) return;
  const auto effective = [](const std::vector<double>& values, double n) {
    Group group = GroupOf(values);
    group.n = std::min(group.n, n);
    return group;
  };
  const MeanEffect& own = *verdict.by_means;
  const MeanEffect other = internal::EffectByMeans(before, after);
  verdict.controlled = CompareDifferences(
      effective(verdict.before.values, own.n_before),
      effective(verdict.after.values, own.n_after),
      effective(before, other.n_before), effective(after, other.n_after));
  verdict.attribution = Attribution::kControlled;
}

void PoolShares(const ChangeQuestion& question, Verdict& verdict) {
  const double scale = question.plan.share_scale;
  if (scale <= 0) return;
  PooledShares pooled;
  std::vector<Share> shares;
  const auto add = [&](const std::vector<size_t>& window, Share& total) {
    for (size_t i : window) {
      const Period& period = question.periods[i];
      if (!period.count.has_value()) continue;
      const double n = static_cast<double>(*period.count);
      shares.push_back({std::clamp(period.value / scale, 0.0, 1.0) * n, n});
      total.hits += shares.back().hits;
      total.n += n;
    }
  };
  add(verdict.windows.baseline, pooled.before);
  add(verdict.windows.after, pooled.after);
  if (pooled.before.n <= 0 || pooled.after.n <= 0) return;
  pooled.difference = CompareShares(pooled.before, pooled.after);
  pooled.sigma_z = LaneySigmaZ(shares);
  verdict.by_counts = pooled;
}

void AddNotes(const ChangeQuestion& question, Verdict& verdict) {
  const std::optional<double> p = BestP(verdict.before.trend);
  if (p.has_value() && *p < kNoteSignificance) {
    verdict.notes.push_back(verdict.before.trend.s > 0
                                ? VerdictNote::kBaselineRising
                                : VerdictNote::kBaselineFalling);
  }
  if (verdict.by_counts.has_value() &&
      verdict.by_counts->sigma_z.value_or(0) > kOverDispersionMax) {
    verdict.notes.push_back(VerdictNote::kOverDispersed);
  }
  if (verdict.before.autocorrelation.flag.value_or(false)) {
    verdict.notes.push_back(VerdictNote::kAutocorrelated);
  }
  if (question.frozen_after_implementation) {
    verdict.notes.push_back(VerdictNote::kFrozenLate);
  }
  const auto& roles = verdict.windows.roles;
  if (std::any_of(roles.begin(), roles.end(), [](PeriodRole role) {
        return role == PeriodRole::kHollow || role == PeriodRole::kIncomplete;
      })) {
    verdict.notes.push_back(VerdictNote::kPeriodsNotUsed);
  }
}

VerdictValue ValueOf(Grade grade, bool good, bool capped) {
  if (grade == Grade::kProven && !capped) {
    return good ? VerdictValue::kImproved : VerdictValue::kWorsened;
  }
  return good ? VerdictValue::kLikelyImproved : VerdictValue::kLikelyWorsened;
}

// Rules 3 to 5 and 9's cap, once nothing speaks against a conclusion.
void Conclude(const ChangeQuestion& question, const GradeInput& input,
              Verdict& verdict) {
  const int sense = Sense(question.improvement);
  if (question.worthwhile.has_value() &&
      verdict.by_means->welch.ci95_low > -*question.worthwhile &&
      verdict.by_means->welch.ci95_high < *question.worthwhile) {
    verdict.value = VerdictValue::kNoMaterialChange;
    return;
  }
  for (int side : {sense, -sense}) {
    const Grade grade = internal::GradeChange(input, side);
    if (grade == Grade::kNone) continue;
    verdict.value =
        ValueOf(grade, side == sense, question.frozen_after_implementation);
    verdict.season = internal::RuleOnSeason(input, side);
    verdict.by_medians = internal::EffectByMedians(
        verdict.before, verdict.after, input.distance, side);
    if (side * verdict.by_medians->corrected <= 0) {
      verdict.notes.push_back(VerdictNote::kDriftNotRuledOut);
    }
    if (verdict.season == SeasonRuling::kOpen) {
      verdict.notes.push_back(VerdictNote::kSeasonNotRuledOut);
    }
    return;
  }
  verdict.value = VerdictValue::kNotShown;
}

// Everything that can be computed from the windows, then the value.
void JudgeWindows(const ChangeQuestion& question, Verdict& verdict) {
  WindowSelection& windows = verdict.windows;
  bool shortened = false;
  const bool stable = windows.baseline.size() < 2 ||
                      KeepStableSegment(question.periods, windows, shortened);
  if (shortened) verdict.notes.push_back(VerdictNote::kBaselineSegment);
  verdict.before =
      Figures(ValuesAt(question.periods, windows.baseline), question);
  verdict.after = Figures(ValuesAt(question.periods, windows.after), question);
  const size_t before = windows.baseline.size();
  const size_t after = windows.after.size();
  if (before == 0) {
    verdict.value = VerdictValue::kNotMeasurable;
    verdict.reasons.push_back(VerdictReason::kNoBaseline);
    return;
  }
  if (!question.incomparable.empty()) {
    verdict.reasons.push_back(VerdictReason::kNotComparable);
  }
  if (before < kBaselinePeriodsMin || after < kAfterPeriodsMin) {
    verdict.reasons.push_back(VerdictReason::kTooFew);
  }
  if (!stable) verdict.reasons.push_back(VerdictReason::kBaselineUnstable);
  if (before >= 1 && after >= 1) {
    verdict.by_ranks =
        CompareRanks(verdict.before.values, verdict.after.values);
  }
  if (before >= 2 && after >= 2) {
    const int sense = Sense(question.improvement);
    const double distance = CentreDistance(question.periods, windows);
    verdict.by_means =
        internal::EffectByMeans(verdict.before.values, verdict.after.values);
    verdict.by_medians = internal::EffectByMedians(
        verdict.before, verdict.after, distance, sense);
    const internal::SideCounts counts =
        internal::CountSides(verdict.before, verdict.after, sense);
    verdict.good_share = static_cast<double>(counts.good) / after;
    verdict.good_beyond = counts.beyond;
    const GradeInput input{verdict.before, verdict.after, *verdict.by_means,
                           distance, question.plan.season_periods};
    verdict.season = internal::RuleOnSeason(input, sense);
    if (verdict.reasons.empty()) Conclude(question, input, verdict);
  }
  if (!verdict.reasons.empty()) verdict.value = VerdictValue::kInconclusive;
}

// Rule 6: hand-picked windows must not decide the value. A move that leaves
// too few periods says nothing and is passed over.
void TestWindows(const ChangeQuestion& question, Verdict& verdict) {
  const auto try_shift = [&](const WindowShift& shift) {
    absl::StatusOr<WindowSelection> windows =
        SelectShiftedWindows(question.periods, question.plan, shift);
    if (!windows.ok()) return;
    Verdict other;
    other.windows = *std::move(windows);
    JudgeWindows(question, other);
    if (std::find(other.reasons.begin(), other.reasons.end(),
                  VerdictReason::kTooFew) != other.reasons.end()) {
      return;
    }
    verdict.shifts.push_back({shift, other.value});
  };
  const int most = static_cast<int>(kWindowShiftMax);
  for (int by = -most; by <= most; ++by) {
    if (by == 0) continue;
    try_shift({.baseline_start = by});
    try_shift({.baseline_end = by});
    try_shift({.after_start = by});
    try_shift({.after_end = by});
  }
  const bool changed = std::any_of(
      verdict.shifts.begin(), verdict.shifts.end(),
      [&](const ShiftOutcome& o) { return o.value != verdict.value; });
  if (!changed) return;
  verdict.value = VerdictValue::kInconclusive;
  verdict.reasons.push_back(VerdictReason::kWindowSensitive);
}

}  // namespace

absl::StatusOr<Verdict> JudgeChange(const ChangeQuestion& question) {
  absl::StatusOr<WindowSelection> windows =
      SelectWindows(question.periods, question.plan);
  if (!windows.ok()) return windows.status();
  const absl::Status comparison = CheckPeriods(question.comparison);
  if (!comparison.ok()) return comparison;
  Verdict verdict;
  verdict.interim = question.plan.as_of < question.effect_review;
  verdict.windows = *std::move(windows);
  JudgeWindows(question, verdict);
  if (question.hand_picked && verdict.reasons.empty()) {
    TestWindows(question, verdict);
  }
  PoolShares(question, verdict);
  AddNotes(question, verdict);
  JudgeAfterState(verdict);
  JudgeTarget(question, verdict);
  JudgeGuards(question, verdict);
  Attribute(question, verdict);
  verdict.sentence = internal::DescribeVerdict(question, verdict);
  return verdict;
}

}  // namespace csi::statistics
