// A mutation that is decided here: checked, made a call of the engine, counted.
#include <utility>

#include "common/base/sha256.h"
#include "common/kv/keys.h"
#include "common/publisher/projection.h"
#include "common/rpc/call_counters.h"
#include "common/rpc/request_validator.h"
#include "common/rpc/service_binder.h"
#include "common/status/status.h"

namespace csi::rpc {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// SHA-256 of what the caller asked for; tokens of optimistic reads and the
// request id itself are part of it, trace and deadline are not.
std::string ContentHash(std::string_view method, const Message& request) {
  return Sha256({method, std::string_view("\0", 1), ToBytes(request)});
}

}  // namespace

void ServiceBinder::MutateHere(const MethodDescriptor& method,
                               PartitionHost& host,
                               std::shared_ptr<Message> request,
                               const MetadataPairs& metadata,
                               absl::Duration deadline,
                               std::function<void(CallResult)> done) {
  Call call;
  auto checked = [&]() -> absl::Status {
    RETURN_IF_ERROR(ValidateRequest(*request));
    ASSIGN_OR_RETURN(call.command.tenant, TenantOf(*request));
    ASSIGN_OR_RETURN(CallInfo info,
                     ReadCallInfo(metadata, call.command.tenant));
    call.command.actor = std::move(info.actor);
    call.command.on_behalf_of = std::move(info.on_behalf_of);
    call.command.trace = std::move(info.trace);
    call.not_before = std::move(info.not_before);
    return absl::OkStatus();
  }();
  if (!checked.ok()) {
    CountCall({method.name(), call.command.tenant, "", "", "", {}}, checked);
    done({checked, "", 0, false});
    return;
  }
  call.command.method = method.name();
  call.command.request_id = StringField(*request, "request_id");
  call.command.validate_only = BoolField(*request, "validate_only");
  if (!call.command.request_id.empty() && !call.command.validate_only) {
    call.content_hash = ContentHash(method.name(), *request);
  }
  call.command.request = std::move(request);
  call.deadline = deadline;
  call.queued_at = clock().Steady();
  AnsweredCall answered{method.name(),
                        call.command.tenant,
                        call.command.actor,
                        call.command.request_id,
                        TraceparentOf(call.command.trace),
                        call.queued_at};
  const bool passed_on = forwarder_ != nullptr && !WasForwarded(metadata);
  call.done = [this, passed_on, answered = std::move(answered),
               done = std::move(done)](CallResult result) mutable {
    answered.duration = clock().Steady() - answered.duration;
    // A call that is passed on is counted by who answers it.
    if (!passed_on || !NotLed(result.status))
      CountCall(answered, result.status);
    done(std::move(result));
  };
  host.Submit(std::move(call));
}

}  // namespace csi::rpc
