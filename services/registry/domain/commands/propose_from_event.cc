// Logging an entry that an event of another system speaks for: once per event.
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/new_entry.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

// Stands in a key: no NUL, and short.
absl::Status CheckPart(std::string_view field, const std::string& value) {
  if (value.empty()) {
    return FieldError(field, "it is required: the event's own.");
  }
  if (value.find('\0') != std::string::npos) {
    return FieldError(field, "it holds a zero byte.");
  }
  return CheckText(field, value, limits::kEventPartBytesMax);
}

// "ThresholdBreached of service web".
std::string TitleOf(const v1::ProposeFromEventRequest& request) {
  if (!request.title().empty()) return request.title();
  const std::string& type = request.type();
  return StrCat(type.substr(type.find_last_of("./") + 1), " of ",
                ScopeText(request.scope()));
}

v1::Opportunity EntryOf(const v1::ProposeFromEventRequest& request) {
  v1::Opportunity entry;
  entry.set_title(TitleOf(request));
  entry.set_description(request.description());
  if (request.has_scope()) *entry.mutable_scope() = request.scope();
  v1::OpportunitySource& source = *entry.mutable_source();
  source.set_origin(StrCat("an event of ", request.source()));
  source.set_event_source(request.source());
  source.set_event_id(request.id());
  source.set_event_type(request.type());
  source.set_severity(request.severity());
  if (request.has_event_time()) {
    *source.mutable_event_time() = request.event_time();
  }
  if (request.has_trigger_period()) {
    *source.mutable_trigger_period() = request.trigger_period();
  }
  return entry;
}

}  // namespace

absl::Status DecideProposeFromEvent(const v1::ProposeFromEventRequest& request,
                                    const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckPart("source", request.source()));
  RETURN_IF_ERROR(CheckPart("id", request.id()));
  RETURN_IF_ERROR(CheckPart("type", request.type()));
  RETURN_IF_ERROR(CheckText("severity", request.severity(),
                            csi::limits::kShortTextBytesMax));
  const v1::Opportunity wanted = EntryOf(request);
  RETURN_IF_ERROR(CheckFields(context, wanted));
  ASSIGN_OR_RETURN(const std::string id, ChooseId(context, "opportunity_id",
                                                  request.opportunity_id()));
  RETURN_IF_ERROR(CheckActor(context, "propose an opportunity"));
  const auto known = context.state->Get(
      SourceEventKey(context.tenant, request.source(), request.id()));
  if (known) {
    ReplyWithEntry(context, *known, outcome);
    return absl::OkStatus();
  }
  if (context.state->Has(EntryKey(context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("There is an opportunity ", id,
                          " already, of another event or of none. Take "
                          "another id, or none."),
                   {{"id", id}});
  }
  v1::JournalEvent event;
  v1::OpportunityLogged& logged = *event.mutable_opportunity_logged();
  logged.set_proposed(true);
  v1::Opportunity& entry = *logged.mutable_logged();
  entry = wanted;
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
