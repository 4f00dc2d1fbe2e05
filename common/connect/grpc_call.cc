#include "common/connect/grpc_call.h"

#include <chrono>

#include "grpcpp/support/byte_buffer.h"

namespace csi::connect {

GrpcCall::GrpcCall(std::shared_ptr<grpc::Channel> channel,
                   const std::string& method, const Pairs& metadata,
                   std::optional<absl::Duration> within,
                   const std::string& request)
    : stub_(std::move(channel)) {
  if (within) {
    context_.set_deadline(std::chrono::system_clock::now() +
                          absl::ToChronoMilliseconds(*within));
  }
  for (const auto& [key, value] : metadata) context_.AddMetadata(key, value);
  stream_ = stub_.PrepareCall(&context_, method, &queue_);
  stream_->StartCall(nullptr);
  if (!Wait()) return;
  const grpc::Slice slice(request);
  stream_->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(),
                     nullptr);
  Wait();
}

GrpcCall::~GrpcCall() {
  if (!status_) {
    context_.TryCancel();
    Finish();
  }
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) continue;
}

bool GrpcCall::Wait() {
  void* tag = nullptr;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

std::optional<std::string> GrpcCall::Read() {
  grpc::ByteBuffer buffer;
  stream_->Read(&buffer, nullptr);
  if (!Wait()) return std::nullopt;
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(slice.begin()),
                     slice.size());
}

grpc::Status GrpcCall::Finish() {
  if (!status_) {
    grpc::Status status;
    stream_->Finish(&status, nullptr);
    Wait();
    status_ = status;
  }
  return *status_;
}

Pairs GrpcCall::Trailers() const {
  Pairs pairs;
  for (const auto& [key, value] : context_.GetServerTrailingMetadata()) {
    // Details of an error stand in the error itself.
    if (key.ends_with("-bin")) continue;
    pairs.emplace_back(std::string(key.data(), key.size()),
                       std::string(value.data(), value.size()));
  }
  return pairs;
}

}  // namespace csi::connect
