// The words that registers of improvements use for columns and values.
#ifndef CSI_TOOLS_CSICTL_REGISTER_WORDS_H_
#define CSI_TOOLS_CSICTL_REGISTER_WORDS_H_

#include <string_view>

namespace csi::tools {

// "date_required_by" -> "due_date"; empty for a word that is not known.
std::string_view ColumnOfWord(std::string_view word);
// ("state", "done") -> "CLOSED"; empty for a word that is not known.
std::string_view ValueOfWord(std::string_view column, std::string_view word);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_WORDS_H_
