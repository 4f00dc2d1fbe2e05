// A question as the key of a memo: two questions have the same key only if they
// have the same answer.
#ifndef CSI_COMMON_AUTHORITY_QUESTION_KEY_H_
#define CSI_COMMON_AUTHORITY_QUESTION_KEY_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/authority/directory.h"

namespace csi::authority {

// `kind` tells what is asked: check or letter.
std::string QuestionKey(std::string_view kind, std::string_view tenant,
                        std::string_view person,
                        const std::vector<common::v1::Letter>& letters,
                        const Question& question);

}  // namespace csi::authority

#endif  // CSI_COMMON_AUTHORITY_QUESTION_KEY_H_
