#include "common/domain/names.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/limits.h"
#include "common/status/status.h"

namespace csi {

std::string ResourceName(std::string_view tenant, std::string_view collection,
                         std::string_view id) {
  return absl::StrCat("tenants/", tenant, "/", collection, "/", id);
}

absl::StatusOr<std::string> IdOf(std::string_view field, std::string_view name,
                                 std::string_view tenant,
                                 std::string_view collection) {
  const std::string prefix = absl::StrCat("tenants/", tenant, "/", collection,
                                          "/");
  std::string_view id = name;
  if (!absl::ConsumePrefix(&id, prefix) || !IsResourceId(id)) {
    return FieldError(
        field, absl::StrCat("\"", name, "\" is not a name of the form ", prefix,
                            "{id} with an id of lower-case letters, digits "
                            "and '-', at most 63 characters."));
  }
  return std::string(id);
}

std::string_view LastPart(std::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

bool IsResourceId(std::string_view id) {
  if (id.empty() || id.size() > limits::kResourceIdBytesMax) return false;
  if (id.front() == '-') return false;
  for (char c : id) {
    const bool allowed =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!allowed) return false;
  }
  return true;
}

std::string EtagOf(uint64_t revision) {
  return absl::StrCat("\"r", revision, "\"");
}

absl::Status CheckEtag(std::string_view given, uint64_t revision,
                       std::string_view name) {
  const std::string current = EtagOf(revision);
  if (given.empty() || given == current) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_ETAG_MISMATCH,
      absl::StrCat(name, " has changed: its etag is ", current,
                   ", the request has ", given,
                   ". Read it again and repeat the change on what you see."),
      {{"etag", current}});
}

}  // namespace csi
