// Signal rules over a series and its limits: which rule fires at which point.
//
// A rule fires at the last point of its pattern, counted from 0; a pattern
// that goes on fires at each further point. Comparisons are strict: a point on
// a line is on neither side and ends a run. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SIGNALS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SIGNALS_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace csi::statistics {

enum class RuleSet {
  kDefault,          // beyond_limit, run_8, trend_6, two_of_three
  kNelson,           // Nelson's eight (1984)
  kWesternElectric,  // the four of the 1956 handbook
  kMakingDataCount,  // NHS England: runs and trends of 7
};

enum class Rule {
  kBeyondLimit,
  kRun7,  // points on one side of the centre
  kRun8,
  kRun9,
  kTrend6,  // points, each higher (or each lower) than the one before
  kTrend7,
  kTwoOfThree,     // beyond two thirds of the limit, same side
  kFourOfFive,     // beyond one third of the limit, same side
  kAlternating14,  // each step in the other direction than the one before
  kWithin15,       // points within one third of the limit
  kOutside8,       // none within one third of the limit, both sides used
};

// Distances are from the centre: limit at 3 sigma, near limit at 2 sigma or as
// the preset says.
struct Limits {
  double centre = 0;
  double lower = 0;
  double upper = 0;
  double near_lower = 0;
  double near_upper = 0;

  double Sigma() const { return (upper - centre) / 3; }
};

struct Signal {
  Rule rule;
  std::vector<size_t> points;   // where it fires, ascending
  std::vector<size_t> members;  // every point of a pattern, for the chart
};

// Only the rules that fire, in the order of the rule set.
std::vector<Signal> DetectSignals(std::span<const double> values,
                                  const Limits& limits, RuleSet rules);

// One rule alone; `points` is empty where it does not fire.
Signal DetectSignal(std::span<const double> values, const Limits& limits,
                    Rule rule);

// "beyond_limit", "run_8" and so on: the names of the API.
std::string_view RuleName(Rule rule);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SIGNALS_H_
