// The computed verdict beside people's own judgement. Pure.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_VERDICTS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_VERDICTS_H_

#include "csi/common/v1/common.pb.h"
#include "csi/registry/v1/registry.pb.h"
#include "google/protobuf/repeated_field.h"

namespace csi::registry {

// Adds a finding if the closure code says more, or less, than the verdict.
void AddVerdictFindings(
    const v1::Opportunity& entry, v1::ClosureCode code,
    google::protobuf::RepeatedPtrField<common::v1::Finding>& findings);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_VERDICTS_H_
