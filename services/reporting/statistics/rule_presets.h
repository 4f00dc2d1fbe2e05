// The signals of one series by the other rule sets that people use, beside the
// default set of its chart: Nelson and Western Electric on the exact limits,
// Making Data Count on the limits of the nhs preset, with and without dropping
// outlying moving ranges. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_RULE_PRESETS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_RULE_PRESETS_H_

#include <span>
#include <vector>

#include "services/reporting/statistics/json_writer.h"
#include "services/reporting/statistics/signals.h"
#include "services/reporting/statistics/xmr.h"

namespace csi::statistics {

struct RulePresets {
  std::vector<Signal> nelson;
  std::vector<Signal> western_electric;
  XmrChart nhs;           // every moving range counts
  XmrChart nhs_screened;  // outlying ones are dropped once
};

// `chart` is that of the same values, preset exact; without limits there are no
// signals.
RulePresets ComputeRulePresets(std::span<const double> values,
                               const XmrChart& chart);

// "1" to "8" in Nelson's set, "1" to "4" in that of Western Electric; empty for
// a rule that is not of the set.
std::string_view RuleNumber(Rule rule, RuleSet rules);

// As the members nelson_signal_points, western_electric_signal_points (points
// by number of the rule), nhs and nhs_screened (limits and special points).
void WriteRulePresets(const RulePresets& presets, JsonWriter& json);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_RULE_PRESETS_H_
