#include "common/domain/names.h"

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi {

std::string ResourceName(std::string_view tenant, std::string_view collection,
                         std::string_view id) {
  return StrCat("tenants/", tenant, "/", collection, "/", id);
}

absl::StatusOr<std::string> IdOf(std::string_view field, std::string_view name,
                                 std::string_view tenant,
                                 std::string_view collection) {
  const std::string prefix = StrCat("tenants/", tenant, "/", collection, "/");
  const bool in_collection = name.substr(0, prefix.size()) == prefix;
  const std::string_view id =
      in_collection ? name.substr(prefix.size()) : std::string_view();
  if (!IsResourceId(id)) {
    return FieldError(
        field, StrCat("\"", name, "\" is not a name of the form ", prefix,
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

std::string EtagOf(uint64_t revision) { return StrCat("\"r", revision, "\""); }

absl::Status CheckEtag(std::string_view given, uint64_t revision,
                       std::string_view name) {
  const std::string current = EtagOf(revision);
  if (given.empty() || given == current) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_ETAG_MISMATCH,
      StrCat(name, " has changed: its etag is ", current, ", the request has ",
             given, ". Read it again and repeat the change on what you see."),
      {{"etag", current}});
}

}  // namespace csi
