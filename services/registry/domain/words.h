// Words of texts, as the full-text index keeps them: runs of letters and
// digits, without case (Latin, Greek and Cyrillic letters), each sign of
// Chinese, Japanese and Korean a word of its own. Pure functions; total for any
// bytes.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_WORDS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// Each word once, sorted. Words beyond limits::kIndexedWordsMax (in the order
// of the text) are left out; longer ones than limits::kWordBytesMax are cut.
std::vector<std::string> WordsIn(const std::vector<std::string_view>& texts);
std::vector<std::string> WordsIn(std::string_view text);

// The words by which an entry is found: of its title, KPI metric, expected
// result, description, justification and lessons.
std::vector<std::string> WordsOf(const v1::Opportunity& entry);
// Fields that WordsOf looks into, in its order.
const std::vector<std::string>& WordFields();

// Words that both have, as a share of those that one of them has: 0 to 1.
double Similarity(const std::vector<std::string>& a,
                  const std::vector<std::string>& b);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_WORDS_H_
