#include "common/rpc/raw_call.h"

#include <chrono>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "grpcpp/support/slice.h"

namespace csi::rpc {

absl::Status ParseBuffer(const grpc::ByteBuffer& buffer,
                         google::protobuf::Message& message) {
  bool parsed = false;
  grpc::Slice slice;
  if (buffer.TrySingleSlice(&slice).ok()) {
    parsed =
        message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
  } else if (buffer.DumpToSingleSlice(&slice).ok()) {
    parsed =
        message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
  }
  if (parsed) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_MESSAGE_MALFORMED,
      StrCat("The request is no valid ", message.GetDescriptor()->full_name(),
             ": broken protobuf bytes, or text that is not UTF-8. "
             "Check the client's encoding."));
}

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

MetadataPairs MetadataOfCall(const grpc::ServerContextBase& context) {
  MetadataPairs pairs;
  for (const auto& [key, value] : context.client_metadata()) {
    if (key.starts_with("csi-") || key == "traceparent") {
      pairs.emplace_back(std::string(key.data(), key.size()),
                         std::string(value.data(), value.size()));
    }
  }
  return pairs;
}

absl::Duration DeadlineOf(const grpc::ServerContextBase& context,
                          const Clock& clock) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) {
    return absl::InfiniteDuration();
  }
  const auto left = deadline - std::chrono::system_clock::now();
  if (left > std::chrono::hours(24 * 365)) return absl::InfiniteDuration();
  return clock.Steady() + absl::FromChrono(left);
}

}  // namespace csi::rpc
