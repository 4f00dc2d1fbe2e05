#include "services/reporting/render/report_words.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace csi::reporting::render {
namespace {

TEST(EntryStateWords, AreTheNamesOfTheVocabulary) {
  const char* expected[] = {"NEW",         "ACCEPTED",  "ASSESSED", "APPROVED",
                            "IN_PROGRESS", "IN_REVIEW", "CLOSED",   "ON_HOLD",
                            "DEFERRED",    "REJECTED",  "CANCELLED"};
  for (size_t i = 0; i < kEntryStateCount; ++i) {
    EXPECT_EQ(Token(static_cast<EntryState>(i)), expected[i]);
    EXPECT_FALSE(Words(static_cast<EntryState>(i)).empty());
  }
}

TEST(VerdictWords, AreTheNamesOfTheRules) {
  const char* expected[] = {
      "NONE",      "IMPROVED",           "LIKELY_IMPROVED",
      "NOT_SHOWN", "NO_MATERIAL_CHANGE", "LIKELY_WORSENED",
      "WORSENED",  "INCONCLUSIVE",       "NOT_MEASURABLE"};
  std::set<std::string_view> meanings;
  for (int i = 0; i < 9; ++i) {
    const auto value = static_cast<VerdictValue>(i);
    EXPECT_EQ(Token(value), expected[i]);
    EXPECT_FALSE(Words(value).empty());
    meanings.insert(Meaning(value));
  }
  EXPECT_EQ(meanings.size(), 9u) << "each value means something else";
}

TEST(VerdictWords, NeverClaimACauseOrNoEffect) {
  for (int i = 0; i < 9; ++i) {
    const std::string text(Meaning(static_cast<VerdictValue>(i)));
    EXPECT_EQ(text.find("because of"), std::string::npos) << text;
    EXPECT_EQ(text.find("no effect"), std::string::npos) << text;
  }
}

TEST(VerdictWords, OnlyImprovementIsGoodAndOnlyWorseningBad) {
  EXPECT_EQ(ToneOf(VerdictValue::kImproved), Tone::kGood);
  EXPECT_EQ(ToneOf(VerdictValue::kLikelyImproved), Tone::kGood);
  EXPECT_EQ(ToneOf(VerdictValue::kNotShown), Tone::kOpen);
  EXPECT_EQ(ToneOf(VerdictValue::kInconclusive), Tone::kOpen);
  EXPECT_EQ(ToneOf(VerdictValue::kNotMeasurable), Tone::kOpen);
  EXPECT_EQ(ToneOf(VerdictValue::kNoMaterialChange), Tone::kCalm);
  EXPECT_EQ(ToneOf(VerdictValue::kLikelyWorsened), Tone::kBad);
  EXPECT_EQ(ToneOf(VerdictValue::kWorsened), Tone::kBad);
}

TEST(AnswerWords, TokensAreStable) {
  EXPECT_EQ(Token(AfterState::kStillChanging), "STILL_CHANGING");
  EXPECT_EQ(Token(AfterState::kUnstable), "UNSTABLE");
  EXPECT_EQ(Token(AfterState::kStable), "STABLE");
  EXPECT_EQ(Token(TargetState::kMet), "MET");
  EXPECT_EQ(Token(TargetState::kNotMet), "NOT_MET");
  EXPECT_EQ(Token(TargetState::kTooEarly), "TOO_EARLY");
  EXPECT_EQ(Token(Attribution::kOnlyChange), "ONLY_CHANGE");
  EXPECT_EQ(Token(Attribution::kOtherChanges), "OTHER_CHANGES");
  EXPECT_EQ(Token(Attribution::kControlled), "CONTROLLED");
  EXPECT_EQ(Token(GuardState::kBreached), "BREACHED");
  EXPECT_EQ(Token(NewBaseline::kRefused), "REFUSED");
  EXPECT_EQ(Token(AfterState::kNone), "NOT_JUDGED");
  EXPECT_EQ(Token(Attribution::kNone), "NOT_JUDGED");
  EXPECT_EQ(Token(TargetState::kNone), "NONE");
}

TEST(AnswerWords, OnlyWhatNeedsAnAnswerIsBad) {
  EXPECT_EQ(ToneOf(GuardState::kBreached), Tone::kBad);
  EXPECT_EQ(ToneOf(TargetState::kNotMet), Tone::kBad);
  EXPECT_EQ(ToneOf(TargetState::kMet), Tone::kGood);
  EXPECT_EQ(ToneOf(TargetState::kTooEarly), Tone::kCalm);
  EXPECT_EQ(ToneOf(AfterState::kUnstable), Tone::kBad);
  EXPECT_EQ(ToneOf(Attribution::kOtherChanges), Tone::kOpen);
  EXPECT_EQ(ToneOf(NewBaseline::kRefused), Tone::kCalm);
}

TEST(AnswerWords, TooFewPeriodsAreNotCalledStable) {
  EXPECT_EQ(Words(AfterState::kTooShort), "Too early to say");
  EXPECT_EQ(Token(AfterState::kTooShort), "STABLE") << "the code of the API";
}

TEST(AssuranceWords, SayWhatToExpectAndNeverTheCode) {
  for (const char* code : {"PASS", "FAIL", "INCONSISTENT"}) {
    EXPECT_FALSE(AssuranceWords(code).empty());
    EXPECT_EQ(AssuranceWords(code).find(code), std::string_view::npos);
  }
  EXPECT_EQ(AssuranceWords(""), "");
}

TEST(RfcStatusWords, AreWordsAndKeepWhatIsUnknown) {
  EXPECT_EQ(RfcStatusWords("CLOSED_SUCCESS"), "closed, successful");
  EXPECT_EQ(RfcStatusWords("AWAITING_APPROVAL"), "awaiting approval");
  EXPECT_EQ(RfcStatusWords("Something else"), "Something else");
}

TEST(CodedText, PrefersOwnWordsThenKnownOnesThenTheCode) {
  EXPECT_EQ(CodedText({"TOO_FEW", "4 weeks"}), "4 weeks");
  EXPECT_NE(CodedText({"TOO_FEW", ""}).find("too few"), std::string::npos);
  EXPECT_EQ(CodedText({"SOMETHING_NEW", ""}), "SOMETHING_NEW");
}

}  // namespace
}  // namespace csi::reporting::render
