// Who may shape the process itself, and not one run of it: the letters of the
// activity override-step, asked without a scope. Its A (the pack: the
// seven-step process owner) answers for the process; its R (the CSI manager)
// works on it.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_PROCESS_AUTHORITY_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_PROCESS_AUTHORITY_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {

inline constexpr char kProcessActivity[] = "override-step";

// The actor's grant with ids, or NO_ACTOR, NOT_AUTHORIZED.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeProcess(
    const Context& context, const Letters& letters, std::string_view what);

// The same asked of one run and its scope, marked as an override of its rules.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeOverride(
    const Work& work, std::string_view what);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_PROCESS_AUTHORITY_H_
