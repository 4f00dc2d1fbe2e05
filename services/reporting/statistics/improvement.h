// The sense of an indicator: which direction is an improvement.
//
// An indicator with a target value as its sense is analysed by its distance
// to the target, for which lower is better; its owner makes that series.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_IMPROVEMENT_H_
#define CSI_SERVICES_REPORTING_STATISTICS_IMPROVEMENT_H_

#include <optional>
#include <string_view>

namespace csi::statistics {

enum class Improvement { kHigher, kLower };

// +1 if higher is better, -1 if lower is: a difference times this is good
// when positive.
constexpr int Sense(Improvement improvement) {
  return improvement == Improvement::kHigher ? 1 : -1;
}

constexpr std::string_view ImprovementName(Improvement improvement) {
  return improvement == Improvement::kHigher ? "higher" : "lower";
}

// From "higher" or "lower"; nothing for any other word.
constexpr std::optional<Improvement> ParseImprovement(std::string_view word) {
  if (word == "higher") return Improvement::kHigher;
  if (word == "lower") return Improvement::kLower;
  return std::nullopt;
}

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_IMPROVEMENT_H_
