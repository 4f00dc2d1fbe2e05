// Decisions about inboxes, preferences, time settings, channels, deliveries and
// events of services; see commands.h.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_PEOPLE_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_PEOPLE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_people.pb.h"

namespace csi::workflow {

#define CSI_WORKFLOW_PEOPLE_COMMANDS(X) \
  X(AcknowledgeInboxItem)               \
  X(AcknowledgeInbox)                   \
  X(SetNotificationPreferences)         \
  X(SetTimeSettings)                    \
  X(IngestServiceEvent)                 \
  X(SetDeliveryChannel)                 \
  X(DeleteDeliveryChannel)              \
  X(ReportDelivery)                     \
  X(RetryDelivery)                      \
  X(DiscardDelivery)

#define CSI_DECLARE(verb) \
  absl::Status Decide##verb(const v1::verb##Request&, const Context&, Outcome&);
CSI_WORKFLOW_PEOPLE_COMMANDS(CSI_DECLARE)
#undef CSI_DECLARE

// Reminders and notifications that nobody acknowledged. False for timers of
// another kind.
bool FirePeopleTimer(const Timer& timer, const Context& context,
                     Outcome& outcome);

// FIELD_INVALID unless `parent` is the tenant of the call.
absl::Status RequireParent(std::string_view parent, const Context& context);

// NOT_AUTHORIZED unless the actor may set what counts for the whole tenant:
// who may override steps, or is CSI manager.
absl::Status RequireOffice(const Context& context, std::string_view what);

// One's own channel (`person`: its person, resource name), or RequireOffice.
absl::Status RequireChannelRight(const Context& context,
                                 const std::string& person);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_PEOPLE_H_
