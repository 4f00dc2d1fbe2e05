// What commands about many runs share: each run is decided by itself, and a
// refusal of one stops nobody else.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_BULK_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_BULK_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "common/status/status.h"
#include "csi/workflow/v1/workflow_service.pb.h"

namespace csi::workflow {

// How one run went, told in its row and in the sums of the response. Its events
// join those of the call, unless it was refused or only tried.
template <class Request, class Response>
void TakeOver(const Request& request, const absl::Status& status, Outcome one,
              v1::RunOutcome& told, Response& response, Outcome& outcome) {
  told.set_done(status.ok());
  if (!status.ok()) {
    told.set_reason(ReasonName(ReasonOf(status)));
    told.set_message(std::string(status.message()));
    response.set_refused(response.refused() + 1);
    return;
  }
  response.set_done(response.done() + 1);
  if (request.dry_run()) return;
  for (auto& event : one.events()) outcome.Emit(std::move(event));
}

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_BULK_H_
