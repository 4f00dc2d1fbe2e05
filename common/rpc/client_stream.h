// One client stream of the API: every message is a mutation of its own, and the
// replies are merged into one answer. Lives until gRPC is done with it.
#ifndef CSI_COMMON_RPC_CLIENT_STREAM_H_
#define CSI_COMMON_RPC_CLIENT_STREAM_H_

#include <memory>
#include <mutex>

#include "common/rpc/raw_call.h"
#include "common/rpc/service_binder.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/support/server_callback.h"

namespace csi::rpc {

// A message of a linked type.
std::unique_ptr<google::protobuf::Message> NewMessage(
    const google::protobuf::Descriptor* descriptor);

class ClientStream : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  // `binder`, `mutation`, `rule` and `response` outlive it.
  ClientStream(ServiceBinder& binder,
               const google::protobuf::MethodDescriptor& mutation,
               const google::protobuf::Descriptor* item_type,
               const google::protobuf::Descriptor* answer_type,
               const ServiceBinder::StreamRule& rule, MetadataPairs metadata,
               absl::Duration deadline, grpc::ByteBuffer* response);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  void OnResult(CallResult result);
  // REQUIRES: mutex_ held.
  void Fail(const absl::Status& status);
  // Releases the lock before Finish, which may lead to OnDone and so to the
  // end of this object.
  void FinishWhenDone(std::unique_lock<std::mutex>& lock);

  ServiceBinder& binder_;
  const google::protobuf::MethodDescriptor& mutation_;
  const google::protobuf::Descriptor* item_type_;
  const ServiceBinder::StreamRule& rule_;
  const MetadataPairs metadata_;
  const absl::Duration deadline_;
  std::unique_ptr<google::protobuf::Message> answer_;
  grpc::ByteBuffer* const response_;
  grpc::ByteBuffer buffer_;
  std::mutex mutex_;
  int in_flight_ = 0;
  bool waiting_ = false;
  bool reading_ended_ = false;
  bool failed_ = false;
  bool finished_ = false;
  absl::Status status_;
};

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_CLIENT_STREAM_H_
