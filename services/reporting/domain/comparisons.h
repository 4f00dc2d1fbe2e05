// From a question to a stored comparison: judges the primary indicator, then
// guards and secondary ones, and writes every figure down. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_COMPARISONS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_COMPARISONS_H_

#include <vector>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "services/reporting/domain/comparison_input.h"

namespace csi::reporting {

// Verdicts of the entry's secondary and guard indicators over the same change;
// secondary ones corrected by Holm.
std::vector<v1::IndicatorVerdict> JudgeOthers(const Context& context,
                                              const JudgedChange& change,
                                              const v1::Comparison& settings);

// Judges and fills value, reasons, notes, figures, sentence and input hash.
absl::Status FillVerdict(const v1::Indicator& indicator,
                         const v1::Baseline& baseline, ComparisonInput input,
                         v1::Comparison& comparison);

// NOT_MEASURABLE: the entry has a baseline of kind NONE.
void FillNotMeasurable(const v1::Baseline& baseline,
                       v1::Comparison& comparison);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_COMPARISONS_H_
