// The verdict in plain words, for readers who do not read intervals.
//
// Says "after", never "because of"; never "no effect". Internal to this
// library; pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_VERDICT_SENTENCE_H_
#define CSI_SERVICES_REPORTING_STATISTICS_VERDICT_SENTENCE_H_

#include <string>

#include "services/reporting/statistics/verdict.h"

namespace csi::statistics::internal {

std::string DescribeVerdict(const ChangeQuestion& question,
                            const Verdict& verdict);

}  // namespace csi::statistics::internal

#endif  // CSI_SERVICES_REPORTING_STATISTICS_VERDICT_SENTENCE_H_
