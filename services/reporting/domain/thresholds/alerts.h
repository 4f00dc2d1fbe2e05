// Alerts as they are kept: where they stand, what they say, which row lists
// their episode. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_ALERTS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_ALERTS_H_

#include <string>
#include <string_view>

#include "csi/reporting/v1/reporting_thresholds.pb.h"
#include "services/reporting/domain/thresholds/episode_machine.h"

namespace csi::reporting {

// Sets the facts of an episode in an alert that is not withdrawn, its state and
// its sentence.
void FillEpisode(const v1::Indicator& indicator, const Episode& episode,
                 v1::Alert& alert);

// The same facts again.
Episode EpisodeOf(const v1::Alert& alert);

// OPEN, CLOSED or DISMISSED by what the alert holds.
v1::AlertState StateOf(const v1::Alert& alert);

// Keys of a threshold's episodes begin so; a TimePart of the opening follows.
std::string EpisodePrefix(std::string_view tenant, std::string_view threshold);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_ALERTS_H_
