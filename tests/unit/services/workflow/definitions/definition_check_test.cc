// Each rule of the check, by one change to a definition that is fit.
#include "services/workflow/definitions/definition_check.h"

#include <functional>

#include "gtest/gtest.h"
#include "services/workflow/definitions/definition.h"

namespace csi::workflow {
namespace {

using Break = std::function<void(Definition&)>;

Definition Seven() { return *FindPackDefinition("seven-step", 0); }

// True if the broken one has an ERROR of the rule at the place, saying `word`.
bool Refuses(const Break& change, std::string_view rule, std::string_view place,
             std::string_view word) {
  Definition definition = Seven();
  change(definition);
  const Findings findings = FindInDefinition(definition);
  for (const common::v1::Finding& finding : findings) {
    if (finding.rule() == rule && finding.place() == place &&
        finding.severity() == common::v1::SEVERITY_ERROR &&
        finding.message().find(word) != std::string::npos &&
        !finding.suggestion().empty()) {
      return true;
    }
  }
  ADD_FAILURE() << ErrorsOf(findings);
  return false;
}

TEST(DefinitionCheck, ThePackHasNothingToFind) {
  EXPECT_TRUE(FindInDefinition(Seven()).empty());
  EXPECT_TRUE(FindInDefinition(*FindPackDefinition("quick-win", 0)).empty());
}

TEST(DefinitionCheck, AnEmptyDefinitionIsRefusedAndNotACrash) {
  EXPECT_TRUE(HasError(FindInDefinition(Definition())));
}

TEST(DefinitionCheck, RefusesAStepThatNobodyCanApprove) {
  EXPECT_TRUE(Refuses(
      [](Definition& d) {
        d.mutable_steps(1)->mutable_letters()->clear_approve();
        d.mutable_steps(1)->mutable_letters()->add_approve(
            common::v1::LETTER_CONSULTED);
      },
      "D4", "step measures", "nobody accountable can approve"));
  EXPECT_TRUE(Refuses(
      [](Definition& d) {
        d.mutable_steps(1)->mutable_letters()->clear_send_back();
      },
      "D4", "step measures", "no way out"));
}

TEST(DefinitionCheck, RefusesAStepThatNoRunReaches) {
  EXPECT_TRUE(Refuses([](Definition& d) { d.mutable_steps(2)->set_number(9); },
                      "D1", "step gather", "no run would reach it"));
  EXPECT_TRUE(Refuses(
      [](Definition& d) { d.mutable_steps(4)->set_awaits_effect(true); }, "D8",
      "step decide", "no run would reach it"));
}

TEST(DefinitionCheck, RefusesWhatCannotBeFinished) {
  EXPECT_TRUE(Refuses(
      [](Definition& d) { d.mutable_steps(6)->set_awaits_effect(false); }, "D8",
      "step implement", "cannot be finished"));
  EXPECT_TRUE(Refuses([](Definition& d) { d.clear_rfc_outcomes(); }, "D9",
                      "rfc_outcomes / STATUS_REJECTED", "for ever"));
  EXPECT_TRUE(Refuses(
      [](Definition& d) {
        d.mutable_steps(0)->mutable_fields(1)->set_min_items(101);
      },
      "D6", "step strategy / field business_goals", "never be submitted"));
}

TEST(DefinitionCheck, RefusesImplementationWithoutABaselineGate) {
  EXPECT_TRUE(
      Refuses([](Definition& d) { d.mutable_steps(6)->set_implements(false); },
              "D7", "steps", "no baseline is asked for"));
  EXPECT_TRUE(
      Refuses([](Definition& d) { d.mutable_steps(0)->set_implements(true); },
              "D7", "step strategy", "baseline"));
}

TEST(DefinitionCheck, RefusesAWayBackToNowhere) {
  EXPECT_TRUE(Refuses(
      [](Definition& d) {
        d.mutable_rfc_outcomes(0)->set_return_to_step("heaven");
      },
      "D9", "rfc_outcomes / STATUS_REJECTED", "heaven"));
  EXPECT_TRUE(Refuses(
      [](Definition& d) {
        d.mutable_rfc_outcomes(0)->set_effect(v1::RFC_EFFECT_DONE);
      },
      "D9", "rfc_outcomes / STATUS_REJECTED", "not done"));
}

TEST(DefinitionCheck, RefusesStatesThatTheRegisterDoesNotHave) {
  EXPECT_TRUE(Refuses([](Definition& d) { d.set_entry_held("PAUSED"); }, "D10",
                      "entry_held", "PAUSED"));
  EXPECT_TRUE(Refuses(
      [](Definition& d) {
        d.mutable_steps(5)->mutable_entry()->set_approved("DONE");
      },
      "D10", "step decide", "DONE"));
}

TEST(DefinitionCheck, WarnsWhereNothingDecidesBeforeImplementation) {
  Definition definition = Seven();
  for (auto& field : *definition.mutable_steps(5)->mutable_fields()) {
    field.clear_passing();
  }
  const Findings findings = FindInDefinition(definition);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule(), "D11");
  EXPECT_FALSE(HasError(findings));
  EXPECT_EQ(ErrorsOf(findings), "");
}

}  // namespace
}  // namespace csi::workflow
