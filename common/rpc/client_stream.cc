#include "common/rpc/client_stream.h"

#include "common/rpc/status_convert.h"

namespace csi::rpc {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Mutations of one client stream that may be in flight.
constexpr int kStreamInFlightMax = 64;

}  // namespace

std::unique_ptr<Message> NewMessage(
    const google::protobuf::Descriptor* descriptor) {
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(
          descriptor);
  return std::unique_ptr<Message>(prototype->New());
}

ClientStream::ClientStream(ServiceBinder& binder,
                           const MethodDescriptor& mutation,
                           const google::protobuf::Descriptor* item_type,
                           const google::protobuf::Descriptor* answer_type,
                           const ServiceBinder::StreamRule& rule,
                           MetadataPairs metadata, absl::Duration deadline,
                           grpc::ByteBuffer* response)
    : binder_(binder),
      mutation_(mutation),
      item_type_(item_type),
      rule_(rule),
      metadata_(std::move(metadata)),
      deadline_(deadline),
      answer_(NewMessage(answer_type)),
      response_(response) {
  StartRead(&buffer_);
}

void ClientStream::OnReadDone(bool ok) {
  std::unique_ptr<Message> item = NewMessage(item_type_);
  absl::Status parsed;
  if (ok) parsed = ParseBuffer(buffer_, *item);
  bool read_on = false;
  {
    std::unique_lock lock(mutex_);
    if (!ok) reading_ended_ = true;
    if (!parsed.ok()) Fail(parsed);
    if (reading_ended_) {
      FinishWhenDone(lock);
      return;
    }
    ++in_flight_;
    read_on = in_flight_ < kStreamInFlightMax;
    waiting_ = !read_on;
  }
  binder_.Mutate(mutation_, rule_.to_request(*item), metadata_, deadline_,
                 [this](CallResult result) { OnResult(std::move(result)); });
  if (read_on) StartRead(&buffer_);
}

void ClientStream::OnResult(CallResult result) {
  bool read_on = false;
  {
    std::unique_lock lock(mutex_);
    --in_flight_;
    if (!result.status.ok()) {
      Fail(result.status);
    } else if (!failed_) {
      auto reply = NewMessage(mutation_.output_type());
      reply->ParseFromString(result.reply);
      rule_.merge(*reply, *answer_);
    }
    read_on = std::exchange(waiting_, false) && !failed_;
    if (!read_on) FinishWhenDone(lock);
  }
  if (read_on) StartRead(&buffer_);
}

void ClientStream::Fail(const absl::Status& status) {
  if (!failed_) status_ = status;
  failed_ = true;
  reading_ended_ = true;
}

void ClientStream::FinishWhenDone(std::unique_lock<std::mutex>& lock) {
  if (!reading_ended_ || in_flight_ > 0 || finished_) return;
  finished_ = true;
  if (status_.ok()) *response_ = BufferOf(answer_->SerializeAsString());
  const grpc::Status status = ToGrpc(status_);
  lock.unlock();
  Finish(status);
}

}  // namespace csi::rpc
