// The pack: every definition of it is fit for runs.
#include "services/workflow/definitions/definition.h"

#include "gtest/gtest.h"

namespace csi::workflow {
namespace {

TEST(Definition, ThePackHasTwoAndBothAreFit) {
  ASSERT_EQ(PackDefinitions().size(), 2u);
  for (const Definition* definition : PackDefinitions()) {
    EXPECT_TRUE(CheckDefinition(*definition).empty()) << definition->name();
    EXPECT_GT(ImplementingStep(*definition), 1u);
  }
}

TEST(Definition, AStatusWithoutARowIsPending) {
  const Definition& seven = *FindPackDefinition("seven-step", 0);
  EXPECT_EQ(OutcomeOf(seven, v1::Rfc::STATUS_SCHEDULED).effect(),
            v1::RFC_EFFECT_PENDING);
  EXPECT_EQ(OutcomeOf(seven, v1::Rfc::STATUS_REJECTED).return_to_step(),
            "decide");
  EXPECT_EQ(FindPackDefinition("seven-step", 9), nullptr);
}

}  // namespace
}  // namespace csi::workflow
