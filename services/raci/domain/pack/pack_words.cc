#include "services/raci/domain/pack/pack_words.h"

namespace csi::raci {

std::string_view TrimWord(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

std::vector<std::string> SplitWords(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.emplace_back(TrimWord(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::pair<std::string, std::string> SplitArrow(std::string_view text) {
  const size_t arrow = text.find("->");
  if (arrow == std::string_view::npos) return {};
  return {std::string(TrimWord(text.substr(0, arrow))),
          std::string(TrimWord(text.substr(arrow + 2)))};
}

v1::LifecycleStage StageOf(std::string_view word) {
  if (word == "strategy") return v1::LIFECYCLE_STAGE_STRATEGY;
  if (word == "design") return v1::LIFECYCLE_STAGE_DESIGN;
  if (word == "transition") return v1::LIFECYCLE_STAGE_TRANSITION;
  if (word == "operation") return v1::LIFECYCLE_STAGE_OPERATION;
  if (word == "improvement") return v1::LIFECYCLE_STAGE_IMPROVEMENT;
  return v1::LIFECYCLE_STAGE_UNSPECIFIED;
}

}  // namespace csi::raci
