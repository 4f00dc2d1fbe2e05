#include "common/connect/wire.h"

#include <google/protobuf/util/json_util.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "common/base/strings.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/status.pb.h"

namespace csi::connect {
namespace {

using google::protobuf::Any;
using google::protobuf::DescriptorPool;
using google::protobuf::MessageFactory;

constexpr size_t kPrefixBytes = 5;

struct CodeRow {
  grpc::StatusCode code;
  std::string_view name;
  int http;
};

constexpr CodeRow kCodes[] = {
    {grpc::StatusCode::CANCELLED, "canceled", 499},
    {grpc::StatusCode::UNKNOWN, "unknown", 500},
    {grpc::StatusCode::INVALID_ARGUMENT, "invalid_argument", 400},
    {grpc::StatusCode::DEADLINE_EXCEEDED, "deadline_exceeded", 504},
    {grpc::StatusCode::NOT_FOUND, "not_found", 404},
    {grpc::StatusCode::ALREADY_EXISTS, "already_exists", 409},
    {grpc::StatusCode::PERMISSION_DENIED, "permission_denied", 403},
    {grpc::StatusCode::RESOURCE_EXHAUSTED, "resource_exhausted", 429},
    {grpc::StatusCode::FAILED_PRECONDITION, "failed_precondition", 400},
    {grpc::StatusCode::ABORTED, "aborted", 409},
    {grpc::StatusCode::OUT_OF_RANGE, "out_of_range", 400},
    {grpc::StatusCode::UNIMPLEMENTED, "unimplemented", 501},
    {grpc::StatusCode::INTERNAL, "internal", 500},
    {grpc::StatusCode::UNAVAILABLE, "unavailable", 503},
    {grpc::StatusCode::DATA_LOSS, "data_loss", 500},
    {grpc::StatusCode::UNAUTHENTICATED, "unauthenticated", 401},
};

const CodeRow& RowOf(grpc::StatusCode code) {
  for (const CodeRow& row : kCodes) {
    if (row.code == code) return row;
  }
  return kCodes[1];
}

// A detail as people read it; null where its type is not known here.
nlohmann::json Debug(const Any& any) {
  const std::string type = any.type_url().substr(any.type_url().rfind('/') + 1);
  const auto* descriptor =
      DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return nullptr;
  const std::unique_ptr<google::protobuf::Message> message(
      MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  std::string text;
  if (!message->ParseFromString(any.value()) ||
      !google::protobuf::util::MessageToJsonString(*message, &text).ok()) {
    return nullptr;
  }
  return nlohmann::json::parse(text, nullptr, false);
}

nlohmann::json ErrorValue(const grpc::Status& status) {
  nlohmann::json error;
  error["code"] = CodeName(status.error_code());
  error["message"] = status.error_message();
  google::rpc::Status packed;
  if (!packed.ParseFromString(status.error_details())) return error;
  for (const Any& any : packed.details()) {
    // Unpadded, as the protocol has it.
    std::string value = absl::Base64Escape(any.value());
    while (!value.empty() && value.back() == '=') value.pop_back();
    nlohmann::json detail = {
        {"type", any.type_url().substr(any.type_url().rfind('/') + 1)},
        {"value", value}};
    if (nlohmann::json debug = Debug(any); !debug.is_null()) {
      detail["debug"] = std::move(debug);
    }
    error["details"].push_back(std::move(detail));
  }
  return error;
}

// Text that is not UTF-8 is shown with marks rather than thrown on.
std::string Dump(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string_view CodeName(grpc::StatusCode code) { return RowOf(code).name; }
int HttpStatusOf(grpc::StatusCode code) { return RowOf(code).http; }

std::string ErrorJson(const grpc::Status& status) {
  return Dump(ErrorValue(status));
}

HttpAnswer ErrorAnswer(const grpc::Status& status) {
  return {HttpStatusOf(status.error_code()),
          {{"content-type", "application/json"}},
          ErrorJson(status)};
}

std::string Envelope(uint8_t flags, std::string_view message) {
  std::string bytes(1, static_cast<char>(flags));
  const auto size = static_cast<uint32_t>(message.size());
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>((size >> shift) & 0xff));
  }
  bytes.append(message);
  return bytes;
}

std::string EndOfStream(const grpc::Status& status, const Pairs& trailers) {
  nlohmann::json end = nlohmann::json::object();
  if (!status.ok()) end["error"] = ErrorValue(status);
  for (const auto& [name, value] : trailers) {
    end["metadata"][name].push_back(value);
  }
  return Envelope(kFlagEnd, Dump(end));
}

absl::StatusOr<std::string> OnlyMessage(std::string_view body) {
  if (body.empty()) {
    return absl::UnimplementedError(
        "The stream has no request. Send one message in an envelope.");
  }
  if (body.size() < kPrefixBytes) {
    return absl::InvalidArgumentError(
        "The envelope is cut off: 1 byte of flags and 4 of length come "
        "first.");
  }
  uint64_t size = 0;
  for (size_t i = 1; i < kPrefixBytes; ++i) {
    size = size << 8 | static_cast<uint8_t>(body[i]);
  }
  const auto flags = static_cast<uint8_t>(body[0]);
  if ((flags & kFlagCompressed) != 0) {
    return absl::UnimplementedError(
        "The message is compressed; send it as it is (identity).");
  }
  if (flags != 0 || size > body.size() - kPrefixBytes) {
    return absl::InvalidArgumentError(
        "The envelope is malformed: its flags must be 0 and its length that "
        "of the message.");
  }
  if (size < body.size() - kPrefixBytes) {
    return absl::UnimplementedError(
        "The stream has more than one request; it takes one.");
  }
  return std::string(body.substr(kPrefixBytes));
}

}  // namespace csi::connect
