#include "common/csv/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace csi::csv {
namespace {

// The naive definition: decode by bits, then refuse by value.
size_t NaiveValidPrefix(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const auto first = static_cast<unsigned char>(text[at]);
    const size_t length = first < 0x80             ? 1
                          : (first & 0xE0) == 0xC0 ? 2
                          : (first & 0xF0) == 0xE0 ? 3
                          : (first & 0xF8) == 0xF0 ? 4
                                                   : 0;
    if (length == 0 || text.size() - at < length) return at;
    uint32_t value = length == 1 ? first : first & (0x7F >> length);
    for (size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      if ((next & 0xC0) != 0x80) return at;
      value = (value << 6) | (next & 0x3F);
    }
    constexpr uint32_t kLowest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < kLowest[length] || value > 0x10FFFF ||
        (value >= 0xD800 && value <= 0xDFFF)) {
      return at;
    }
    at += length;
  }
  return at;
}

TEST(Utf8, AgreesWithTheDefinitionOnAllShortTexts) {
  // All first and second bytes, with third and fourth at their edges.
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      for (const int c : {0x00, 0x7F, 0x80, 0xBF, 0xC0}) {
        const std::string text = {static_cast<char>(a), static_cast<char>(b),
                                  static_cast<char>(c), '\x80', 'z'};
        ASSERT_EQ(ValidUtf8Prefix(text), NaiveValidPrefix(text))
            << a << " " << b << " " << c;
      }
    }
  }
}

TEST(Utf8, FindsTheFirstBadByteBehindLongAscii) {
  std::string text(37, 'a');
  text.append("é").append(9, 'b');
  const size_t valid = text.size();
  EXPECT_EQ(ValidUtf8Prefix(text), valid);
  text.append("\xE2\x82");
  EXPECT_EQ(ValidUtf8Prefix(text), valid);
  text.append("\xFFz");
  EXPECT_EQ(ValidUtf8Prefix(text), valid);
  EXPECT_EQ(ValidUtf8Prefix(""), 0u);
}

TEST(Utf8, CleansBadBytesAndCutsWhereACharacterEnds) {
  EXPECT_EQ(CleanUtf8("plain", 100), "plain");
  EXPECT_EQ(CleanUtf8("a\xFFz\xE2\x82", 100), "a?z??");
  EXPECT_EQ(CleanUtf8("né", 2), "n");
  EXPECT_EQ(CleanUtf8("né", 3), "né");
  EXPECT_EQ(CleanUtf8("\xFF\xFF\xFF", 2), "??");
  EXPECT_EQ(CleanUtf8("abc", 0), "");
  EXPECT_EQ(CleanUtf8("", 5), "");
}

}  // namespace
}  // namespace csi::csv
