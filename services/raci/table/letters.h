// One cell of a RACI table, as people write it: A, A/R, AR, R·A, full words,
// bold, dashes, N/A, links; a '!' behind C makes the consultation blocking.
// Look-alikes (Cyrillic, Greek, the digit 1 for I, (R) that an editor made a
// sign of) are read as what they look like and reported, and so is a comment
// behind the letter. Pure functions, thread-safe.
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
  bool repaired = false;  // a look-alike was read, or a comment dropped
  bool none = false;      // says in so many words that nobody takes part: "-"
  std::string unknown;    // what could not be read, empty if all could
};

Letters ReadLetters(std::string_view cell);

// "A/R", "C!", "" for none.
std::string WriteLetters(const std::vector<common::v1::Letter>& letters,
                         bool blocking);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_LETTERS_H_
