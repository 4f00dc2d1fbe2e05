#include "common/domain/paging.h"

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "common/base/limits.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/status/status.h"

namespace csi {
namespace {

constexpr size_t kFingerprintBytes = 8;

absl::Status BadToken() {
  return Refusal(common::v1::ERROR_REASON_PAGE_TOKEN_INVALID,
                 "page_token: it does not belong to this query. Use the token "
                 "of the page before with the same parent, filter and order, "
                 "or start again without one.",
                 {{"field", "page_token"}});
}

}  // namespace

std::string Page::TokenAfter(std::string_view last_key) const {
  return absl::WebSafeBase64Escape(StrCat(fingerprint, last_key));
}

absl::StatusOr<Page> PageOf(const google::protobuf::Message& request) {
  const auto* descriptor = request.GetDescriptor();
  const auto* reflection = request.GetReflection();
  const auto* size_field = descriptor->FindFieldByName("page_size");
  const auto* token_field = descriptor->FindFieldByName("page_token");
  Page page;
  std::unique_ptr<google::protobuf::Message> query(request.New());
  query->CopyFrom(request);
  std::string token;
  int size = 0;
  if (size_field != nullptr) {
    size = reflection->GetInt32(request, size_field);
    reflection->ClearField(query.get(), size_field);
  }
  if (token_field != nullptr) {
    token = reflection->GetString(request, token_field);
    reflection->ClearField(query.get(), token_field);
  }
  if (size < 0) {
    return FieldError("page_size",
                      "it must not be negative; 0 takes the "
                      "default.");
  }
  page.size = size == 0 ? limits::kPageSizeDefault
                        : std::min(size, limits::kPageSizeMax);
  page.fingerprint = Sha256({descriptor->full_name(), ToBytes(*query)})
                         .substr(0, kFingerprintBytes);
  if (token.empty()) return page;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.substr(0, kFingerprintBytes) != page.fingerprint) {
    return BadToken();
  }
  page.after_key = bytes.substr(kFingerprintBytes);
  return page;
}

}  // namespace csi
