// Calls at a copy that does not lead: one hop to the one that does, or a
// short wait where nobody is known to lead just now.
#include <utility>

#include "absl/strings/escaping.h"
#include "common/base/strings.h"
#include "common/random/random.h"
#include "common/rpc/call_counters.h"
#include "common/rpc/raw_call.h"
#include "common/rpc/service_binder.h"
#include "common/rpc/status_convert.h"
#include "common/status/status.h"
#include "grpcpp/support/server_callback.h"

namespace csi::rpc {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// While the lead moves nobody takes a call; it is tried again this often, and
// refused after so long: beyond the shortest session time-out (6 s), so that
// the death of a leader costs callers time and no failed call.
constexpr absl::Duration kPause = absl::Milliseconds(30);
constexpr absl::Duration kPatience = absl::Seconds(10);
// A copy that is frozen or cut off holds a call no longer than this.
constexpr absl::Duration kHopMax = absl::Seconds(10);
constexpr size_t kRequestIdBytes = 16;

// By a copy that does not lead any more or not yet, or that is gone.
bool NotServedThere(const absl::Status& status) {
  const common::v1::ErrorReason reason = ReasonOf(status);
  return status.code() == absl::StatusCode::kUnavailable &&
         (reason == common::v1::ERROR_REASON_NOT_SERVING ||
          reason == common::v1::ERROR_REASON_NOT_LEADER ||
          reason == common::v1::ERROR_REASON_UNSPECIFIED);
}

// Nobody answered there, or the lead moved on meanwhile. The same call is put
// again: what has a request id has one effect, and a query has none.
bool AsksAgain(const absl::Status& status) {
  return NotServedThere(status) ||
         status.code() == absl::StatusCode::kCancelled;
}

// A caller who gave no request id gets one for the hops of this call.
void GiveRequestId(Message& request) {
  const google::protobuf::FieldDescriptor* field =
      request.GetDescriptor()->FindFieldByName("request_id");
  const google::protobuf::Reflection& fields = *request.GetReflection();
  if (!fields.GetString(request, field).empty()) return;
  fields.SetString(
      &request, field,
      StrCat("hop-", StdView(absl::BytesToHexString(
                         View(SystemRandom().Bytes(kRequestIdBytes))))));
}

absl::Status Unanswered(const std::string& leader, bool changes) {
  const std::string who =
      StrCat("The copy that leads, ", leader, ", has not answered for ",
             absl::FormatDuration(kHopMax), " and may be frozen or cut off. ");
  return changes ? Refusal(common::v1::ERROR_REASON_OUTCOME_UNKNOWN,
                           StrCat(who,
                                  "Repeat the call with the same request "
                                  "id to learn what became of it."))
                 : Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                           StrCat(who, "Repeat the call in a moment."));
}

absl::Status EndedUnknown() {
  return Refusal(common::v1::ERROR_REASON_OUTCOME_UNKNOWN,
                 "The service ended before the copy that leads had answered. "
                 "Repeat the call with the same request id.");
}

CallResult ResultOf(Forwarder::Answer answer) {
  CallResult result;
  result.status = std::move(answer.status);
  if (!result.status.ok()) return result;
  std::vector<grpc::Slice> slices;
  answer.reply.Dump(&slices);
  for (const grpc::Slice& slice : slices) {
    result.reply.append(reinterpret_cast<const char*>(slice.begin()),
                        slice.size());
  }
  for (const auto& [key, value] : answer.trailing) {
    if (key == "csi-repeated") result.repeated = true;
    if (key != "csi-position") continue;
    auto position = ParsePosition(value);
    if (position.ok()) result.offset = position->offset();
  }
  return result;
}

}  // namespace

struct ServiceBinder::QueryAttempt {
  PartitionHost& host;
  std::string method;  // "/service/name"
  grpc::ByteBuffer request;
  MetadataPairs metadata;
  absl::Duration deadline;
  absl::Duration until;  // it is tried again before that
  std::function<void()> here;
  std::function<void(const Forwarder::Answer&)> answered;
};

void ServiceBinder::RouteQuery(const MethodDescriptor& method,
                               PartitionHost& host,
                               const grpc::CallbackServerContext& context,
                               const grpc::ByteBuffer& request,
                               grpc::ByteBuffer* response,
                               grpc::ServerUnaryReactor& reactor,
                               std::function<void()> here) {
  MetadataPairs metadata = MetadataOfCall(context);
  const bool here_at_once = forwarder_ == nullptr || WasForwarded(metadata) ||
                            (ReadsAny(metadata) && host.StandbyLag());
  if (here_at_once) return here();
  const absl::Duration deadline = DeadlineOf(context, clock());
  TryQuery(std::make_shared<QueryAttempt>(QueryAttempt{
      host, StrCat("/", descriptor_.full_name(), "/", method.name()), request,
      std::move(metadata), deadline,
      std::min(deadline, clock().Steady() + kPatience), std::move(here),
      [&reactor, response](const Forwarder::Answer& answer) {
        *response = answer.reply;
        reactor.Finish(ToGrpc(answer.status));
      }}));
}

// Here, at the copy that leads, or a moment later while the lead moves.
void ServiceBinder::TryQuery(std::shared_ptr<QueryAttempt> attempt) {
  const PartitionHost& host = attempt->host;
  const absl::Duration now = clock().Steady();
  const std::string leader = host.leader_address();
  const bool last = now + kPause > attempt->until || forwarder_->stopped();
  const bool elsewhere = forwarder_->IsElsewhere(leader);
  const bool halted = host.report().phase == Executor::Phase::kHalted;
  if (host.serving() || halted || (last && !elsewhere)) {
    attempt->here();
    return;
  }
  const auto again = [this, attempt] {
    Forwarder::Later(kPause, [this, attempt] { TryQuery(attempt); });
  };
  if (!elsewhere) return again();
  forwarder_->Forward(
      {host.name(), leader}, attempt->method, attempt->request,
      attempt->metadata, std::min(attempt->deadline - now, kHopMax),
      [this, leader, again, attempt](Forwarder::Answer answer) {
        answer.status = WhatOfHop(std::move(answer.status), attempt->host,
                                  leader, attempt->deadline, /*changes=*/false);
        attempt->until =
            UntilAfter(answer.status, attempt->until, attempt->deadline);
        if (AsksAgain(answer.status) && MayAsk(attempt->until)) {
          again();
          return;
        }
        attempt->answered(answer);
      });
}

struct ServiceBinder::Attempt {
  PartitionHost& host;
  const MethodDescriptor& method;
  std::shared_ptr<Message> request;
  MetadataPairs metadata;
  absl::Duration deadline;
  absl::Duration until;  // it is tried again before that
  std::function<void(CallResult)> done;
};

void ServiceBinder::Mutate(const MethodDescriptor& method,
                           std::shared_ptr<Message> request,
                           const MetadataPairs& metadata,
                           absl::Duration deadline,
                           std::function<void(CallResult)> done) {
  PartitionHost& host = HostOf(*request);
  if (forwarder_ == nullptr || WasForwarded(metadata)) {
    MutateHere(method, host, std::move(request), metadata, deadline,
               std::move(done));
    return;
  }
  const absl::Duration until = std::min(deadline, clock().Steady() + kPatience);
  TryHere(std::make_shared<Attempt>(Attempt{host, method, std::move(request),
                                            metadata, deadline, until,
                                            std::move(done)}));
}

void ServiceBinder::TryHere(std::shared_ptr<Attempt> attempt) {
  const Attempt& what = *attempt;
  MutateHere(what.method, what.host, what.request, what.metadata, what.deadline,
             [this, attempt = std::move(attempt)](CallResult result) {
               if (NotLed(result.status)) {
                 TryElsewhere(attempt, std::move(result));
               } else {
                 attempt->done(std::move(result));
               }
             });
}

void ServiceBinder::TryElsewhere(std::shared_ptr<Attempt> attempt,
                                 CallResult refused) {
  const PartitionHost& host = attempt->host;
  const absl::Duration now = clock().Steady();
  std::string leader = MetadataOf(refused.status, "leader");
  if (leader.empty()) leader = host.leader_address();
  const auto again = [this, attempt](CallResult last) {
    if (MayAsk(attempt->until)) {
      Forwarder::Later(kPause, [this, attempt] { TryHere(attempt); });
    } else {
      CountCall({attempt->method.name(), "", "", "", "", {}}, last.status);
      attempt->done(std::move(last));
    }
  };
  if (!forwarder_->IsElsewhere(leader)) {
    again(std::move(refused));
    return;
  }
  GiveRequestId(*attempt->request);
  const std::string bytes = attempt->request->SerializeAsString();
  forwarder_->Forward(
      {host.name(), leader},
      StrCat("/", descriptor_.full_name(), "/", attempt->method.name()),
      BufferOf(bytes), attempt->metadata,
      std::min(attempt->deadline - now, kHopMax),
      [this, leader, again, attempt](Forwarder::Answer answer) {
        CallResult result = ResultOf(std::move(answer));
        result.status = WhatOfHop(std::move(result.status), attempt->host,
                                  leader, attempt->deadline, /*changes=*/true);
        attempt->until =
            UntilAfter(result.status, attempt->until, attempt->deadline);
        if (AsksAgain(result.status)) {
          again(std::move(result));
        } else {
          attempt->done(std::move(result));
        }
      });
}

bool ServiceBinder::MayAsk(absl::Duration until) const {
  return clock().Steady() + kPause <= until && !forwarder_->stopped();
}

// Who was cut off from a copy that leads no more has waited for it, not for a
// leader: the patience begins anew.
absl::Duration ServiceBinder::UntilAfter(const absl::Status& status,
                                         absl::Duration until,
                                         absl::Duration deadline) const {
  if (status.code() != absl::StatusCode::kCancelled) return until;
  return std::min(deadline, clock().Steady() + kPatience);
}

// What the end of a hop says to the caller: `status` itself, or, where the hop
// was cut or hung, whether it is to be put again (CANCELLED) or given up.
absl::Status ServiceBinder::WhatOfHop(absl::Status status,
                                      const PartitionHost& host,
                                      const std::string& leader,
                                      absl::Duration deadline,
                                      bool changes) const {
  const bool cut = status.code() == absl::StatusCode::kCancelled;
  if (cut && forwarder_->stopped() && changes) return EndedUnknown();
  const bool hung = status.code() == absl::StatusCode::kDeadlineExceeded &&
                    clock().Steady() < deadline;
  if (!hung) return status;
  if (host.leader_address() != leader) {
    return absl::CancelledError("the lead has moved");
  }
  return Unanswered(leader, changes);
}

}  // namespace csi::rpc
