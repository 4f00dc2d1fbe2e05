// Holding and resuming, shared by the verbs and by the reactions to the
// register's own hold. The caller has checked authority and state.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_HOLD_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_HOLD_H_

#include <string>

#include "services/workflow/domain/work.h"

namespace csi::workflow {

void Hold(const Work& work, const common::v1::AuthorityGrant* grant,
          const std::string& reason, const std::string& entry_state,
          Outcome& outcome);

// Goes on in the state that the changes of the run call for now; what happened
// to them meanwhile takes effect. `move_entry`: the register must follow.
void Resume(const Work& work, const common::v1::AuthorityGrant* grant,
            const std::string& reason, bool move_entry, Outcome& outcome);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_HOLD_H_
