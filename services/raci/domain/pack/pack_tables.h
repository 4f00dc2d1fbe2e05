// The parts of a pack: everything up to its first table, and the tables of
// responsibility behind. ParsePack puts them together.
#ifndef CSI_SERVICES_RACI_DOMAIN_PACK_PACK_TABLES_H_
#define CSI_SERVICES_RACI_DOMAIN_PACK_PACK_TABLES_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/raci/domain/pack/pack.h"

namespace csi::raci {

absl::StatusOr<Pack> ParseBody(std::string_view text, std::string_view tenant);

// Adds the tables; `line` is the number of lines before the text.
absl::Status ParseTables(std::string_view text, std::string_view tenant,
                         int line, Pack& pack);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_PACK_PACK_TABLES_H_
