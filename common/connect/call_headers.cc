#include "common/connect/call_headers.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"

namespace csi::connect {
namespace {

using grpc::StatusCode;

// The metadata of a call (common/rpc/call_info.h). No other header goes in:
// some speak between copies.
constexpr std::string_view kMetadata[] = {"csi-actor",      "csi-on-behalf-of",
                                          "csi-not-before", "csi-read",
                                          "traceparent",    "tracestate"};
constexpr size_t kTimeoutDigitsMax = 10;

// Connect-Timeout-Ms, at most ten digits.
grpc::Status TakeTimeout(std::string_view text,
                         std::optional<absl::Duration>& within) {
  if (text.empty()) return grpc::Status::OK;
  int64_t ms = 0;
  if (text.size() > kTimeoutDigitsMax ||
      text.find_first_not_of("0123456789") != std::string_view::npos ||
      !absl::SimpleAtoi(View(text), &ms)) {
    return grpc::Status(
        StatusCode::INVALID_ARGUMENT,
        StrCat("Connect-Timeout-Ms: \"", text,
               "\" is no whole number of milliseconds of at most ten digits."));
  }
  if (ms == 0) {
    return grpc::Status(StatusCode::DEADLINE_EXCEEDED,
                        "Connect-Timeout-Ms: no time was given.");
  }
  within = absl::Milliseconds(ms);
  return grpc::Status::OK;
}

grpc::Status CheckEncoding(std::string_view name, std::string_view value) {
  if (value.empty() || value == "identity") return grpc::Status::OK;
  return grpc::Status(
      StatusCode::UNIMPLEMENTED,
      StrCat(name, ": \"", value, "\" is not read here. Send identity."));
}

}  // namespace

Pairs MetadataOf(const HttpHead& head) {
  Pairs pairs;
  for (const auto& [name, value] : head.headers) {
    if (std::find(std::begin(kMetadata), std::end(kMetadata), name) !=
        std::end(kMetadata)) {
      pairs.emplace_back(name, value);
    }
  }
  return pairs;
}

grpc::Status CheckHeaders(const HttpHead& head,
                          std::optional<absl::Duration>& within) {
  const std::string_view version = head.Header("connect-protocol-version");
  if (!version.empty() && version != "1") {
    return grpc::Status(StatusCode::INVALID_ARGUMENT,
                        StrCat("Connect-Protocol-Version: \"", version,
                               "\" is not known; 1 is."));
  }
  grpc::Status status =
      CheckEncoding("Content-Encoding", head.Header("content-encoding"));
  if (!status.ok()) return status;
  status = CheckEncoding("Connect-Content-Encoding",
                         head.Header("connect-content-encoding"));
  if (!status.ok()) return status;
  return TakeTimeout(head.Header("connect-timeout-ms"), within);
}

}  // namespace csi::connect
