// The workflow service as the engine sees it: runs of improvements through the
// steps of a definition. Stateless; see common/domain/domain.h.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_WORKFLOW_DOMAIN_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_WORKFLOW_DOMAIN_H_

#include <memory>

#include "common/domain/domain.h"

namespace csi {

std::unique_ptr<Domain> MakeWorkflowDomain();

}  // namespace csi

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_WORKFLOW_DOMAIN_H_
