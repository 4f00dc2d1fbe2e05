// What a threshold says of single figures: breach, calm or neither. Pure,
// thread-safe.
//
// LIMIT: a breach is a figure beyond the enter limit; calm is one not beyond
// the leave limit. PROCESS_LIMIT: the same, in sigmas from the centre of a
// frozen baseline. SIGNALS: a breach is a figure at which a rule of the set
// fires when the series ends there, that is, by what was known then; calm is
// one at which none does. A rule looks back kPatternFiguresMax figures.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_THRESHOLD_RULE_H_
#define CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_THRESHOLD_RULE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "csi/reporting/v1/reporting_thresholds.pb.h"
#include "services/reporting/points/point_block.h"

namespace csi::reporting {

// The longest pattern of any rule set: 15 figures within one sigma.
inline constexpr size_t kPatternFiguresMax = 15;

struct JudgedFigure {
  int64_t period_us = 0;
  double value = 0;
  bool breach = false;
  bool calm = false;
  std::optional<double> limit;  // that a breach is beyond
  std::string rule;             // of a breach
  bool operator==(const JudgedFigure&) const = default;
};

// Figures that stand on enough observations to be judged, in order.
std::vector<StoredPoint> JudgeablePoints(const v1::Indicator& indicator,
                                         std::vector<StoredPoint> points);

// Judges figures[from..]; those before serve as what a pattern looks back on.
std::vector<JudgedFigure> JudgeFigures(const v1::Threshold& threshold,
                                       std::span<const StoredPoint> figures,
                                       size_t from);

// 1 and enter_count where nothing is said.
int EnterCount(const v1::Threshold& threshold);
int EnterPeriods(const v1::Threshold& threshold);
int LeaveCount(const v1::Threshold& threshold);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_THRESHOLD_RULE_H_
