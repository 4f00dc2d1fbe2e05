#include "services/reporting/statistics/signals.h"

#include <algorithm>
#include <cmath>

namespace csi::statistics {
namespace {

using Values = std::span<const double>;

// Adds the last `length` points up to `last`, each only once.
void AddMembers(size_t last, size_t length, Signal& signal) {
  const size_t first = last + 1 - length;
  size_t next = signal.members.empty() ? first : signal.members.back() + 1;
  for (size_t i = std::max(first, next); i <= last; ++i) {
    signal.members.push_back(i);
  }
}

// Fires where the current run is at least `length` long. `kind(i)` is the kind
// of run that point i belongs to, 0 for none.
template <typename Kind>
void FireOnRuns(size_t n, size_t length, Kind kind, Signal& signal) {
  int previous = 0;
  size_t run = 0;
  for (size_t i = 0; i < n; ++i) {
    const int current = kind(i);
    run = current == 0 ? 0 : current == previous ? run + 1 : 1;
    previous = current;
    if (run < length) continue;
    signal.points.push_back(i);
    AddMembers(i, length, signal);
  }
}

int Sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

void FireBeyond(Values values, const Limits& limits, Signal& signal) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= limits.upper && values[i] >= limits.lower) continue;
    signal.points.push_back(i);
    signal.members.push_back(i);
  }
}

void FireTrend(Values values, size_t points, Signal& signal) {
  const size_t steps = points - 1;
  int previous = 0;
  size_t run = 0;
  for (size_t i = 1; i < values.size(); ++i) {
    const int current = values[i] > values[i - 1]   ? 1
                        : values[i] < values[i - 1] ? -1
                                                    : 0;
    run = current == 0 ? 0 : current == previous ? run + 1 : 1;
    previous = current;
    if (run < steps) continue;
    signal.points.push_back(i);
    AddMembers(i, points, signal);
  }
}

void FireAlternating(Values values, size_t points, Signal& signal) {
  int previous = 0;
  size_t run = 0;
  for (size_t i = 1; i < values.size(); ++i) {
    const int current = Sign(values[i] - values[i - 1]);
    run = current == 0 ? 0 : current == -previous ? run + 1 : 1;
    previous = current;
    if (run + 1 < points) continue;
    signal.points.push_back(i);
    AddMembers(i, points, signal);
  }
}

// `wanted` of `length` consecutive points beyond the thresholds on one side;
// fires at the last of those beyond, once per point. With `all_one_side` the
// whole window must be on that side of the centre.
struct Cluster {
  size_t wanted;
  size_t length;
  double low;
  double high;
  bool all_one_side;
};

void FireCluster(Values values, double centre, const Cluster& cluster,
                 Signal& signal) {
  for (size_t first = 0; first + cluster.length <= values.size(); ++first) {
    const Values window = values.subspan(first, cluster.length);
    for (int side : {1, -1}) {
      size_t beyond = 0;
      size_t last = 0;
      size_t on_side = 0;
      for (size_t i = 0; i < window.size(); ++i) {
        on_side += Sign(window[i] - centre) == side;
        if (side > 0 ? window[i] <= cluster.high : window[i] >= cluster.low) {
          continue;
        }
        ++beyond;
        last = first + i;
      }
      if (beyond < cluster.wanted) continue;
      if (cluster.all_one_side && on_side < cluster.length) continue;
      if (signal.points.empty() || signal.points.back() < last) {
        signal.points.push_back(last);
      }
      for (size_t i = 0; i < window.size(); ++i) {
        if (side > 0 ? window[i] > cluster.high : window[i] < cluster.low) {
          signal.members.push_back(first + i);
        }
      }
    }
  }
  std::sort(signal.members.begin(), signal.members.end());
  signal.members.erase(
      std::unique(signal.members.begin(), signal.members.end()),
      signal.members.end());
}

void FireZones(Values values, const Limits& limits, Signal& signal) {
  const double sigma = limits.Sigma();
  const auto outside = [&](size_t i) {
    return std::fabs(values[i] - limits.centre) > sigma;
  };
  if (signal.rule == Rule::kWithin15) {
    FireOnRuns(
        values.size(), 15,
        [&](size_t i) {
          return std::fabs(values[i] - limits.centre) < sigma ? 1 : 0;
        },
        signal);
    return;
  }
  constexpr size_t kLength = 8;
  Signal runs{signal.rule, {}, {}};
  FireOnRuns(
      values.size(), kLength, [&](size_t i) { return outside(i) ? 1 : 0; },
      runs);
  for (size_t last : runs.points) {
    const Values window = values.subspan(last + 1 - kLength, kLength);
    const auto above = [&](double value) { return value > limits.centre; };
    const auto count = std::count_if(window.begin(), window.end(), above);
    if (count == 0 || count == static_cast<std::ptrdiff_t>(kLength)) continue;
    signal.points.push_back(last);
    AddMembers(last, kLength, signal);
  }
}

void FireSides(Values values, double centre, size_t length, Signal& signal) {
  FireOnRuns(
      values.size(), length, [&](size_t i) { return Sign(values[i] - centre); },
      signal);
}

std::vector<Rule> RulesOf(RuleSet rules) {
  switch (rules) {
    case RuleSet::kDefault:
    case RuleSet::kMakingDataCount:
      break;
    case RuleSet::kNelson:
      return {Rule::kBeyondLimit,   Rule::kRun9,       Rule::kTrend6,
              Rule::kAlternating14, Rule::kTwoOfThree, Rule::kFourOfFive,
              Rule::kWithin15,      Rule::kOutside8};
    case RuleSet::kWesternElectric:
      return {Rule::kBeyondLimit, Rule::kTwoOfThree, Rule::kFourOfFive,
              Rule::kRun8};
  }
  return {Rule::kBeyondLimit, Rule::kRun8, Rule::kTrend6, Rule::kTwoOfThree};
}

void Fire(Values values, const Limits& limits, Signal& signal) {
  switch (signal.rule) {
    case Rule::kBeyondLimit:
      return FireBeyond(values, limits, signal);
    case Rule::kRun7:
      return FireSides(values, limits.centre, 7, signal);
    case Rule::kRun8:
      return FireSides(values, limits.centre, 8, signal);
    case Rule::kRun9:
      return FireSides(values, limits.centre, 9, signal);
    case Rule::kTrend6:
      return FireTrend(values, 6, signal);
    case Rule::kTrend7:
      return FireTrend(values, 7, signal);
    case Rule::kAlternating14:
      return FireAlternating(values, 14, signal);
    case Rule::kTwoOfThree:
      return FireCluster(values, limits.centre,
                         {2, 3, limits.near_lower, limits.near_upper, false},
                         signal);
    case Rule::kFourOfFive: {
      const double sigma = limits.Sigma();
      return FireCluster(
          values, limits.centre,
          {4, 5, limits.centre - sigma, limits.centre + sigma, false}, signal);
    }
    case Rule::kWithin15:
    case Rule::kOutside8:
      return FireZones(values, limits, signal);
  }
}

// The NHS variant: all three points on that side of the centre, and a point
// beyond the limit itself does not count as near it.
Signal NearLimitPairs(Values values, const Limits& limits) {
  Signal signal{Rule::kTwoOfThree, {}, {}};
  std::vector<double> inside(values.begin(), values.end());
  Cluster cluster{2, 3, limits.near_lower, limits.near_upper, true};
  for (double& value : inside) {
    // Kept on its side of the centre, yet not near the limit.
    if (value > limits.upper) value = limits.near_upper;
    if (value < limits.lower) value = limits.near_lower;
  }
  FireCluster(inside, limits.centre, cluster, signal);
  return signal;
}

}  // namespace

Signal DetectSignal(std::span<const double> values, const Limits& limits,
                    Rule rule) {
  Signal signal{rule, {}, {}};
  Fire(values, limits, signal);
  return signal;
}

std::vector<Signal> DetectSignals(std::span<const double> values,
                                  const Limits& limits, RuleSet rules) {
  std::vector<Signal> found;
  if (rules == RuleSet::kMakingDataCount) {
    for (Rule rule : {Rule::kBeyondLimit, Rule::kRun7, Rule::kTrend7}) {
      found.push_back(DetectSignal(values, limits, rule));
    }
    found.push_back(NearLimitPairs(values, limits));
  } else {
    for (Rule rule : RulesOf(rules)) {
      found.push_back(DetectSignal(values, limits, rule));
    }
  }
  std::erase_if(found, [](const Signal& s) { return s.points.empty(); });
  return found;
}

std::string_view RuleName(Rule rule) {
  switch (rule) {
    case Rule::kBeyondLimit:
      return "beyond_limit";
    case Rule::kRun7:
      return "run_7";
    case Rule::kRun8:
      return "run_8";
    case Rule::kRun9:
      return "run_9";
    case Rule::kTrend6:
      return "trend_6";
    case Rule::kTrend7:
      return "trend_7";
    case Rule::kTwoOfThree:
      return "two_of_three";
    case Rule::kFourOfFive:
      return "four_of_five";
    case Rule::kAlternating14:
      return "alternating_14";
    case Rule::kWithin15:
      return "within_15";
    case Rule::kOutside8:
      return "outside_8";
  }
  return "unknown";
}

}  // namespace csi::statistics
