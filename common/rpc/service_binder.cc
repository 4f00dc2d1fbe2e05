#include "common/rpc/service_binder.h"

#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/publisher/projection.h"
#include "common/rpc/call_counters.h"
#include "common/rpc/client_stream.h"
#include "common/rpc/not_serving.h"
#include "common/rpc/raw_call.h"
#include "common/rpc/request_validator.h"
#include "common/rpc/status_convert.h"
#include "common/status/status.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace csi::rpc {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// A query waits this long for the positions that its caller has seen.
constexpr absl::Duration kQueryWaitMax = absl::Seconds(5);

bool IsMutation(const MethodDescriptor& method) {
  return method.input_type()->FindFieldByName("request_id") != nullptr &&
         !method.client_streaming() && !method.server_streaming();
}

// SHA-256 of what the caller asked for; tokens of optimistic reads and the
// request id itself are part of it, trace and deadline are not.
std::string ContentHash(std::string_view method, const Message& request) {
  return Sha256({method, std::string_view("\0", 1), ToBytes(request)});
}

}  // namespace

class ServiceBinder::Service : public grpc::Service {
 public:
  explicit Service(ServiceBinder& binder) : binder_(binder) {
    const auto& descriptor = binder.descriptor_;
    for (int i = 0; i < descriptor.method_count(); ++i) {
      names_.push_back(StrCat("/", descriptor.full_name(), "/",
                              descriptor.method(i)->name()));
    }
    for (int i = 0; i < descriptor.method_count(); ++i) {
      Bind(i, *descriptor.method(i));
    }
  }

 private:
  using Context = grpc::CallbackServerContext;
  using Buffer = grpc::ByteBuffer;

  void Bind(int index, const MethodDescriptor& method) {
    using grpc::internal::RpcMethod;
    const char* name = names_[index].c_str();
    auto type = method.client_streaming() ? RpcMethod::CLIENT_STREAMING
                                          : RpcMethod::NORMAL_RPC;
    AddMethod(new grpc::internal::RpcServiceMethod(name, type, nullptr));
    if (method.client_streaming()) {
      auto rule = binder_.streams_.find(method.name());
      CSI_CHECK(rule != binder_.streams_.end(), method.full_name());
      MarkMethodRawCallback(
          index,
          new grpc::internal::CallbackClientStreamingHandler<Buffer, Buffer>(
              [this, &method, rule = &rule->second](Context* context,
                                                    Buffer* response) {
                return OpenStream(method, *rule, context, response);
              }));
      return;
    }
    auto query = binder_.queries_.find(method.name());
    const QueryFn* run =
        query == binder_.queries_.end() ? nullptr : &query->second;
    CSI_CHECK(run != nullptr || IsMutation(method), method.full_name());
    MarkMethodRawCallback(
        index,
        new grpc::internal::CallbackUnaryHandler<Buffer, Buffer>(
            [this, &method, run](Context* context, const Buffer* request,
                                 Buffer* response) {
              return run != nullptr
                         ? RunQuery(method, *run, context, request, response)
                         : RunMutation(method, context, request, response);
            }));
  }

  grpc::ServerUnaryReactor* RunMutation(const MethodDescriptor& method,
                                        Context* context, const Buffer* request,
                                        Buffer* response) {
    auto* reactor = context->DefaultReactor();
    std::shared_ptr<Message> message = NewMessage(method.input_type());
    absl::Status parsed = ParseBuffer(*request, *message);
    if (!parsed.ok()) {
      reactor->Finish(ToGrpc(parsed));
      return reactor;
    }
    binder_.Mutate(
        method, std::move(message), MetadataOfCall(*context),
        DeadlineOf(*context, binder_.host_.clock()),
        [this, reactor, context, response](CallResult result) {
          if (result.status.ok()) {
            common::v1::ViewPosition position;
            position.set_source(std::string(binder_.host_.domain().service()));
            position.set_journal_id(binder_.host_.journal_id());
            position.set_offset(result.offset);
            context->AddTrailingMetadata("csi-position",
                                         PositionText(position));
            if (result.repeated) {
              context->AddTrailingMetadata("csi-repeated", "true");
            }
            *response = BufferOf(result.reply);
          }
          reactor->Finish(ToGrpc(result.status));
        });
    return reactor;
  }

  grpc::ServerUnaryReactor* RunQuery(const MethodDescriptor& method,
                                     const QueryFn& query, Context* context,
                                     const Buffer* request, Buffer* response) {
    auto* reactor = context->DefaultReactor();
    binder_.RouteQuery(method, *context, *request, response, *reactor,
                       [=, this, &method, &query] {
                         AnswerHere(method, query, context, request, response,
                                    reactor);
                       });
    return reactor;
  }

  void AnswerHere(const MethodDescriptor& method, const QueryFn& query,
                  Context* context, const Buffer* request, Buffer* response,
                  grpc::ServerUnaryReactor* reactor) {
    std::shared_ptr<Message> message = NewMessage(method.input_type());
    CallInfo info;
    absl::StatusOr<std::string> tenant =
        Check(method, *request, *message, *context, info);
    if (!tenant.ok()) {
      reactor->Finish(ToGrpc(tenant.status()));
      return;
    }
    auto run = [this, &method, &query, tenant = *tenant, info, message, reactor,
                context, response](bool reached) {
      std::optional<absl::Duration> lag;
      if (info.read_any) lag = binder_.host_.StandbyLag();
      const absl::Duration before = binder_.host_.clock().Steady();
      const absl::Status status =
          Answer(method, query, tenant, info, *message, reached,
                 binder_.host_.serving() || lag, response);
      if (lag) {
        context->AddTrailingMetadata("csi-read-lag-ms",
                                     StrCat(absl::ToInt64Milliseconds(*lag)));
      }
      CountCall(
          {method.name(), tenant, info.actor, "", TraceparentOf(info.trace),
           binder_.host_.clock().Steady() - before},
          status);
      reactor->Finish(ToGrpc(status));
    };
    if (info.not_before.empty()) return run(true);
    const absl::Duration limit = binder_.host_.clock().Steady() + kQueryWaitMax;
    binder_.host_.AwaitViews(
        info.not_before,
        std::min(limit, DeadlineOf(*context, binder_.host_.clock())), run);
  }

  absl::StatusOr<std::string> Check(const MethodDescriptor& method,
                                    const Buffer& request, Message& message,
                                    const Context& context, CallInfo& info) {
    RETURN_IF_ERROR(ParseBuffer(request, message));
    RETURN_IF_ERROR(ValidateRequest(message));
    ASSIGN_OR_RETURN(std::string tenant, TenantOf(message));
    ASSIGN_OR_RETURN(info, ReadCallInfo(MetadataOfCall(context), tenant));
    return tenant;
  }

  absl::Status Answer(const MethodDescriptor& method, const QueryFn& query,
                      const std::string& tenant, const CallInfo& info,
                      const Message& request, bool reached, bool serving,
                      Buffer* response) {
    if (!reached) {
      return Refusal(common::v1::ERROR_REASON_VIEW_STALE,
                     "This service has not yet seen the position given in "
                     "csi-not-before. Repeat the call in a moment.");
    }
    auto snapshot = binder_.host_.Snapshot();
    if (!serving || snapshot == nullptr) {
      return NotServing(binder_.host_.report());
    }
    const QueryContext context{snapshot->table(Table::kState),
                               snapshot->table(Table::kViews), tenant,
                               info.actor, binder_.host_.clock().Wall()};
    auto answer = NewMessage(method.output_type());
    const absl::Status answered = query(context, request, *answer);
    if (context.state.read_failed() || context.views.read_failed()) {
      return Refusal(common::v1::ERROR_REASON_JOURNAL_DAMAGED,
                     StrCat("Stored data could not be read: ",
                            binder_.host_.store().damage(),
                            ". The operator restores a backup, or rebuilds "
                            "the state from the journal."));
    }
    RETURN_IF_ERROR(answered);
    *response = BufferOf(answer->SerializeAsString());
    return absl::OkStatus();
  }

  grpc::ServerReadReactor<Buffer>* OpenStream(const MethodDescriptor& method,
                                              const StreamRule& rule,
                                              Context* context,
                                              Buffer* response) {
    const MethodDescriptor* mutation =
        binder_.descriptor_.FindMethodByName(rule.mutation);
    CSI_CHECK(mutation != nullptr, rule.mutation);
    return new ClientStream(
        binder_, *mutation, method.input_type(), method.output_type(), rule,
        MetadataOfCall(*context), DeadlineOf(*context, binder_.host_.clock()),
        response);
  }

  ServiceBinder& binder_;
  std::vector<std::string> names_;
};

ServiceBinder::ServiceBinder(
    const google::protobuf::ServiceDescriptor& descriptor, PartitionHost& host)
    : descriptor_(descriptor), host_(host) {}

ServiceBinder::~ServiceBinder() = default;

void ServiceBinder::AddQuery(std::string_view method, QueryFn query) {
  CSI_CHECK(descriptor_.FindMethodByName(std::string(method)) != nullptr,
            method);
  queries_.emplace(std::string(method), std::move(query));
}

void ServiceBinder::AddClientStream(std::string_view method, StreamRule rule) {
  streams_.emplace(std::string(method), std::move(rule));
}

grpc::Service* ServiceBinder::Finish() {
  service_ = std::make_unique<Service>(*this);
  return service_.get();
}

void ServiceBinder::MutateHere(const MethodDescriptor& method,
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
  call.queued_at = host_.clock().Steady();
  AnsweredCall answered{method.name(),
                        call.command.tenant,
                        call.command.actor,
                        call.command.request_id,
                        TraceparentOf(call.command.trace),
                        call.queued_at};
  const bool passed_on = forwarder_ != nullptr && !WasForwarded(metadata);
  call.done = [this, passed_on, answered = std::move(answered),
               done = std::move(done)](CallResult result) mutable {
    answered.duration = host_.clock().Steady() - answered.duration;
    // A call that is passed on is counted by who answers it.
    if (!passed_on || !NotLed(result.status))
      CountCall(answered, result.status);
    done(std::move(result));
  };
  host_.Submit(std::move(call));
}

}  // namespace csi::rpc
