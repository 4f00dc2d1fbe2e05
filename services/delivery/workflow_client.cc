#include "services/delivery/workflow_client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/rpc/status_convert.h"
#include "common/status/status.h"

namespace csi::delivery {
namespace {

constexpr absl::Duration kCallDeadline = absl::Seconds(30);
constexpr std::chrono::milliseconds kStopPoll(50);
constexpr int kChannelsPage = 1000;

std::string TenantOf(const std::string& name) {
  const std::vector<std::string> part = absl::StrSplit(name, '/');
  return part.size() > 1 ? part[1] : "";
}

}  // namespace

// Its thread breaks off the call under way when the program is to end: a
// blocking read of gRPC hears of nothing else.
struct WorkflowClient::Impl {
  explicit Impl(std::function<bool()> stopping)
      : watcher([this, stopping = std::move(stopping)] {
          std::unique_lock lock(mutex);
          while (!over) {
            if (stopping() && current != nullptr) current->TryCancel();
            ended.wait_for(lock, kStopPoll);
          }
        }) {}
  ~Impl() {
    {
      const std::lock_guard lock(mutex);
      over = true;
    }
    ended.notify_one();
    watcher.join();
  }
  void SetCurrent(grpc::ClientContext* context) {
    const std::lock_guard lock(mutex);
    current = context;
  }

  std::shared_ptr<grpc::Channel> channel;
  std::mutex mutex;
  std::condition_variable ended;
  grpc::ClientContext* current = nullptr;
  bool over = false;
  std::thread watcher;  // last: it uses the others
};

// The context of one call, with its deadline, while it is under way.
class WorkflowClient::OneCall {
 public:
  OneCall(Impl& impl, absl::Duration deadline) : impl_(impl) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
    impl_.SetCurrent(&context);
  }
  ~OneCall() { impl_.SetCurrent(nullptr); }
  OneCall(const OneCall&) = delete;
  OneCall& operator=(const OneCall&) = delete;

  grpc::ClientContext context;

 private:
  Impl& impl_;
};

WorkflowClient::WorkflowClient(const std::string& address, std::string actor,
                               std::function<bool()> stopping,
                               absl::Duration watch_deadline)
    : actor_(std::move(actor)),
      watch_deadline_(watch_deadline),
      impl_(std::make_unique<Impl>(std::move(stopping))) {
  impl_->channel =
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

WorkflowClient::~WorkflowClient() = default;

absl::Status WorkflowClient::Call(const std::string& method,
                                  const std::string& tenant,
                                  const google::protobuf::Message& request,
                                  google::protobuf::Message& response) {
  OneCall call(*impl_, kCallDeadline);
  grpc::ClientContext& context = call.context;
  context.AddMetadata("csi-actor", ResourceName(tenant, "people", actor_));
  const std::string path = StrCat("/csi.workflow.v1.WorkflowService/", method);
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer out(&slice, 1);
  grpc::ByteBuffer in;
  const grpc::internal::RpcMethod rpc(
      path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, impl_->channel);
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
          impl_->channel.get(), rpc, &context, out, &in);
  if (!status.ok()) return rpc::FromGrpc(status);
  grpc::Slice answer;
  if (!in.DumpToSingleSlice(&answer).ok() ||
      !response.ParseFromArray(answer.begin(),
                               static_cast<int>(answer.size()))) {
    return absl::InternalError("The answer of the workflow does not parse.");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<workflow::v1::DeliveryChannel>>
WorkflowClient::Channels(const std::string& tenant) {
  std::vector<workflow::v1::DeliveryChannel> channels;
  workflow::v1::ListDeliveryChannelsRequest request;
  request.set_parent(StrCat("tenants/", tenant));
  request.set_page_size(kChannelsPage);
  workflow::v1::ListDeliveryChannelsResponse response;
  do {
    request.set_page_token(response.next_page_token());
    response.Clear();
    RETURN_IF_ERROR(Call("ListDeliveryChannels", tenant, request, response));
    channels.insert(channels.end(), response.channels().begin(),
                    response.channels().end());
  } while (!response.next_page_token().empty());
  return channels;
}

absl::StatusOr<workflow::v1::NotificationPreferences>
WorkflowClient::Preferences(const std::string& person) {
  workflow::v1::GetNotificationPreferencesRequest request;
  request.set_name(StrCat(person, "/notificationPreferences"));
  workflow::v1::NotificationPreferences response;
  RETURN_IF_ERROR(
      Call("GetNotificationPreferences", TenantOf(person), request, response));
  return response;
}

absl::StatusOr<workflow::v1::InboxDigest> WorkflowClient::Digest(
    const std::string& person, absl::Time since) {
  workflow::v1::GetInboxDigestRequest request;
  request.set_parent(person);
  request.mutable_since_time()->set_seconds(absl::ToUnixSeconds(since));
  workflow::v1::InboxDigest response;
  RETURN_IF_ERROR(Call("GetInboxDigest", TenantOf(person), request, response));
  return response;
}

absl::Status WorkflowClient::Report(const std::string& tenant,
                                    const workflow::v1::Delivery& delivery) {
  workflow::v1::ReportDeliveryRequest request;
  request.set_parent(StrCat("tenants/", tenant));
  *request.mutable_delivery() = delivery;
  workflow::v1::Delivery response;
  return Call("ReportDelivery", tenant, request, response);
}

absl::Status WorkflowClient::Watch(
    const common::v1::WatchEventsRequest& request,
    const std::function<absl::Status(const common::v1::WatchEventsResponse&)>&
        take) {
  OneCall call(*impl_, watch_deadline_);
  grpc::ClientContext& context = call.context;
  const grpc::internal::RpcMethod rpc(
      "/csi.common.v1.EventService/WatchEvents",
      grpc::internal::RpcMethod::SERVER_STREAMING, impl_->channel);
  std::unique_ptr<grpc::ClientReader<common::v1::WatchEventsResponse>> reader(
      grpc::internal::ClientReaderFactory<
          common::v1::WatchEventsResponse>::Create(impl_->channel.get(), rpc,
                                                   &context, request));
  common::v1::WatchEventsResponse response;
  absl::Status taken;
  bool came = false;
  while (taken.ok() && reader->Read(&response)) {
    came = true;
    taken = take(response);
  }
  if (!taken.ok()) context.TryCancel();
  while (reader->Read(&response)) {
  }
  const grpc::Status status = reader->Finish();
  if (!taken.ok()) return taken;
  if (came && status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return absl::OkStatus();
  }
  return rpc::FromGrpc(status);
}

}  // namespace csi::delivery
