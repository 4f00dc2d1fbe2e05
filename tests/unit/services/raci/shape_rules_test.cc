#include "services/raci/rules/shape_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "services/raci/check/raci_check.h"
#include "tests/unit/services/raci/matchers.h"

namespace csi::raci {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> RulesOf(std::string_view csv,
                                 const CheckOptions& options = {}) {
  std::vector<std::string> rules;
  const auto reading = CheckFile(csv, options);
  EXPECT_TRUE(reading.ok()) << reading.status();
  if (!reading.ok()) return rules;
  for (const auto& finding : reading->findings) {
    EXPECT_FALSE(finding.message().empty());
    EXPECT_FALSE(finding.why().empty()) << finding.rule();
    EXPECT_FALSE(finding.suggestion().empty()) << finding.rule();
    rules.push_back(StrCat(finding.rule(), " ", finding.place()));
  }
  return rules;
}

// Nothing in it is many: a matrix that no rule has a word on.
constexpr char kCalm[] =
    "Activity,Ann,Ben,Cid,Dan\n"
    "Plan,A,R,C,\n"
    "Make,R,A,,I\n"
    "Sell,,C,A,R\n"
    "Mend,I,,R,A\n";

TEST(CheckShape, HasNothingToSayOfACalmMatrix) {
  EXPECT_THAT(RulesOf(kCalm), IsEmpty());
}

TEST(CheckShape, FindsCrowdedAndLonelyRows) {
  EXPECT_THAT(RulesOf("Activity,A1,B1,C1,D1\nx,A/R,R,R,I\ny,A,R,C,I\n"),
              Contains("H4 activity x"));
  EXPECT_THAT(RulesOf("Activity,A1,B1,C1,D1,E1\nx,A/R,C,C,C,\n"),
              Contains("H5 activity x"));
  EXPECT_THAT(RulesOf("Activity,A1,B1,C1,D1,E1\nx,A/R,I,I,I,\n"),
              Contains("H6 activity x"));
  EXPECT_THAT(RulesOf("Activity,A1,B1\nx,A,R\n"), Contains("H7 activity x"));
  // Two of three are no crowd.
  EXPECT_THAT(RulesOf("Activity,A1,B1,C1\nx,A/R,R,I\n"),
              Not(Contains("H4 activity x")));
}

TEST(CheckShape, FindsCrowdedAndIdleColumns) {
  const auto rules = RulesOf(
      "Activity,Busy,Idle,Other\n"
      "one,A/R,I,C\ntwo,A/R,I,C\nthree,A/R,I,C\nfour,R,I,A\n");
  EXPECT_THAT(rules, Contains("V1 column busy"));
  EXPECT_THAT(rules, Contains("V2 column busy"));
  EXPECT_THAT(rules, Contains("V3 column busy"));
  EXPECT_THAT(rules, Contains("V5 column busy"));
  EXPECT_THAT(rules, Contains("V4 column idle"));
  EXPECT_THAT(rules, Not(Contains("V4 column other")));
}

TEST(CheckShape, FindsSeveralOwnersOfOneProcess) {
  CheckOptions options;
  EXPECT_THAT(RulesOf(kCalm, options), Not(Contains("H8 process file")));
  options.one_process = true;
  EXPECT_THAT(RulesOf(kCalm, options), ElementsAre("H8 process file"));
}

TEST(CheckShape, FindsApprovalOfTheOwnWork) {
  EXPECT_THAT(RulesOf("Activity,Ann,Ben\nApprove budget,A/R,I\nBake,A/R,I\n"),
              ElementsAre("P11 activity approve-budget", "V4 column ben"));
}

TEST(RuleBook, ChangesSeveritiesAndThresholds) {
  CheckOptions options;
  auto& many = *options.settings.add_rules();
  many.set_rule("H5");
  many.set_severity(common::v1::SEVERITY_ERROR);
  many.set_share(0.9);
  auto& lonely = *options.settings.add_rules();
  lonely.set_rule("V4");
  lonely.set_off(true);
  constexpr char kFourOfFive[] = "Activity,A1,B1,C1,D1,E1\nx,A/R,C,C,C,C\n";
  EXPECT_THAT(RulesOf(kFourOfFive), Contains("H5 activity x"));
  EXPECT_THAT(RulesOf(kFourOfFive), Contains("V4 column b1"));
  EXPECT_THAT(RulesOf(kFourOfFive, options), IsEmpty());
  options.settings.mutable_rules(0)->set_share(0.7);
  const auto reading = CheckFile(kFourOfFive, options);
  ASSERT_ACCEPTED(reading);
  ASSERT_EQ(reading->findings.size(), 1u);
  EXPECT_EQ(reading->findings[0].severity(), common::v1::SEVERITY_ERROR);
}

TEST(RuleBook, RefusesSettingsThatOthersRelyAgainst) {
  const auto refusal = [](std::string_view rule, double share, bool off) {
    v1::RuleSettings settings;
    auto& one = *settings.add_rules();
    one.set_rule(std::string(rule));
    one.set_share(share);
    one.set_off(off);
    return std::string(RuleBook::From(settings).status().message());
  };
  EXPECT_THAT(refusal("H1", 0, true), HasSubstr("it stays an error"));
  EXPECT_THAT(refusal("Z9", 0, false), HasSubstr("there is no rule \"Z9\""));
  EXPECT_THAT(refusal("H5", 1.5, false), HasSubstr("at most 1"));
  EXPECT_THAT(refusal("H7", 0.5, false), HasSubstr("does not count"));
}

TEST(ReadRuleSettings, ReadsJsonAndSaysWhatIsWrong) {
  const auto settings = ReadRuleSettings(
      "{\"rules\":[{\"rule\":\"H5\",\"severity\":\"SEVERITY_ERROR\","
      "\"share\":0.4}]}");
  ASSERT_ACCEPTED(settings);
  EXPECT_EQ(settings->rules(0).share(), 0.4);
  EXPECT_REFUSED(ReadRuleSettings("{\"rule\":1}"), "FIELD_INVALID",
                 "no settings file");
}

}  // namespace
}  // namespace csi::raci
