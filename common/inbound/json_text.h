// Parsing JSON from outside: no exceptions, bounded depth, valid UTF-8 only.
#ifndef CSI_COMMON_INBOUND_JSON_TEXT_H_
#define CSI_COMMON_INBOUND_JSON_TEXT_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace csi::inbound {

// Nothing for text that is no JSON, or nested deeper than kJsonDepthMax.
std::optional<nlohmann::json> ParseJson(std::string_view text);

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_JSON_TEXT_H_
