// How firm a ranking is: which change of one weight would turn neighbours
// round. Pure, in whole numbers: what is said here is what Score would do.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_SENSITIVITY_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_SENSITIVITY_H_

#include <vector>

#include "csi/registry/v1/registry_service.pb.h"

namespace csi::registry {

// `places` as Rank leaves them, all scored by one policy.
v1::RankingSensitivity AnalyzePlaces(
    const std::vector<v1::ScoreExplanation>& places);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_SENSITIVITY_H_
