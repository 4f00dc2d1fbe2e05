// The start of a period as text: a day (2016-03-21) or a time
// (2016-03-21T08:30:00, or with a zone: Z, +01:00); a blank may stand for the
// T. Without a zone the time is UTC. Days must exist. Pure, thread-safe.
//
// Written for speed: the general parser takes longer than all the statistics.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_PERIOD_START_H_
#define CSI_SERVICES_REPORTING_STATISTICS_PERIOD_START_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace csi::statistics {

// Nothing if the text is no such time.
std::optional<absl::Time> ParsePeriodStart(std::string_view text);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_PERIOD_START_H_
