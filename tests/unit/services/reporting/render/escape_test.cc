#include "services/reporting/render/escape.h"

#include <gtest/gtest.h>

#include <string>

namespace csi::reporting::render {
namespace {

TEST(Escape, TurnsMarkupCharactersIntoReferences) {
  EXPECT_EQ(Escape("<a href=\"x\" b='y'>&amp;"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
}

TEST(Escape, LeavesOtherScriptsAlone) {
  const std::string text = "Größe 変更管理 שירות خدمة 🚀 e\u0301";
  EXPECT_EQ(Escape(text), text);
}

TEST(Escape, ReplacesControlCharactersButKeepsTabsAndLineFeeds) {
  EXPECT_EQ(Escape(std::string("a\0b\x1b\x7f\tc\n", 8)),
            "a\uFFFDb\uFFFD\uFFFD\tc\n");
  EXPECT_EQ(Escape("\u0085"), "\uFFFD");
}

TEST(Escape, ReplacesBrokenUtf8ByteForByte) {
  EXPECT_EQ(Escape("a\xFF\xC3"), "a\uFFFD\uFFFD");
  EXPECT_EQ(Escape("\xC0\xAF"), "\uFFFD\uFFFD");       // overlong
  EXPECT_EQ(Escape("\xED\xA0\x80"), "\uFFFD");         // surrogate
  EXPECT_EQ(Escape("\xF4\x90\x80\x80"), "\uFFFD");     // too large
  EXPECT_EQ(Escape("\xE2\x82<"), "\uFFFD\uFFFD&lt;");  // cut short
  EXPECT_EQ(Escape("\xEF\xBF\xBE"), "\uFFFD");         // U+FFFE
}

TEST(Escape, NeutralisesBidirectionalOverrides) {
  EXPECT_EQ(Escape("a\u202Eb\u202Dc"), "a\uFFFDb\uFFFDc");
  EXPECT_EQ(Escape("\u2067isolate\u2069"), "\u2067isolate\u2069");
}

TEST(Shorten, CutsByCodePointAndMarksTheCut) {
  EXPECT_EQ(Shorten("abc", 3), "abc");
  EXPECT_EQ(Shorten("abcd", 3), "ab\u2026");
  EXPECT_EQ(Shorten("変更管理", 3), "変更\u2026");
  EXPECT_EQ(Shorten("abc", 0), "");
  EXPECT_EQ(Shorten("", 5), "");
}

}  // namespace
}  // namespace csi::reporting::render
