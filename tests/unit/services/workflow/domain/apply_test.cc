// Apply is total: what cannot be is reported, once, and never half written.
#include "services/workflow/domain/apply.h"

#include "common/kv/memory_kv.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/ids.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

class Recorder : public Effects {
 public:
  KvWriter& state() override { return rows; }
  void SetTimer(const Timer& timer) override { timers.push_back(timer); }
  void CancelTimer(const Timer& timer) override { cancelled.push_back(timer); }
  void Broken(std::string what) override { broken.push_back(std::move(what)); }

  MemoryKv rows;
  std::vector<Timer> timers;
  std::vector<Timer> cancelled;
  std::vector<std::string> broken;
};

class Apply : public ::testing::Test {
 protected:
  Apply() {
    fact.tenant = "acme";
    fact.actor = "sven";
    fact.time = absl::FromUnixSeconds(1767225600);
  }
  v1::JournalEvent Event(uint32_t step, v1::Run::State state) {
    v1::JournalEvent event;
    v1::Origin& origin = *event.mutable_origin();
    origin.set_run("r1");
    origin.set_opportunity("bypass");
    origin.set_definition("seven-step");
    origin.set_definition_revision(1);
    origin.set_step(step);
    origin.set_state(state);
    return event;
  }
  void Start() {
    v1::JournalEvent event = Event(1, v1::Run::STATE_RUNNING);
    v1::StepStart& start = *event.mutable_run_started()->mutable_start();
    start.set_number(1);
    start.set_key("strategy");
    start.set_due_us(absl::ToUnixMicros(fact.time + absl::Hours(24)));
    start.add_workers()->set_person("sven");
    ApplyEvent(event, fact, effects);
    ASSERT_TRUE(effects.broken.empty());
  }

  Fact fact;
  Recorder effects;
};

TEST_F(Apply, StartsARunWithItsFirstStepTimerAndInbox) {
  Start();
  ASSERT_EQ(effects.timers.size(), 1u);
  EXPECT_EQ(effects.timers[0].due, fact.time + absl::Hours(24));
  int inbox = 0;
  effects.rows.ScanPrefix("wf.inbox", [&](std::string_view, std::string_view) {
    ++inbox;
    return true;
  });
  EXPECT_EQ(inbox, 1);
}

TEST_F(Apply, ReportsAnEventOfARunThatIsNotThere) {
  v1::JournalEvent event = Event(1, v1::Run::STATE_RUNNING);
  event.mutable_step_submitted();
  ApplyEvent(event, fact, effects);
  EXPECT_EQ(effects.broken.size(), 1u);
  EXPECT_TRUE(effects.rows.rows().empty());
}

TEST_F(Apply, ReportsAnEmptyEvent) {
  ApplyEvent(v1::JournalEvent(), fact, effects);
  EXPECT_EQ(effects.broken.size(), 1u);
}

TEST_F(Apply, KeepsTheApproverOfADecisionThatStands) {
  Start();
  v1::JournalEvent approved = Event(1, v1::Run::STATE_RUNNING);
  approved.mutable_origin()->mutable_grant()->set_letter(
      common::v1::LETTER_ACCOUNTABLE);
  approved.mutable_step_approved()->set_decided_on("0123456789abcdef");
  ApplyEvent(approved, fact, effects);
  fact.actor = "cora";
  approved.mutable_step_approved()->set_stands(true);
  ApplyEvent(approved, fact, effects);
  ASSERT_TRUE(effects.broken.empty());
  bool found = false;
  effects.rows.ScanPrefix(
      "wf.step", [&](std::string_view, std::string_view value) {
        v1::StepRow row;
        EXPECT_TRUE(row.ParseFromString(std::string(value)));
        EXPECT_EQ(row.approver(), "sven");
        EXPECT_EQ(row.decided_on(), "0123456789abcdef");
        found = true;
        return true;
      });
  EXPECT_TRUE(found);
}

TEST_F(Apply, MovesTheReviewTimerInsteadOfAddingOne) {
  Start();
  v1::JournalEvent awaited = Event(1, v1::Run::STATE_WAITING_FOR_EFFECT);
  awaited.mutable_effect_awaited()->set_review_us(
      absl::ToUnixMicros(fact.time + absl::Hours(240)));
  ApplyEvent(awaited, fact, effects);
  const absl::Time first = effects.timers.back().due;
  v1::JournalEvent moved = Event(1, v1::Run::STATE_WAITING_FOR_EFFECT);
  moved.mutable_effect_review_moved()->set_review_us(
      absl::ToUnixMicros(fact.time + absl::Hours(120)));
  ApplyEvent(moved, fact, effects);
  EXPECT_EQ(effects.timers.back().due, fact.time + absl::Hours(120));
  ASSERT_FALSE(effects.cancelled.empty());
  EXPECT_EQ(effects.cancelled.back().due, first);
}

}  // namespace
}  // namespace csi::workflow
