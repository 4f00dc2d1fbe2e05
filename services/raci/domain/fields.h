// Checks of single fields that several commands share. INVALID_ARGUMENT with
// the path of the field and what it should be.
#ifndef CSI_SERVICES_RACI_DOMAIN_FIELDS_H_
#define CSI_SERVICES_RACI_DOMAIN_FIELDS_H_

#include <string_view>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/common/v1/common.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace csi::raci {

// 1 to 200 bytes without control characters.
absl::Status CheckDisplayName(std::string_view field, std::string_view text);
// At most `bytes_max`, without control characters other than line ends.
absl::Status CheckText(std::string_view field, std::string_view text,
                       size_t bytes_max);
absl::Status CheckCount(std::string_view field, int count, int count_max);

// Empty, or the name of a row that exists; FIELD_INVALID for another form,
// NOT_FOUND for a name without a row.
absl::Status CheckReference(const Context& context, std::string_view field,
                            std::string_view name, std::string_view collection,
                            std::string_view tag, std::string_view list_method);

using Names = google::protobuf::RepeatedPtrField<std::string>;

// Each of at most `count_max` names is there and names a row that exists.
absl::Status CheckReferences(const Context& context, std::string_view field,
                             const Names& names, int count_max,
                             std::string_view collection, std::string_view tag,
                             std::string_view list_method);
// FIELD_INVALID with the place of a name that stands in the list before.
absl::Status CheckNoRepeats(std::string_view field, const Names& names);

// Form and existence of everything that a scope names.
absl::Status CheckScope(const Context& context, std::string_view field,
                        const common::v1::Scope& scope);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_FIELDS_H_
