// Where notifications are sent: SetDeliveryChannel, DeleteDeliveryChannel.
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

using Channel = v1::DeliveryChannel;

bool HasControl(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return true;
  }
  return false;
}

absl::Status CheckChannel(const Channel& channel, const Context& context) {
  const std::string& target = channel.target();
  if (target.size() > limits::kChannelTargetBytesMax) {
    return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                   StrCat("channel.target: at most ",
                          limits::kChannelTargetBytesMax, " bytes."),
                   {{"limit", "kChannelTargetBytesMax"}});
  }
  // A blank or a line end in an address would be a second header or recipient.
  if (HasControl(target)) {
    return FieldError("channel.target",
                      "blanks and control characters are "
                      "not allowed.");
  }
  if (channel.kind() == Channel::KIND_WEBHOOK) {
    const size_t head = target.starts_with("https://")  ? 8
                        : target.starts_with("http://") ? 7
                                                        : 0;
    if (head == 0 || target.size() == head) {
      return FieldError("channel.target", "an http:// or https:// address.");
    }
    if (target.find('@') != std::string::npos) {
      return FieldError("channel.target",
                        "no user or password in an address; name a secret.");
    }
  } else if (channel.kind() == Channel::KIND_SMTP) {
    const size_t at = target.find('@');
    if (at == 0 || at == std::string::npos || at + 1 == target.size() ||
        target.find_first_of("<>,;") != std::string::npos) {
      return FieldError("channel.target", "one mail address, NAME@HOST.");
    }
  } else {
    return FieldError("channel.kind", "KIND_WEBHOOK or KIND_SMTP.");
  }
  if (channel.secret().size() > limits::kChannelSecretBytesMax ||
      HasControl(channel.secret())) {
    return FieldError("channel.secret",
                      "the name of a secret, at most 63 characters; never the "
                      "secret itself.");
  }
  if (channel.person().empty()) return absl::OkStatus();
  return IdOf("channel.person", channel.person(), context.tenant, "people")
      .status();
}

}  // namespace

absl::Status RequireChannelRight(const Context& context,
                                 const std::string& person) {
  RETURN_IF_ERROR(RequireActor(context));
  if (!person.empty() && IdPart(person) == context.actor) {
    return absl::OkStatus();
  }
  return RequireOffice(context, "set this delivery channel");
}

absl::Status DecideSetDeliveryChannel(
    const v1::SetDeliveryChannelRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(RequireParent(request.parent(), context));
  const std::string& id = request.channel_id();
  if (!IsResourceId(id)) {
    return FieldError("channel_id", "lower-case letters, digits and '-'.");
  }
  auto before =
      GetRow<v1::ChannelRow>(*context.state, ChannelKey(context.tenant, id));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), before ? before->revision() : 0,
                ResourceName(context.tenant, "deliveryChannels", id)));
  RETURN_IF_ERROR(RequireChannelRight(context, request.channel().person()));
  // Who changes another's channel takes it away.
  if (before) {
    RETURN_IF_ERROR(RequireChannelRight(context, before->channel().person()));
  }
  RETURN_IF_ERROR(CheckChannel(request.channel(), context));
  // A signature of the house on one's own server could be shown elsewhere.
  if (!request.channel().secret().empty()) {
    RETURN_IF_ERROR(RequireOffice(context, "have a channel signed"));
  }
  if (!before) {
    uint32_t channels = 0;
    context.state->ScanPrefix(KeyPrefix("wf.chan", {context.tenant}),
                              [&](std::string_view, std::string_view) {
                                ++channels;
                                return true;
                              });
    if (channels >= limits::kChannelsPerTenantMax) {
      return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                     StrCat("A tenant has at most ",
                            limits::kChannelsPerTenantMax, " channels."),
                     {{"limit", "kChannelsPerTenantMax"}});
    }
  }
  Channel& fact =
      *outcome.Emit<v1::JournalEvent>().mutable_people()->mutable_channel();
  fact = request.channel();
  fact.set_name(id);
  fact.clear_etag();
  fact.clear_update_time();
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    auto row = GetRow<v1::ChannelRow>(state, ChannelKey(tenant, id));
    return std::make_unique<Channel>(
        ToChannel(tenant, id, row ? *row : v1::ChannelRow()));
  });
  return absl::OkStatus();
}

absl::Status DecideDeleteDeliveryChannel(
    const v1::DeleteDeliveryChannelRequest& request, const Context& context,
    Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string id, IdOf("name", request.name(), context.tenant,
                                        "deliveryChannels"));
  auto row =
      GetRow<v1::ChannelRow>(*context.state, ChannelKey(context.tenant, id));
  if (!row) {
    return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                   StrCat("There is no channel ", request.name(), "."),
                   {{"name", request.name()}});
  }
  RETURN_IF_ERROR(CheckEtag(request.etag(), row->revision(), request.name()));
  RETURN_IF_ERROR(RequireChannelRight(context, row->channel().person()));
  outcome.Emit<v1::JournalEvent>()
      .mutable_people()
      ->mutable_channel_deleted()
      ->set_id(id);
  outcome.ReplyWith(ToChannel(context.tenant, id, *row));
  return absl::OkStatus();
}

}  // namespace csi::workflow
