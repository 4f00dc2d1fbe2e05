// What the readers of JSON share: parsing with places of errors, and the text
// of a value. Thread-safe.
#ifndef CSI_SERVICES_RACI_FORMATS_JSON_TEXT_H_
#define CSI_SERVICES_RACI_FORMATS_JSON_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/raci/table/table.h"

namespace csi::raci {

// Refuses broken text with line and column, depth beyond limits::kJsonDepthMax
// and a key that stands twice in one object.
absl::StatusOr<nlohmann::ordered_json> ParseJson(std::string_view text);

// A text, a number, nothing for null; a list of texts is one per line.
absl::StatusOr<std::string> JsonCell(const nlohmann::ordered_json& value,
                                     const std::string& path);

absl::Status JsonError(std::string_view path, std::string_view what);

// A matrix as the service gives it: columns, activities and cells.
absl::StatusOr<Table> ReadStoredMatrix(const nlohmann::ordered_json& json);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_FORMATS_JSON_TEXT_H_
