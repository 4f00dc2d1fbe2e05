#include "services/reporting/statistics/verdict.h"

#include <algorithm>
#include <cmath>

#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"
#include "services/reporting/statistics/verdict_aside.h"
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
  internal::JudgeAside(question, verdict);
  verdict.sentence = internal::DescribeVerdict(question, verdict);
  return verdict;
}

}  // namespace csi::statistics
