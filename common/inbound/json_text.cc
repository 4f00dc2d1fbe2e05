#include "common/inbound/json_text.h"

#include "common/inbound/limits.h"

namespace csi::inbound {

std::optional<nlohmann::json> ParseJson(std::string_view text) {
  using Json = nlohmann::json;
  bool deep = false;
  const auto watch = [&deep](int depth, Json::parse_event_t event, Json&) {
    const bool opens = event == Json::parse_event_t::object_start ||
                       event == Json::parse_event_t::array_start;
    if (opens && depth >= kJsonDepthMax) deep = true;
    return !deep;  // what is below is dropped, the whole is refused after
  };
  Json parsed = Json::parse(text, watch, /*allow_exceptions=*/false);
  if (deep || parsed.is_discarded()) return std::nullopt;
  return parsed;
}

}  // namespace csi::inbound
