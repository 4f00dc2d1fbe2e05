// Deliveries that failed: ReportDelivery, RetryDelivery, DiscardDelivery.
#include "common/authority/directory.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/domain/commands/people.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"
#include "services/workflow/domain/people_resources.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using Delivery = v1::Delivery;

constexpr char kAgentRole[] = "delivery-agent";

// Who may report how deliveries end: what is reported dead can be sent again
// under the channel's signature, so not just anybody.
absl::Status RequireAgent(const Context& context) {
  RETURN_IF_ERROR(RequireActor(context));
  const authority::Directory directory(*context.views, context.tenant);
  if (directory.Holding(ActorName(context), kAgentRole, {}, context.now)) {
    return absl::OkStatus();
  }
  return RequireOffice(
      context, StrCat("report deliveries without the role ", kAgentRole));
}

void ReplyWithDelivery(const Context& context, const std::string& id,
                       Outcome& outcome) {
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    auto row = GetRow<v1::DeliveryRow>(state, DeliveryKey(tenant, id));
    return std::make_unique<Delivery>(
        ToDelivery(tenant, id, row ? *row : v1::DeliveryRow()));
  });
}

struct Failed {
  std::string id;
  v1::DeliveryRow row;
};
absl::StatusOr<Failed> LoadFailed(const std::string& name,
                                  const Context& context) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", name, context.tenant, "deliveries"));
  auto row =
      GetRow<v1::DeliveryRow>(*context.state, DeliveryKey(context.tenant, id));
  if (row) return Failed{std::move(id), *std::move(row)};
  return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                 StrCat("There is no delivery ", name,
                        "; only those that failed are kept."),
                 {{"name", name}});
}

// Whoever may set the channel; the office where it is gone.
absl::Status RequireRightOn(const Failed& failed, const Context& context) {
  auto channel = GetRow<v1::ChannelRow>(
      *context.state,
      ChannelKey(context.tenant, IdPart(failed.row.delivery().channel())));
  return RequireChannelRight(context,
                             channel ? channel->channel().person() : "");
}

absl::Status RequireDead(const Failed& failed, std::string_view verb) {
  if (failed.row.delivery().state() == Delivery::STATE_DEAD) {
    return absl::OkStatus();
  }
  const std::string state =
      Delivery::State_Name(failed.row.delivery().state()).substr(6);
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(verb, ": delivery ", failed.id, " is ", state,
                        "; only a DEAD one can be."),
                 {{"state", state}});
}

void EmitDelivery(const std::string& id, Delivery delivery, Outcome& outcome) {
  delivery.set_name(id);
  delivery.clear_create_time();
  delivery.clear_update_time();
  *outcome.Emit<v1::JournalEvent>().mutable_people()->mutable_delivery() =
      std::move(delivery);
}

}  // namespace

absl::Status DecideReportDelivery(const v1::ReportDeliveryRequest& request,
                                  const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireParent(request.parent(), context));
  const Delivery& told = request.delivery();
  ASSIGN_OR_RETURN(std::string id, IdOf("delivery.name", told.name(),
                                        context.tenant, "deliveries"));
  RETURN_IF_ERROR(RequireAgent(context));
  if (told.body().size() > limits::kDeliveryBodyBytesMax ||
      told.error().size() > limits::kDeliveryErrorBytesMax) {
    return Refusal(
        common::v1::ERROR_REASON_TOO_LARGE,
        StrCat("delivery: body at most ", limits::kDeliveryBodyBytesMax,
               ", error at most ", limits::kDeliveryErrorBytesMax, " bytes."),
        {{"limit", "kDeliveryBodyBytesMax"}});
  }
  auto row =
      GetRow<v1::DeliveryRow>(*context.state, DeliveryKey(context.tenant, id));
  if (told.state() == Delivery::STATE_DEAD) {
    // The same end told twice, after a restart of the worker.
    const bool known = row && row->delivery().state() == Delivery::STATE_DEAD;
    const bool over =
        row && row->delivery().state() == Delivery::STATE_DISCARDED;
    if (!known && !over) EmitDelivery(id, told, outcome);
  } else if (told.state() == Delivery::STATE_DELIVERED) {
    if (!row) {
      return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                     StrCat("There is no failed delivery ", told.name(), "."),
                     {{"name", told.name()}});
    }
    if (row->delivery().state() != Delivery::STATE_DELIVERED) {
      Delivery after = row->delivery();
      after.set_state(Delivery::STATE_DELIVERED);
      after.clear_body();
      EmitDelivery(id, std::move(after), outcome);
    }
  } else {
    return FieldError("delivery.state", "STATE_DEAD or STATE_DELIVERED.");
  }
  ReplyWithDelivery(context, id, outcome);
  return absl::OkStatus();
}

absl::Status DecideRetryDelivery(const v1::RetryDeliveryRequest& request,
                                 const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Failed failed, LoadFailed(request.name(), context));
  RETURN_IF_ERROR(RequireRightOn(failed, context));
  RETURN_IF_ERROR(RequireDead(failed, "RetryDelivery"));
  Delivery after = failed.row.delivery();
  after.set_state(Delivery::STATE_RETRYING);
  EmitDelivery(failed.id, std::move(after), outcome);
  ReplyWithDelivery(context, failed.id, outcome);
  return absl::OkStatus();
}

absl::Status DecideDiscardDelivery(const v1::DiscardDeliveryRequest& request,
                                   const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Failed failed, LoadFailed(request.name(), context));
  RETURN_IF_ERROR(RequireRightOn(failed, context));
  if (request.reason().empty()) return FieldError("reason", "say why.");
  RETURN_IF_ERROR(RequireDead(failed, "DiscardDelivery"));
  Delivery after = failed.row.delivery();
  after.set_state(Delivery::STATE_DISCARDED);
  after.set_reason(request.reason());
  after.clear_body();
  EmitDelivery(failed.id, std::move(after), outcome);
  ReplyWithDelivery(context, failed.id, outcome);
  return absl::OkStatus();
}

}  // namespace csi::workflow
