// Every state that a run can reach, by every move from every state: each has a
// way out, no move is made without authority, nothing is approved twice.
#include <deque>
#include <map>
#include <set>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/testing/effort.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "tests/unit/services/workflow/domain/moves.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;
using Rfc = v1::Rfc;

// A state without times, counters and history: what decides the future.
std::string KeyOf(const Sandbox::World& world, const Definition& definition) {
  const v1::RunRow head = HeadOf(world.state);
  std::string key = StrCat(head.state(), "/", head.held_state(), "/",
                           head.step(), "/", head.effect_reviewed(), "/",
                           head.verdict(), "/", head.clock_stopped_us() != 0);
  const v1::StepRow row = StepRowAt(world.state, head.step());
  StrAppend(&key, " ", row.phase(), row.overdue_us() != 0 ? "o" : "");
  for (const auto& [number, question] : QuestionsOf(world.state, head.step())) {
    if (question.state() == v1::Consultation::STATE_OPEN) {
      StrAppend(&key, " q", question.role(), question.escalated());
    }
  }
  for (const auto& [id, rfc] : RfcsOf(world.state, "acme", "r1")) {
    StrAppend(&key, " r", rfc.status(), rfc.settled(), rfc.implemented());
  }
  return key;
}

bool Ended(const Sandbox::World& world) {
  const Run::State state = HeadOf(world.state).state();
  return state == Run::STATE_COMPLETED || state == Run::STATE_CANCELLED;
}

// How much of change management takes part: the number of changes, and one
// status for each effect that a definition knows.
struct Scale {
  int rfcs_max = 1;
  std::vector<Rfc::Status> statuses;
};

std::vector<Action> ActionsIn(const Sandbox::World& world, const Scale& scale) {
  const v1::RunRow head = HeadOf(world.state);
  const uint32_t step = head.step();
  std::vector<Action> actions;
  for (Verb verb : {Verb::kSubmit, Verb::kApprove, Verb::kSkip, Verb::kOverride,
                    Verb::kHold, Verb::kResume, Verb::kCancel, Verb::kVerdict,
                    Verb::kFire, Verb::kWaive, Verb::kEntryCancelled}) {
    actions.push_back({verb, step});
  }
  for (uint32_t to = 1; to <= step; ++to) {
    actions.push_back({Verb::kSendBack, step, to});
  }
  const Rfcs rfcs = RfcsOf(world.state, "acme", "r1");
  if (static_cast<int>(rfcs.size()) < scale.rfcs_max) {
    Action raise{Verb::kRaise};
    raise.rfc = static_cast<int>(rfcs.size()) + 1;
    actions.push_back(raise);
  }
  for (const auto& [id, rfc] : rfcs) {
    for (Rfc::Status status : scale.statuses) {
      Action news{Verb::kNews};
      news.rfc = std::stoi(id);
      news.status = status;
      news.revision = rfc.status_order().source_revision() + 1;
      actions.push_back(news);
    }
  }
  return actions;
}

size_t RowsBelow(const MemoryKv& rows, std::string_view tag) {
  size_t count = 0;
  rows.ScanPrefix(KeyPrefix(tag, {"acme"}),
                  [&](std::string_view, std::string_view) {
                    ++count;
                    return true;
                  });
  return count;
}

void CheckState(const Sandbox::World& world, const Definition& definition,
                const std::string& how) {
  const v1::RunRow head = HeadOf(world.state);
  const bool ended = Ended(world);
  const bool held = head.state() == Run::STATE_ON_HOLD;
  EXPECT_EQ(world.state.Has(ActiveKey("acme", "o")), !ended) << how;
  EXPECT_EQ(RowsBelow(world.state, "wf.state"), 1u) << how;
  if (ended) {
    EXPECT_TRUE(world.timers.empty()) << how;
    EXPECT_EQ(RowsBelow(world.state, "wf.inbox"), 0u) << how;
  }
  if (held) {
    EXPECT_TRUE(world.timers.empty()) << how;
  }
  if (head.state() == Run::STATE_COMPLETED) {
    EXPECT_FALSE(head.verdict().empty()) << how;
    EXPECT_EQ(head.step(), LastStep(definition)) << how;
  }
  if (head.step() >= ImplementingStep(definition)) {
    EXPECT_FALSE(head.baselines().empty()) << how;
  }
  int step_timers = 0;
  for (const auto& [due, tenant, kind, subject] : world.timers) {
    step_timers += kind == "step-overdue" ? 1 : 0;
  }
  EXPECT_LE(step_timers, 1) << how;
  // Steps before the current one are done, those behind it are not begun.
  for (uint32_t step = 1; step <= LastStep(definition); ++step) {
    const v1::Step::Phase phase = StepRowAt(world.state, step).phase();
    const bool done =
        phase == v1::Step::PHASE_APPROVED || phase == v1::Step::PHASE_SKIPPED;
    if (step < head.step()) {
      EXPECT_TRUE(done) << how << " step " << step;
    }
    if (step > head.step()) {
      EXPECT_TRUE(phase == v1::Step::PHASE_NOT_STARTED ||
                  phase == v1::Step::PHASE_UNSPECIFIED)
          << how << " step " << step;
    }
  }
}

void CheckMove(const Sandbox::World& before, const Sandbox& after,
               const Action& action) {
  const v1::RunRow head = HeadOf(before.state);
  const v1::StepRow row = StepRowAt(before.state, head.step());
  int approvals = 0;
  for (const v1::JournalEvent& event : after.emitted()) {
    // A decision that stands is nobody's move.
    const bool approved =
        event.has_step_approved() && !event.step_approved().stands();
    const bool by_person =
        event.has_step_submitted() || approved || event.has_step_skipped() ||
        event.has_rfc_requested() || event.has_authority_overridden();
    if (by_person) {
      EXPECT_TRUE(event.origin().has_grant()) << action.Text();
    }
    if (approved) {
      ++approvals;
      EXPECT_NE(row.phase(), v1::Step::PHASE_APPROVED) << action.Text();
    }
  }
  EXPECT_LE(approvals, 1) << action.Text();
}

struct Explored {
  size_t states = 0;
  size_t moves = 0;
  size_t refused = 0;
};

Explored Explore(const std::string& definition_id, Office& office,
                 const Scale& scale) {
  const Definition& definition = *FindPackDefinition(definition_id, 0);
  Sandbox sandbox(office.runner.views("workflow"));
  EXPECT_TRUE(StartR1(sandbox, definition_id).ok());
  std::map<std::string, Sandbox::World> worlds;
  std::map<std::string, std::set<std::string>> came_from;
  std::deque<std::string> queue;
  Explored explored;
  const auto visit = [&](const std::string& from, const Sandbox::World& world,
                         const std::string& how) {
    const std::string key = KeyOf(world, definition);
    came_from[key].insert(from);
    if (!worlds.emplace(key, world).second) return;
    CheckState(world, definition, how + " -> " + key);
    queue.push_back(key);
  };
  visit("", sandbox.world(), "start");
  while (!queue.empty() && !::testing::Test::HasFailure()) {
    const std::string key = queue.front();
    queue.pop_front();
    const Sandbox::World here = worlds.at(key);
    for (const Action& action : ActionsIn(here, scale)) {
      sandbox.Enter(here);
      ++explored.moves;
      if (!Do(sandbox, action, definition_id).ok()) {
        ++explored.refused;
        continue;
      }
      CheckMove(here, sandbox, action);
      visit(key, sandbox.world(), key + " " + action.Text());
    }
  }
  explored.states = worlds.size();
  // Backwards from the ends: every state has a way out.
  std::set<std::string> leads_out;
  for (const auto& [key, world] : worlds) {
    if (Ended(world)) queue.push_back(key);
  }
  while (!queue.empty()) {
    const std::string key = queue.front();
    queue.pop_front();
    if (!leads_out.insert(key).second) continue;
    for (const std::string& from : came_from[key]) {
      if (!from.empty()) queue.push_back(from);
    }
  }
  for (const auto& [key, world] : worlds) {
    EXPECT_TRUE(leads_out.contains(key)) << "no way out of " << key;
  }
  return explored;
}

void Report(const char* what, const Explored& explored) {
  std::printf("%s: %zu states, %zu moves tried, %zu refused\n", what,
              explored.states, explored.moves, explored.refused);
}

TEST(Explore, QuickWinHasAWayOutOfEveryState) {
  Office office;
  auto digest = office.Digest("o");
  digest.set_approach(registry::v1::APPROACH_QUICK_WIN);
  digest.set_size(registry::v1::SIZE_SMALL);
  office.Tell(digest);
  office.Frozen("o");
  const Explored explored = Explore(
      "quick-win", office,
      {1,
       {Rfc::STATUS_APPROVED, Rfc::STATUS_REJECTED, Rfc::STATUS_IMPLEMENTED,
        Rfc::STATUS_CLOSED_SUCCESS, Rfc::STATUS_CANCELLED}});
  Report("quick-win", explored);
  EXPECT_GT(explored.states, 100u);
  EXPECT_GT(explored.refused, 100u);
}

TEST(Explore, SevenStepsHaveAWayOutOfEveryState) {
  if (testing::kSanitized) GTEST_SKIP() << "the quick win runs the same code";
  Office office;
  office.Accept("o");
  office.Frozen("o");
  const Explored explored =
      Explore("seven-step", office,
              {1, {Rfc::STATUS_BACKED_OUT, Rfc::STATUS_CLOSED_SUCCESS}});
  Report("seven-step", explored);
  EXPECT_GT(explored.states, 100u);
}

}  // namespace
}  // namespace csi::workflow
