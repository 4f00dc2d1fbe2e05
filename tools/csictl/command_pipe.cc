#include "tools/csictl/command_pipe.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/sync_stream.h>

#include "common/rpc/status_convert.h"

namespace csi::tools {
namespace {

using common::v1::PerformCommandsRequest;
using common::v1::PerformCommandsResponse;

// Together in one message, and on their way before results are waited for:
// half of what a server allows.
constexpr int kMessageCommands = 64;
constexpr size_t kOpenMax = 512;
// A message is sent before it grows beyond this.
constexpr size_t kMessageBytes = size_t{1} << 20;

}  // namespace

struct CommandPipe::Stream {
  grpc::ClientContext context;
  std::unique_ptr<
      grpc::ClientReaderWriter<PerformCommandsRequest, PerformCommandsResponse>>
      wire;
  bool ended = false;
};

CommandPipe::CommandPipe(std::shared_ptr<grpc::ChannelInterface> channel,
                         const std::string& actor, bool omit_replies,
                         TakeFn take)
    : omit_replies_(omit_replies),
      take_(std::move(take)),
      stream_(std::make_unique<Stream>()) {
  if (!actor.empty()) stream_->context.AddMetadata("csi-actor", actor);
  const grpc::internal::RpcMethod method(
      "/csi.common.v1.CommandService/PerformCommands",
      grpc::internal::RpcMethod::BIDI_STREAMING, channel);
  stream_->wire.reset(grpc::internal::ClientReaderWriterFactory<
                      PerformCommandsRequest,
                      PerformCommandsResponse>::Create(channel.get(), method,
                                                       &stream_->context));
}

CommandPipe::~CommandPipe() {
  if (stream_->ended) return;
  stream_->context.TryCancel();
  stream_->wire->Finish();
}

absl::Status CommandPipe::Send(uint64_t line,
                               const google::protobuf::Message& request) {
  next_.add_commands()->PackFrom(request);
  lines_.push_back(line);
  const bool full = next_.commands_size() >= kMessageCommands ||
                    next_.ByteSizeLong() >= kMessageBytes;
  absl::Status status = full ? Flush() : absl::OkStatus();
  while (status.ok() && open_ >= kOpenMax) status = ReadSome();
  return status;
}

absl::Status CommandPipe::Finish() {
  absl::Status status = Flush();
  while (status.ok() && open_ > 0) status = ReadSome();
  if (!status.ok()) return status;
  stream_->wire->WritesDone();
  return Ended();
}

std::vector<uint64_t> CommandPipe::Unanswered() const {
  std::vector<uint64_t> found;
  for (uint64_t line : lines_) {
    if (line != 0) found.push_back(line);
  }
  return found;
}

absl::Status CommandPipe::Flush() {
  if (next_.commands_size() == 0) return absl::OkStatus();
  next_.set_omit_replies(omit_replies_);
  const bool written = stream_->wire->Write(next_);
  open_ += next_.commands_size();
  next_.Clear();
  return written ? absl::OkStatus() : Ended();
}

absl::Status CommandPipe::ReadSome() {
  PerformCommandsResponse response;
  if (!stream_->wire->Read(&response)) return Ended();
  Take(response);
  return absl::OkStatus();
}

void CommandPipe::Take(const PerformCommandsResponse& response) {
  for (const auto& result : response.results()) {
    if (result.number() >= lines_.size()) continue;
    take_(std::exchange(lines_[result.number()], 0), result);
    --open_;
  }
}

absl::Status CommandPipe::Ended() {
  // What was answered before the end is still to be had.
  PerformCommandsResponse response;
  while (stream_->wire->Read(&response)) Take(response);
  stream_->ended = true;
  const absl::Status status = rpc::FromGrpc(stream_->wire->Finish());
  if (status.ok() && open_ > 0) {
    return absl::UnavailableError("The server ended the stream.");
  }
  return status;
}

}  // namespace csi::tools
