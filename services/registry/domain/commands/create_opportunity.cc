// Logging an entry: anybody named may, and it gets the next number.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/new_entry.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
absl::Status DecideCreateOpportunity(
    const v1::CreateOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  if (request.opportunity().title().empty()) {
    return FieldError("opportunity.title",
                      "it is required: say in one line what should become "
                      "better.");
  }
  RETURN_IF_ERROR(CheckFields(context, request.opportunity()));
  ASSIGN_OR_RETURN(const std::string id, ChooseId(context, "opportunity_id",
                                                  request.opportunity_id()));
  if (context.state->Has(EntryKey(context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("There is an opportunity ", id,
                          " already. Take another id, or none."),
                   {{"id", id}});
  }
  RETURN_IF_ERROR(CheckActor(context, "log an opportunity"));

  v1::JournalEvent event;
  v1::Opportunity& entry =
      *event.mutable_opportunity_logged()->mutable_logged();
  entry = request.opportunity();
  ClearOutputs(entry);
  FillDefaults(context, entry);
  entry.set_name(ResourceName(context.tenant, "opportunities", id));
  entry.set_uid(context.ids->Next());
  entry.set_number(NextNumber(context));
  v1::OpportunityRow row;
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
