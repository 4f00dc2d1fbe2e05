#include "services/reporting/domain/thresholds/threshold_rule.h"

#include <algorithm>

#include "services/reporting/domain/indicator.h"
#include "services/reporting/statistics/signals.h"

namespace csi::reporting {
namespace {

// Near limits of Making Data Count lie at 1.77 of 2.66 mean moving ranges, all
// others at two thirds of the limit.
constexpr double kNearShare = 2.0 / 3;
constexpr double kNearShareNhs = 1.77 / 2.66;

statistics::RuleSet RuleSetOf(const v1::Threshold& threshold) {
  if (threshold.preset() == "nelson") return statistics::RuleSet::kNelson;
  if (threshold.preset() == "western_electric") {
    return statistics::RuleSet::kWesternElectric;
  }
  if (threshold.preset() == "making_data_count") {
    return statistics::RuleSet::kMakingDataCount;
  }
  return statistics::RuleSet::kDefault;
}

statistics::Limits LimitsOf(const v1::Threshold& threshold,
                            statistics::RuleSet rules) {
  const double centre = threshold.centre();
  const double wide = 3 * threshold.sigma();
  const double near =
      wide * (rules == statistics::RuleSet::kMakingDataCount ? kNearShareNhs
                                                             : kNearShare);
  return {centre, centre - wide, centre + wide, centre - near, centre + near};
}

bool Watches(const v1::Threshold& threshold, v1::ThresholdSide side) {
  return threshold.side() == side ||
         threshold.side() == v1::THRESHOLD_SIDE_BOTH ||
         threshold.side() == v1::THRESHOLD_SIDE_UNSPECIFIED;
}

// The limit on each side, in the indicator's unit.
struct Bounds {
  double above = 0;
  double below = 0;
};

Bounds BoundsAt(const v1::Threshold& threshold, double limit) {
  if (threshold.rule() == v1::THRESHOLD_RULE_LIMIT) return {limit, limit};
  return {threshold.centre() + limit * threshold.sigma(),
          threshold.centre() - limit * threshold.sigma()};
}

void JudgeByLimit(const v1::Threshold& threshold, JudgedFigure& figure) {
  const double enter_limit =
      threshold.has_enter_limit() ? threshold.enter_limit() : 3;
  const double leave_limit =
      threshold.has_leave_limit() ? threshold.leave_limit() : enter_limit;
  const Bounds enter = BoundsAt(threshold, enter_limit);
  const Bounds leave = BoundsAt(threshold, leave_limit);
  const bool above = Watches(threshold, v1::THRESHOLD_SIDE_ABOVE);
  const bool below = Watches(threshold, v1::THRESHOLD_SIDE_BELOW);
  if (above && figure.value > enter.above) {
    figure.limit = enter.above;
  } else if (below && figure.value < enter.below) {
    figure.limit = enter.below;
  }
  figure.breach = figure.limit.has_value();
  figure.calm = !(above && figure.value > leave.above) &&
                !(below && figure.value < leave.below);
  if (figure.breach) {
    figure.rule = threshold.rule() == v1::THRESHOLD_RULE_LIMIT
                      ? "limit"
                      : "process_limit";
  }
}

// A rule that speaks of one side alone counts on that side only.
bool OnSide(const v1::Threshold& threshold, double value) {
  return value > threshold.centre()
             ? Watches(threshold, v1::THRESHOLD_SIDE_ABOVE)
             : Watches(threshold, v1::THRESHOLD_SIDE_BELOW);
}

void JudgeBySignals(const v1::Threshold& threshold,
                    std::span<const double> values, JudgedFigure& figure) {
  const statistics::RuleSet rules = RuleSetOf(threshold);
  const statistics::Limits limits = LimitsOf(threshold, rules);
  for (const statistics::Signal& signal :
       statistics::DetectSignals(values, limits, rules)) {
    if (signal.points.back() + 1 != values.size()) continue;
    if (!OnSide(threshold, figure.value)) continue;
    figure.breach = true;
    figure.rule = std::string(statistics::RuleName(signal.rule));
    if (signal.rule == statistics::Rule::kBeyondLimit) {
      figure.limit = figure.value > limits.upper ? limits.upper : limits.lower;
    }
    break;
  }
  figure.calm = !figure.breach;
}

}  // namespace

std::vector<StoredPoint> JudgeablePoints(const v1::Indicator& indicator,
                                         std::vector<StoredPoint> points) {
  const int least = MinimumN(indicator);
  if (least == 0) return points;
  std::erase_if(points, [least](const StoredPoint& point) {
    const std::optional<double>& n =
        point.denominator ? point.denominator : point.count;
    return n && *n < least;
  });
  return points;
}

std::vector<JudgedFigure> JudgeFigures(const v1::Threshold& threshold,
                                       std::span<const StoredPoint> figures,
                                       size_t from) {
  const bool signals = threshold.rule() == v1::THRESHOLD_RULE_SIGNALS;
  std::vector<double> values;
  if (signals) {
    values.reserve(figures.size());
    for (const StoredPoint& each : figures) values.push_back(each.value);
  }
  std::vector<JudgedFigure> judged;
  judged.reserve(figures.size() - from);
  for (size_t i = from; i < figures.size(); ++i) {
    JudgedFigure& figure = judged.emplace_back();
    figure.period_us = figures[i].period_us;
    figure.value = figures[i].value;
    if (!signals) {
      JudgeByLimit(threshold, figure);
      continue;
    }
    const size_t length = std::min(i + 1, kPatternFiguresMax);
    JudgeBySignals(threshold, std::span(values).subspan(i + 1 - length, length),
                   figure);
  }
  return judged;
}

int EnterCount(const v1::Threshold& threshold) {
  return std::max(1, threshold.enter_count());
}

int EnterPeriods(const v1::Threshold& threshold) {
  return std::max(EnterCount(threshold), threshold.enter_periods());
}

int LeaveCount(const v1::Threshold& threshold) {
  return std::max(1, threshold.leave_count());
}

}  // namespace csi::reporting
