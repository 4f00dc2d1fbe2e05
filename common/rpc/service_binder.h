// A gRPC service made from its descriptor: no generated stubs, one place for
// parsing, validation, actors, deadlines, request ids and error details.
//
// Every unary method whose request has a `request_id` field is a mutation and
// goes to its tenant's partition by its name; queries and streams are
// registered with a function. Bind everything before the server starts; then
// thread-safe.
//
//   ServiceBinder binder(*descriptor, hosts);
//   binder.Query<GetPersonRequest, Person>("GetPerson", &GetPerson);
//   server_builder.RegisterService(binder.Finish());
#ifndef CSI_COMMON_RPC_SERVICE_BINDER_H_
#define CSI_COMMON_RPC_SERVICE_BINDER_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/domain/paging.h"
#include "common/rpc/call_info.h"
#include "common/rpc/forwarder.h"
#include "common/runtime/service_hosts.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server_context.h"

namespace csi::rpc {

class ServiceBinder {
 public:
  using Message = google::protobuf::Message;
  using QueryFn = std::function<absl::Status(const QueryContext&,
                                             const Message&, Message&)>;
  // Folds one message of a client stream into the mutation to be called; the
  // replies are merged by `Merge` into the answer of the stream.
  struct StreamRule {
    std::string mutation;  // method that takes each message
    std::function<std::unique_ptr<Message>(const Message& item)> to_request;
    std::function<void(const Message& reply, Message& answer)> merge;
  };

  // `descriptor` and the hosts outlive the binder.
  ServiceBinder(const google::protobuf::ServiceDescriptor& descriptor,
                ServiceHosts hosts);
  ~ServiceBinder();

  template <class Request, class Response>
  void Query(std::string_view method,
             absl::Status (*query)(const QueryContext&, const Request&,
                                   Response*)) {
    AddQuery(method, [query](const QueryContext& context,
                             const Message& request, Message& response) {
      return query(context, static_cast<const Request&>(request),
                   static_cast<Response*>(&response));
    });
  }
  void AddQuery(std::string_view method, QueryFn query);
  void AddClientStream(std::string_view method, StreamRule rule);

  // Whether a method changes something.
  static bool IsMutation(const google::protobuf::MethodDescriptor& method);

  // The service for ServerBuilder; owned by the binder. CSI_CHECKs that every
  // method is a mutation or bound.
  grpc::Service* Finish();

  // REQUIRES: before Finish. Calls that another copy must answer go there.
  // `forwarder` outlives the server.
  void ForwardWith(Forwarder* forwarder) { forwarder_ = forwarder; }

  // Runs a mutation as if it had come over the wire, here or at the copy that
  // leads. For streams of commands.
  void Mutate(const google::protobuf::MethodDescriptor& method,
              std::shared_ptr<Message> request, const MetadataPairs& metadata,
              absl::Duration deadline, std::function<void(CallResult)> done);
  // The partition of the tenant that the request names. One that names none is
  // refused wherever it goes.
  PartitionHost& HostOf(const Message& request) const;
  const google::protobuf::ServiceDescriptor& descriptor() const {
    return descriptor_;
  }
  const Clock& clock() const { return hosts_.first().clock(); }

 private:
  class Service;
  struct Attempt;
  // A query on its way to whoever serves it.
  struct QueryAttempt;

  // forwarded_call.cc
  // Finishes the reactor with what the copy that serves answers, or calls
  // `here` where that is this one.
  void RouteQuery(const google::protobuf::MethodDescriptor& method,
                  PartitionHost& host,
                  const grpc::CallbackServerContext& context,
                  const grpc::ByteBuffer& request, grpc::ByteBuffer* response,
                  grpc::ServerUnaryReactor& reactor,
                  std::function<void()> here);
  void TryQuery(std::shared_ptr<QueryAttempt> attempt);
  void TryHere(std::shared_ptr<Attempt> attempt);
  void TryElsewhere(std::shared_ptr<Attempt> attempt, CallResult refused);
  bool MayAsk(absl::Duration until) const;
  absl::Duration UntilAfter(const absl::Status& status, absl::Duration until,
                            absl::Duration deadline) const;
  absl::Status WhatOfHop(absl::Status status, const PartitionHost& host,
                         const std::string& leader, absl::Duration deadline,
                         bool changes) const;
  void MutateHere(const google::protobuf::MethodDescriptor& method,
                  PartitionHost& host, std::shared_ptr<Message> request,
                  const MetadataPairs& metadata, absl::Duration deadline,
                  std::function<void(CallResult)> done);

  const google::protobuf::ServiceDescriptor& descriptor_;
  const ServiceHosts hosts_;
  Forwarder* forwarder_ = nullptr;
  absl::flat_hash_map<std::string, QueryFn> queries_;
  absl::flat_hash_map<std::string, StreamRule> streams_;
  std::unique_ptr<Service> service_;
};

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_SERVICE_BINDER_H_
