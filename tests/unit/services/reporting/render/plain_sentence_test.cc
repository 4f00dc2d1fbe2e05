#include "services/reporting/render/plain_sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PlainSentence, StatesFigureIntervalAndConclusion) {
  EXPECT_EQ(
      PlainSentence(DemoBypass()),
      "The monthly share of releases that bypass the process was 80.3\u00A0% "
      "before and 51.4\u00A0% after RFC-501, a difference of "
      "\u221228.9\u00A0percentage points (95\u00A0% interval \u221233.9 to "
      "\u221223.9). The data show an improvement. It is still moving, so no "
      "new level can be named yet.");
}

TEST(PlainSentence, GivesBothFiguresWhereNothingCanBeDecided) {
  const std::string sentence = PlainSentence(DemoSla());
  EXPECT_THAT(sentence, HasSubstr("70.4\u00A0% before and 76.7\u00A0% after"));
  EXPECT_THAT(sentence, HasSubstr("By incident: 70.6\u00A0% and 77.2\u00A0%"));
  EXPECT_THAT(sentence, HasSubstr("cannot be decided"));
  EXPECT_THAT(sentence, HasSubstr("at least 12 and 6 are needed"));
  EXPECT_THAT(sentence, Not(HasSubstr("stable")));
}

TEST(PlainSentence, UsesTheModelsOwnSentence) {
  Improvement improvement = DemoBypass();
  improvement.sentence = "As told.";
  EXPECT_EQ(PlainSentence(improvement), "As told.");
}

TEST(PlainSentence, SaysThatNothingWasComparedYet) {
  EXPECT_EQ(PlainSentence(Improvement()),
            "Before and after have not been compared yet.");
}

TEST(PlainSentence, NamesTheReasonWhyNothingCanBeMeasured) {
  Improvement improvement;
  improvement.verdict.value = VerdictValue::kNotMeasurable;
  improvement.verdict.reasons = {{"LEGAL", "a legal duty, no indicator"}};
  EXPECT_EQ(PlainSentence(improvement),
            "No figures can show the effect: a legal duty, no indicator.");
}

TEST(PlainSentence, SaysThatAnInterimLookCannotClose) {
  Improvement improvement = DemoBypass();
  improvement.verdict.interim = true;
  EXPECT_THAT(PlainSentence(improvement), HasSubstr("interim look"));
}

TEST(DecidingFigure, IsTheMarkedOneElseTheFirst) {
  Verdict verdict;
  EXPECT_EQ(DecidingFigure(verdict), nullptr);
  verdict.figures = {{.name = "a"}, {.name = "b"}};
  EXPECT_EQ(DecidingFigure(verdict)->name, "a");
  verdict.figures[1].decides = true;
  EXPECT_EQ(DecidingFigure(verdict)->name, "b");
}

}  // namespace
}  // namespace csi::reporting::render
