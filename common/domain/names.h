// Resource names: collection/id pairs below tenants/{tenant}.
#ifndef CSI_COMMON_DOMAIN_NAMES_H_
#define CSI_COMMON_DOMAIN_NAMES_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace csi {

// "tenants/t/people/anna".
std::string ResourceName(std::string_view tenant, std::string_view collection,
                         std::string_view id);

// The id of a name of exactly this collection and tenant, or FIELD_INVALID that
// names the field and the form expected. A name of another tenant is refused
// with the same words, so that nothing can be learned about it.
absl::StatusOr<std::string> IdOf(std::string_view field, std::string_view name,
                                 std::string_view tenant,
                                 std::string_view collection);

// The part behind the last '/', without checks. For names already validated.
std::string_view LastPart(std::string_view name);

// Lower-case letters, digits and '-', first a letter or digit, at most 63.
bool IsResourceId(std::string_view id);

// "\"r12\"": quoted, as AIP-154 has it.
std::string EtagOf(uint64_t revision);
// ABORTED / ETAG_MISMATCH unless the etag is empty or current.
absl::Status CheckEtag(std::string_view given, uint64_t revision,
                       std::string_view name);

}  // namespace csi

#endif  // CSI_COMMON_DOMAIN_NAMES_H_
