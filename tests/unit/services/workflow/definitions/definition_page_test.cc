// The page: every step, field and answer stands in it, and nothing becomes
// markup.
#include "services/workflow/definitions/definition_page.h"

#include "gtest/gtest.h"
#include "services/workflow/definitions/definition.h"

namespace csi::workflow {
namespace {

TEST(DefinitionPage, HoldsEveryStepFieldAndAnswer) {
  for (const Definition* definition : PackDefinitions()) {
    const std::string page = DefinitionPage(*definition);
    EXPECT_EQ(page, DefinitionPage(*definition));
    for (const v1::StepDefinition& step : definition->steps()) {
      EXPECT_NE(page.find("## " + std::to_string(step.number()) + ". " +
                          step.title()),
                std::string::npos);
      for (const v1::FieldDefinition& field : step.fields()) {
        EXPECT_NE(page.find("| " + field.title() + " ("), std::string::npos)
            << field.key();
      }
    }
    EXPECT_NE(page.find("goes back to `decide`"), std::string::npos);
    EXPECT_NE(page.find("passes with go"), std::string::npos);
  }
}

TEST(DefinitionPage, TextsDoNotBecomeMarkup) {
  Definition evil = *FindPackDefinition("quick-win", 0);
  evil.mutable_steps(0)->mutable_fields(0)->set_help("a | b\n# c <img>");
  const std::string page = DefinitionPage(evil);
  EXPECT_NE(page.find("a \\| b \\# c &lt;img&gt;"), std::string::npos);
  EXPECT_EQ(page.find("<img>"), std::string::npos);
}

}  // namespace
}  // namespace csi::workflow
