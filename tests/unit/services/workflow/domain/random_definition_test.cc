// Random definitions: what the check lets pass can be published, and a run of
// it comes to its end by the ordinary way; what it refuses is not published.
#include <random>

#include "common/base/strings.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/definitions.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

constexpr int kDefinitions = 150;

class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  // The pack with steps taken away, doubled and changed.
  Definition Make() {
    Definition made =
        *FindPackDefinition(Below(2) == 0 ? "seven-step" : "quick-win", 0);
    made.set_approach("");
    for (int i = Below(4); i > 0; --i) ChangeSteps(made);
    for (int i = 0; i < made.steps_size(); ++i) {
      made.mutable_steps(i)->set_number(i + 1);
    }
    for (int i = Below(3); i > 0; --i) ChangeOne(made);
    return made;
  }

 private:
  int Below(int bound) {
    return static_cast<int>(random_() % static_cast<uint32_t>(bound));
  }

  void ChangeSteps(Definition& made) {
    if (made.steps_size() == 0) return;
    const int at = Below(made.steps_size());
    if (Below(2) == 0) {
      made.mutable_steps()->DeleteSubrange(at, 1);
      return;
    }
    v1::StepDefinition copy = made.steps(at);
    copy.set_key(StrCat("extra-", Below(1000)));
    *made.add_steps() = copy;
    for (int i = made.steps_size() - 1; i > at; --i) {
      made.mutable_steps()->SwapElements(i, i - 1);
    }
  }

  void ChangeOne(Definition& made) {
    if (made.steps_size() == 0) return;
    v1::StepDefinition& step = *made.mutable_steps(Below(made.steps_size()));
    switch (Below(8)) {
      case 0:
        step.set_implements(!step.implements());
        return;
      case 1:
        step.set_awaits_effect(!step.awaits_effect());
        return;
      case 2:
        step.mutable_letters()->clear_approve();
        return;
      case 3:
        step.set_due_days(static_cast<uint32_t>(Below(30)));
        return;
      case 4:
        step.set_consultations(v1::CONSULTATION_POLICY_NONE);
        return;
      case 5:
        step.set_activity(StrCat("step-", Below(9)));
        return;
      case 6:
        if (!made.rfc_outcomes().empty()) {
          made.mutable_rfc_outcomes(Below(made.rfc_outcomes_size()))
              ->set_return_to_step(made.steps(Below(made.steps_size())).key());
        }
        return;
      default:
        step.set_skippable(!step.skippable());
    }
  }

  std::mt19937 random_;
};

// Through all steps, then the verdict.
void RunToItsEnd(Office& office, const std::string& id, uint32_t last) {
  office.Accept(id);
  office.Frozen(id);
  const auto run = office.Start("sven", id, id, id);
  ASSERT_TRUE(run.ok()) << run.status();
  office.Through(id, last - 1);
  ASSERT_EQ(office.Get(id).step(), last);
  const auto submitted = office.Submit("sven", id, last);
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  office.runner.AdvanceTo(office.runner.now() + absl::Hours(24 * 400));
  office.Verdict(id, reporting::v1::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(office.Get(id).state(), v1::Run::STATE_COMPLETED);
  EXPECT_EQ(office.Get(id).baselines_size(), 1);
}

TEST(RandomDefinitions, WhatTheCheckLetsPassComesToItsEnd) {
  int fit = 0;
  for (uint32_t seed = 1; seed <= kDefinitions; ++seed) {
    SCOPED_TRACE(seed);
    Office office;
    const std::string id = StrCat("d", seed);
    v1::PutDefinitionRequest put;
    put.set_name(Name("definitions", id));
    *put.mutable_definition() = Maker(seed).Make();
    const auto draft =
        office.Call<v1::DefinitionDraft>("cora", "PutDefinition", put);
    ASSERT_TRUE(draft.ok()) << draft.status();
    const Findings findings(draft->findings().begin(), draft->findings().end());
    v1::PublishDefinitionRequest publish;
    publish.set_name(put.name());
    publish.set_reason("random");
    const auto done =
        office.Call<v1::Definition>("cora", "PublishDefinition", publish);
    ASSERT_EQ(done.ok(), !HasError(findings)) << done.status();
    if (!done.ok()) continue;
    ++fit;
    RunToItsEnd(office, id, LastStep(put.definition()));
    if (::testing::Test::HasFailure()) {
      ADD_FAILURE() << put.definition().DebugString();
      return;
    }
  }
  EXPECT_GT(fit, kDefinitions / 5);
  EXPECT_LT(fit, kDefinitions);
}

}  // namespace
}  // namespace csi::workflow
