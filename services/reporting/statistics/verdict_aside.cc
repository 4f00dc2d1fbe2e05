#include "services/reporting/statistics/verdict_aside.h"

#include <algorithm>
#include <map>

#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/verdict_value.h"

namespace csi::statistics::internal {
namespace {

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
  const MeanEffect other = EffectByMeans(before, after);
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

}  // namespace

void JudgeAside(const ChangeQuestion& question, Verdict& verdict) {
  PoolShares(question, verdict);
  AddNotes(question, verdict);
  JudgeAfterState(verdict);
  JudgeTarget(question, verdict);
  JudgeGuards(question, verdict);
  Attribute(question, verdict);
}

}  // namespace csi::statistics::internal
