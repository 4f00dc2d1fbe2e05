#include "services/registry/domain/words.h"

#include <algorithm>
#include <set>

#include "services/registry/domain/limits.h"

namespace csi::registry {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// Beyond ASCII, what separates words: signs of Latin-1, general punctuation
// and symbols, CJK punctuation, full-width punctuation, what is no character.
constexpr Range kSeparators[] = {
    {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},
    {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2000, 0x206F}, {0x20A0, 0x20CF},
    {0x2190, 0x2BFF}, {0x3000, 0x303F}, {0xFE30, 0xFE4F}, {0xFF00, 0xFF0F},
    {0xFF1A, 0xFF20}, {0xFFF0, 0xFFFF}};
// Signs that are words by themselves.
constexpr Range kIdeographs[] = {
    {0x3040, 0x30FF}, {0x3400, 0x9FFF}, {0xAC00, 0xD7AF}, {0x20000, 0x3FFFF}};

template <size_t kSize>
bool In(const Range (&ranges)[kSize], uint32_t sign) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](Range range) {
    return sign >= range.first && sign <= range.last;
  });
}

bool IsWordSign(uint32_t sign) {
  if (sign < 0x80) {
    return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') ||
           (sign >= 'A' && sign <= 'Z');
  }
  return !In(kSeparators, sign);
}

uint32_t LowerSign(uint32_t sign) {
  if (sign >= 'A' && sign <= 'Z') return sign + 0x20;
  if (sign >= 0xC0 && sign <= 0xDE && sign != 0xD7) return sign + 0x20;
  // Pairs of capital and small letters; two runs of them begin odd.
  const bool even_first =
      (sign >= 0x100 && sign <= 0x137) || (sign >= 0x14A && sign <= 0x177) ||
      (sign >= 0x460 && sign <= 0x481) || (sign >= 0x48A && sign <= 0x4BF) ||
      (sign >= 0x4D0 && sign <= 0x52F) || (sign >= 0x1E00 && sign <= 0x1EFF);
  if (even_first) return sign | 1;
  const bool odd_first =
      (sign >= 0x139 && sign <= 0x148) || (sign >= 0x179 && sign <= 0x17E);
  if (odd_first) return sign % 2 == 1 ? sign + 1 : sign;
  if (sign >= 0x391 && sign <= 0x3A9) return sign + 0x20;
  if (sign >= 0x410 && sign <= 0x42F) return sign + 0x20;
  if (sign >= 0x400 && sign <= 0x40F) return sign + 0x50;
  return sign;
}

// Takes the next character away; what is no UTF-8 is a separator.
uint32_t TakeSign(std::string_view& text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const uint32_t lead = byte(0);
  const size_t length = lead < 0x80             ? 1
                        : (lead & 0xE0) == 0xC0 ? 2
                        : (lead & 0xF0) == 0xE0 ? 3
                        : (lead & 0xF8) == 0xF0 ? 4
                                                : 0;
  uint32_t sign = length < 2 ? lead : lead & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      text.remove_prefix(1);
      return 0xFFFD;
    }
    sign = (sign << 6) | (byte(i) & 0x3F);
  }
  text.remove_prefix(std::max<size_t>(length, 1));
  return length == 0 ? 0xFFFD : sign;
}

void AppendSign(uint32_t sign, std::string& word) {
  if (sign < 0x80) {
    word += static_cast<char>(sign);
    return;
  }
  const int more = sign < 0x800 ? 1 : sign < 0x10000 ? 2 : 3;
  const uint32_t lead = more == 1 ? 0xC0u : more == 2 ? 0xE0u : 0xF0u;
  word += static_cast<char>(lead | (sign >> (6 * more)));
  for (int i = more - 1; i >= 0; --i) {
    word += static_cast<char>(0x80u | ((sign >> (6 * i)) & 0x3Fu));
  }
}

constexpr size_t kSignBytesMax = 4;

void AddWords(std::string_view text, std::set<std::string>& words) {
  std::string word;
  const auto flush = [&] {
    if (!word.empty() && words.size() < limits::kIndexedWordsMax) {
      words.insert(word);
    }
    word.clear();
  };
  while (!text.empty()) {
    const uint32_t sign = TakeSign(text);
    if (!IsWordSign(sign)) {
      flush();
    } else if (In(kIdeographs, sign)) {
      flush();
      AppendSign(sign, word);
      flush();
    } else if (word.size() + kSignBytesMax <= limits::kWordBytesMax) {
      AppendSign(LowerSign(sign), word);
    }
  }
  flush();
}

}  // namespace

std::vector<std::string> WordsIn(const std::vector<std::string_view>& texts) {
  std::set<std::string> words;
  for (std::string_view text : texts) AddWords(text, words);
  return {words.begin(), words.end()};
}

std::vector<std::string> WordsIn(std::string_view text) {
  return WordsIn(std::vector<std::string_view>{text});
}

const std::vector<std::string>& WordFields() {
  static const auto* const kFields = new std::vector<std::string>{
      "title",       "kpi_metric",    "expected_result",
      "description", "justification", "lessons"};
  return *kFields;
}

std::vector<std::string> WordsOf(const v1::Opportunity& entry) {
  return WordsIn({entry.title(), entry.kpi_metric(), entry.expected_result(),
                  entry.description(), entry.justification(), entry.lessons()});
}

double Similarity(const std::vector<std::string>& a,
                  const std::vector<std::string>& b) {
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(both));
  const size_t either = a.size() + b.size() - both.size();
  return either == 0
             ? 0
             : static_cast<double>(both.size()) / static_cast<double>(either);
}

}  // namespace csi::registry
