// What stands beside the value of a verdict and never changes it: pooled
// shares, notes, state after the change, target, guards, attribution (rules 7
// and 8). Internal to this library; pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_VERDICT_ASIDE_H_
#define CSI_SERVICES_REPORTING_STATISTICS_VERDICT_ASIDE_H_

#include "services/reporting/statistics/verdict.h"

namespace csi::statistics::internal {

// REQUIRES: windows, figures and value of the verdict are there.
void JudgeAside(const ChangeQuestion& question, Verdict& verdict);

}  // namespace csi::statistics::internal

#endif  // CSI_SERVICES_REPORTING_STATISTICS_VERDICT_ASIDE_H_
