// The small parts of which the lines of a pack are made.
#ifndef CSI_SERVICES_RACI_DOMAIN_PACK_PACK_WORDS_H_
#define CSI_SERVICES_RACI_DOMAIN_PACK_PACK_WORDS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "csi/raci/v1/raci.pb.h"

namespace csi::raci {

std::string_view TrimWord(std::string_view text);

// The parts between separators, each trimmed.
std::vector<std::string> SplitWords(std::string_view text, char separator);

// "a -> b" as two ids; two empty ones for anything else.
std::pair<std::string, std::string> SplitArrow(std::string_view text);

// Unspecified for an unknown word: all stages.
v1::LifecycleStage StageOf(std::string_view word);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_PACK_PACK_WORDS_H_
