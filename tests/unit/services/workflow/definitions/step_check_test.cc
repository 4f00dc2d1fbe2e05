// Keys, states and the artefact schema of one step.
#include "services/workflow/definitions/step_check.h"

#include "gtest/gtest.h"
#include "services/workflow/definitions/definition.h"

namespace csi::workflow {
namespace {

TEST(StepCheck, KeysBeginWithALetterAndStayShort) {
  EXPECT_TRUE(IsDefinitionKey("define-measures_2"));
  EXPECT_FALSE(IsDefinitionKey(""));
  EXPECT_FALSE(IsDefinitionKey("2nd"));
  EXPECT_FALSE(IsDefinitionKey("Decide"));
  EXPECT_FALSE(IsDefinitionKey(std::string(41, 'a')));
}

TEST(StepCheck, FieldsAreCheckedAgainstTheirType) {
  v1::StepDefinition step = FindPackDefinition("seven-step", 0)->steps(0);
  v1::FieldDefinition& field = *step.add_fields();
  field.set_key("cost");
  field.set_title("Cost");
  field.set_type(v1::FIELD_TYPE_MONEY);
  Findings findings;
  CheckStep(step, findings);
  EXPECT_TRUE(findings.empty());
  field.set_unit("EUR");
  field.set_min_items(2);
  field.add_choices("much");
  field.add_passing("little");
  CheckStep(step, findings);
  std::string all = ErrorsOf(findings);
  EXPECT_NE(all.find("only a NUMBER has a unit"), std::string::npos);
  EXPECT_NE(all.find("only a LIST has min_items"), std::string::npos);
  EXPECT_NE(all.find("only a TEXT has choices"), std::string::npos);
  EXPECT_NE(all.find("little, which is no choice"), std::string::npos);
}

TEST(StepCheck, EntryStatesAreThoseThatARunMayGive) {
  EXPECT_TRUE(IsEntryState("IN_REVIEW"));
  EXPECT_FALSE(IsEntryState("NEW"));
  EXPECT_FALSE(IsEntryState(""));
}

}  // namespace
}  // namespace csi::workflow
