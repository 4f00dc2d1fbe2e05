// Longer than 300 lines because the service is one class, known here alone:
// it binds, routes and answers.
#include "common/rpc/service_binder.h"

#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/publisher/projection.h"
#include "common/rpc/call_counters.h"
#include "common/rpc/client_stream.h"
#include "common/rpc/not_serving.h"
#include "common/rpc/raw_call.h"
#include "common/rpc/request_validator.h"
#include "common/rpc/status_convert.h"
#include "common/rpc/strict_read.h"
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
// A strict read is asked again while the lead moves, as often and as long as
// other calls.
constexpr absl::Duration kProofPause = absl::Milliseconds(30);
constexpr absl::Duration kProofPatience = absl::Seconds(10);

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
    const PartitionHost& host = binder_.HostOf(*message);
    binder_.Mutate(
        method, std::move(message), MetadataOfCall(*context),
        DeadlineOf(*context, binder_.clock()),
        [&host, reactor, context, response](CallResult result) {
          if (result.status.ok()) {
            common::v1::ViewPosition position;
            position.set_source(std::string(host.domain().service()));
            position.set_journal_id(host.journal_id());
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
    PartitionHost& host = HostOf(method, *request);
    binder_.RouteQuery(method, host, *context, *request, response, *reactor,
                       [=, this, &method, &query, &host] {
                         AnswerHere({method, query, host, context, request,
                                     response, reactor});
                       });
    return reactor;
  }

  // A query that this copy is to answer.
  struct Asked {
    const MethodDescriptor& method;
    const QueryFn& query;
    PartitionHost& host;
    Context* context;
    const Buffer* request;
    Buffer* response;
    grpc::ServerUnaryReactor* reactor;
    // It could not prove its lead, and is asked again before that.
    absl::Duration until = absl::InfiniteDuration();
  };

  // Bytes that do not parse are refused wherever they go.
  PartitionHost& HostOf(const MethodDescriptor& method,
                        const Buffer& request) const {
    if (binder_.hosts_.count() == 1) return binder_.hosts_.first();
    const std::unique_ptr<Message> message = NewMessage(method.input_type());
    return ParseBuffer(request, *message).ok() ? binder_.HostOf(*message)
                                               : binder_.hosts_.first();
  }

  void AnswerHere(const Asked& asked) {
    std::shared_ptr<Message> message = NewMessage(asked.method.input_type());
    CallInfo info;
    absl::StatusOr<std::string> tenant =
        Check(asked.method, *asked.request, *message, *asked.context, info);
    if (!tenant.ok()) {
      asked.reactor->Finish(ToGrpc(tenant.status()));
      return;
    }
    auto answer = [this, asked, info, tenant = *tenant, message] {
      AnswerChecked(asked, info, tenant, message);
    };
    if (!info.read_strict || binder_.forwarder_ == nullptr) return answer();
    ProveLead(asked.host, *tenant, DeadlineOf(*asked.context, binder_.clock()),
              [this, asked, answer](const absl::Status& proof) {
                if (proof.ok()) return answer();
                Reroute(asked, proof);
              });
  }

  // Somebody else may lead by now, or in a moment: whoever passed the call on
  // asks again, and so does this copy for a while.
  void Reroute(Asked asked, const absl::Status& proof) {
    const bool moved = NotLed(proof) ||
                       ReasonOf(proof) == common::v1::ERROR_REASON_NOT_SERVING;
    asked.until =
        std::min({asked.until, DeadlineOf(*asked.context, binder_.clock()),
                  binder_.clock().Steady() + kProofPatience});
    if (!moved || WasForwarded(MetadataOfCall(*asked.context)) ||
        !binder_.MayAsk(asked.until)) {
      asked.reactor->Finish(ToGrpc(proof));
      return;
    }
    Forwarder::Later(kProofPause, [this, asked] {
      binder_.RouteQuery(asked.method, asked.host, *asked.context,
                         *asked.request, asked.response, *asked.reactor,
                         [this, asked] { AnswerHere(asked); });
    });
  }

  void AnswerChecked(const Asked& asked, const CallInfo& info,
                     const std::string& tenant,
                     std::shared_ptr<Message> message) {
    auto run = [this, asked, tenant, info, message](bool reached) {
      PartitionHost& host = asked.host;
      std::optional<absl::Duration> lag;
      if (info.read_any) lag = host.StandbyLag();
      const absl::Duration before = host.clock().Steady();
      const absl::Status status =
          Answer(asked, tenant, info, *message, reached, lag.has_value());
      if (lag) {
        asked.context->AddTrailingMetadata(
            "csi-read-lag-ms", StrCat(absl::ToInt64Milliseconds(*lag)));
      }
      CountCall({asked.method.name(), tenant, info.actor, "",
                 TraceparentOf(info.trace), host.clock().Steady() - before},
                status);
      asked.reactor->Finish(ToGrpc(status));
    };
    if (info.not_before.empty()) return run(true);
    const absl::Duration limit = binder_.clock().Steady() + kQueryWaitMax;
    asked.host.AwaitViews(
        info.not_before,
        std::min(limit, DeadlineOf(*asked.context, binder_.clock())), run);
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

  absl::Status Answer(const Asked& asked, const std::string& tenant,
                      const CallInfo& info, const Message& request,
                      bool reached, bool may_follow) {
    PartitionHost& host = asked.host;
    if (!reached) {
      return Refusal(common::v1::ERROR_REASON_VIEW_STALE,
                     "This service has not yet seen the position given in "
                     "csi-not-before. Repeat the call in a moment.");
    }
    auto snapshot = host.Snapshot();
    // Looked at after the rows were taken: they were whole then.
    const bool serving = host.serving() || may_follow;
    if (!serving || snapshot == nullptr) {
      return NotServing(host.report());
    }
    const QueryContext context{snapshot->table(Table::kState),
                               snapshot->table(Table::kViews), tenant,
                               info.actor, host.clock().Wall()};
    auto answer = NewMessage(asked.method.output_type());
    const absl::Status answered = asked.query(context, request, *answer);
    if (context.state.read_failed() || context.views.read_failed()) {
      return Refusal(
          common::v1::ERROR_REASON_JOURNAL_DAMAGED,
          StrCat("Stored data could not be read: ", host.store().damage(),
                 ". The operator restores a backup, or rebuilds "
                 "the state from the journal."));
    }
    RETURN_IF_ERROR(answered);
    *asked.response = BufferOf(answer->SerializeAsString());
    return absl::OkStatus();
  }

  grpc::ServerReadReactor<Buffer>* OpenStream(const MethodDescriptor& method,
                                              const StreamRule& rule,
                                              Context* context,
                                              Buffer* response) {
    const MethodDescriptor* mutation =
        binder_.descriptor_.FindMethodByName(rule.mutation);
    CSI_CHECK(mutation != nullptr, rule.mutation);
    return new ClientStream(binder_, *mutation, method.input_type(),
                            method.output_type(), rule,
                            MetadataOfCall(*context),
                            DeadlineOf(*context, binder_.clock()), response);
  }

  ServiceBinder& binder_;
  std::vector<std::string> names_;
};

ServiceBinder::ServiceBinder(
    const google::protobuf::ServiceDescriptor& descriptor, ServiceHosts hosts)
    : descriptor_(descriptor), hosts_(std::move(hosts)) {}

ServiceBinder::~ServiceBinder() = default;

bool ServiceBinder::IsMutation(const MethodDescriptor& method) {
  return method.input_type()->FindFieldByName("request_id") != nullptr &&
         !method.client_streaming() && !method.server_streaming();
}

PartitionHost& ServiceBinder::HostOf(const Message& request) const {
  if (hosts_.count() == 1) return hosts_.first();
  const absl::StatusOr<std::string> tenant = TenantOf(request);
  return tenant.ok() ? hosts_.Of(*tenant) : hosts_.first();
}

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

}  // namespace csi::rpc
