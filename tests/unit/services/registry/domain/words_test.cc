#include "services/registry/domain/words.h"

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Words, AreRunsOfLettersAndDigitsOnceEachWithoutCase) {
  EXPECT_THAT(WordsIn("Fewer bypassed releases (RFC-501), fewer!"),
              ElementsAre("501", "bypassed", "fewer", "releases", "rfc"));
  EXPECT_THAT(WordsIn(" \t-.,;\n"), IsEmpty());
}

TEST(Words, KnowCaseBeyondAscii) {
  EXPECT_EQ(WordsIn("ÄRGER Übergang ŁÓDŹ"), WordsIn("ärger übergang łódź"));
  EXPECT_EQ(WordsIn("ОТКАТ РЕЛИЗА Ёлка"), WordsIn("откат релиза ёлка"));
  EXPECT_EQ(WordsIn("ΑΛΛΑΓΗ"), WordsIn("αλλαγη"));
}

TEST(Words, PartAtDashesAndQuotesOfEveryKind) {
  EXPECT_THAT(WordsIn("backup – “nightly”…\u00A0now"),
              ElementsAre("backup", "nightly", "now"));
}

TEST(Words, TakeEachIdeographAlone) {
  EXPECT_THAT(WordsIn("变更 管理"), ElementsAre("变", "更", "理", "管"));
}

TEST(Words, StayWithinTheirBounds) {
  std::string many;
  for (int i = 0; i < 2000; ++i) many += StrCat("w", i, " ");
  EXPECT_EQ(WordsIn(many).size(), limits::kIndexedWordsMax);
  const auto words = WordsIn(std::string(1000, 'x'));
  ASSERT_EQ(words.size(), 1u);
  EXPECT_LE(words[0].size(), limits::kWordBytesMax);
}

TEST(Words, AnyBytesGiveWordsWithoutNul) {
  uint64_t random = 7;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (int j = 0; j < 12; ++j) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      text += static_cast<char>(random >> 33);
    }
    for (const std::string& word : WordsIn(text)) {
      ASSERT_EQ(word.find('\0'), std::string::npos);
      // A word is its own only word: an index row is found again.
      ASSERT_THAT(WordsIn(word), ElementsAre(word));
    }
  }
}

TEST(Words, OfAnEntryComeFromAllItsTexts) {
  v1::Opportunity entry;
  entry.set_title("alpha");
  entry.set_kpi_metric("beta");
  entry.set_expected_result("gamma");
  entry.set_description("delta");
  entry.set_justification("epsilon");
  entry.set_lessons("zeta");
  EXPECT_EQ(WordsOf(entry).size(), WordFields().size());
}

TEST(Words, SimilarityIsTheShareOfCommonWords) {
  EXPECT_DOUBLE_EQ(Similarity(WordsIn("a b c"), WordsIn("a b c")), 1);
  EXPECT_DOUBLE_EQ(Similarity(WordsIn("a b"), WordsIn("b c d")), 0.25);
  EXPECT_DOUBLE_EQ(Similarity({}, {}), 0);
}

}  // namespace
}  // namespace csi::registry
