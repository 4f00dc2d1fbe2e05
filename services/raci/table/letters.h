// One cell of a RACI table, as people write it: A, A/R, AR, R·A, full words,
// bold, dashes, N/A, links; a '!' behind C makes the consultation blocking.
// Look-alikes (Cyrillic, the digit 1 for I) are read as what they look like and
// reported.
#ifndef CSI_SERVICES_RACI_TABLE_LETTERS_H_
#define CSI_SERVICES_RACI_TABLE_LETTERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "csi/common/v1/common.pb.h"

namespace csi::raci {

struct Letters {
  std::vector<common::v1::Letter> letters;  // each once, in the order A R C I
  bool blocking = false;
  bool repaired = false;  // something was read as what it looks like
  std::string unknown;    // what could not be read, empty if all could
};

Letters ReadLetters(std::string_view cell);

// "A/R", "C!", "" for none.
std::string WriteLetters(const std::vector<common::v1::Letter>& letters,
                         bool blocking);

// The cell without Markdown: bold, code and links give their text.
std::string PlainText(std::string_view cell);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_LETTERS_H_
