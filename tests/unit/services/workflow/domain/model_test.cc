// Random moves by random people against the naive model, from printed seeds.
// CSI_SEED=n runs one seed alone, CSI_SEEDS=n the first n.
#include <cstdlib>
#include <random>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "common/testing/effort.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/apply.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/stuck.h"
#include "tests/unit/services/workflow/domain/moves.h"
#include "tests/unit/services/workflow/domain/naive_run.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using Rfc = v1::Rfc;

constexpr uint32_t kSeeds = testing::kSanitized ? 30 : 150;
constexpr int kMovesPerSeed = 120;

class Chooser {
 public:
  explicit Chooser(uint32_t seed) : random_(seed) {}
  uint32_t Below(uint32_t bound) { return random_() % bound; }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

  // Mostly what leads on, so that the end is reached; sometimes anything.
  Action Choose(const NaiveRun& model) {
    Action action;
    action.step = OneIn(12) ? 1 + Below(7) : model.step();
    action.to_step = 1 + Below(7);
    action.rfc = 1 + static_cast<int>(Below(3));
    action.revision = 1 + Below(12);
    constexpr Rfc::Status kStatuses[] = {
        Rfc::STATUS_SUBMITTED,      Rfc::STATUS_APPROVED,
        Rfc::STATUS_IMPLEMENTED,    Rfc::STATUS_REVIEW,
        Rfc::STATUS_CLOSED_SUCCESS, Rfc::STATUS_CLOSED_SUCCESS,
        Rfc::STATUS_CLOSED_PARTIAL, Rfc::STATUS_CLOSED_FAILED,
        Rfc::STATUS_REJECTED,       Rfc::STATUS_BACKED_OUT,
        Rfc::STATUS_CANCELLED};
    action.status = kStatuses[Below(std::size(kStatuses))];
    action.verb = PickVerb(model);
    action.who = PickPerson(action.verb);
    return action;
  }

 private:
  Verb PickVerb(const NaiveRun& model) {
    if (model.state() == 'H' && !OneIn(4)) return Verb::kResume;
    if (OneIn(3)) {
      constexpr Verb kAll[] = {Verb::kSubmit, Verb::kApprove,  Verb::kSendBack,
                               Verb::kSkip,   Verb::kOverride, Verb::kHold,
                               Verb::kResume, Verb::kRaise,    Verb::kNews,
                               Verb::kNews,   Verb::kFire,     Verb::kWaive};
      return kAll[Below(std::size(kAll))];
    }
    if (OneIn(60)) return Verb::kVerdict;
    if (OneIn(200)) return OneIn(2) ? Verb::kCancel : Verb::kEntryCancelled;
    if (model.step() == 7 && OneIn(2)) {
      return OneIn(3) ? Verb::kRaise : Verb::kNews;
    }
    const char phase = model.phases()[model.step()];
    if (phase == 's') return OneIn(3) ? Verb::kWaive : Verb::kApprove;
    return phase == 'a' ? Verb::kFire : Verb::kSubmit;
  }

  const char* PickPerson(Verb verb) {
    if (OneIn(10)) {
      constexpr const char* kPeople[] = {"sven", "rita", "cora", "carl",
                                         "omar"};
      return kPeople[Below(std::size(kPeople))];
    }
    switch (verb) {
      case Verb::kSubmit:
        return OneIn(2) ? "sven" : "rita";
      case Verb::kRaise:
        return "sven";
      case Verb::kHold:
      case Verb::kResume:
        return "carl";
      default:
        return "cora";
    }
  }

  std::mt19937 random_;
};

char StateLetter(v1::Run::State state) {
  switch (state) {
    case v1::Run::STATE_RUNNING:
      return 'R';
    case v1::Run::STATE_WAITING_FOR_CHANGE:
      return 'C';
    case v1::Run::STATE_WAITING_FOR_EFFECT:
      return 'E';
    case v1::Run::STATE_ON_HOLD:
      return 'H';
    case v1::Run::STATE_COMPLETED:
      return 'D';
    case v1::Run::STATE_CANCELLED:
      return 'X';
    default:
      return '?';
  }
}

char PhaseLetter(v1::Step::Phase phase) {
  switch (phase) {
    case v1::Step::PHASE_IN_PROGRESS:
      return 'w';
    case v1::Step::PHASE_SUBMITTED:
      return 's';
    case v1::Step::PHASE_APPROVED:
      return 'a';
    case v1::Step::PHASE_SENT_BACK:
      return 'b';
    case v1::Step::PHASE_SKIPPED:
      return 'k';
    default:
      return '.';
  }
}

std::string Seen(const KvReader& state) {
  const v1::RunRow head = HeadOf(state);
  std::string text = StrCat(std::string(1, StateLetter(head.state())), " step ",
                            head.step(), " ");
  for (uint32_t step = 1; step <= 7; ++step) {
    text.push_back(PhaseLetter(StepRowAt(state, step).phase()));
  }
  for (const auto& [id, rfc] : RfcsOf(state, "acme", "r1")) {
    StrAppend(&text, " ", rfc.external_id(), "=", StatusWord(rfc.status()));
  }
  return text;
}

std::string Expected(const NaiveRun& model, const KvReader& state) {
  std::string text = StrCat(std::string(1, model.state()), " step ",
                            model.step(), " ", model.phases().substr(1));
  // In the order of the service's own ids, which the model does not know.
  for (const auto& [id, rfc] : RfcsOf(state, "acme", "r1")) {
    StrAppend(&text, " ", rfc.external_id(), "=",
              StatusWord(model.StatusOf(rfc.external_id()[1] - '0')));
  }
  return text;
}

struct Tally {
  int made = 0;
  int refused = 0;
  int completed = 0;
  int sent_back = 0;
  int stuck = 0;  // moves after which the run was stuck
  int freed = 0;  // moves after which it was not any more
};

void RunSeed(uint32_t seed, const KvReader& views, Tally& tally) {
  SCOPED_TRACE(StrCat("CSI_SEED=", seed));
  Chooser chooser(seed);
  Sandbox sandbox(views);
  NaiveRun model;
  ASSERT_TRUE(StartR1(sandbox, "seven-step").ok());
  std::string history;
  uint64_t was_stuck = 0;
  for (int i = 0; i < kMovesPerSeed; ++i) {
    const Action action = chooser.Choose(model);
    StrAppend(&history, "\n", action.Text());
    const ErrorReason expected = model.Do(action);
    absl::Status status = absl::OkStatus();
    if (action.verb == Verb::kFire) {
      while (sandbox.FireNext()) {
      }
    } else {
      status = Do(sandbox, action, "seven-step");
    }
    ASSERT_EQ(Reason(status), expected) << status << history;
    const MemoryKv& state = sandbox.world().state;
    ASSERT_EQ(Seen(state), Expected(model, state)) << history;
    const uint64_t stuck = StuckByHand(state);
    ASSERT_EQ(StuckCount(state), stuck) << history;
    ASSERT_EQ(state.Has(StuckKey("acme", "r1")), stuck == 1) << history;
    tally.freed += was_stuck > stuck ? 1 : 0;
    tally.stuck += static_cast<int>(stuck);
    was_stuck = stuck;
    ++(status.ok() ? tally.made : tally.refused);
    for (const v1::JournalEvent& event : sandbox.emitted()) {
      if (status.ok() && event.has_step_sent_back()) ++tally.sent_back;
    }
  }
  tally.completed += model.state() == 'D' ? 1 : 0;
}

TEST(Model, RandomRunsGoAsTheNaiveModelSays) {
  Office office;
  office.Accept("o");
  office.Frozen("o");
  const KvReader& views = office.runner.views("workflow");
  Tally tally;
  if (const char* only = std::getenv("CSI_SEED")) {
    RunSeed(static_cast<uint32_t>(std::atoi(only)), views, tally);
    return;
  }
  const char* many = std::getenv("CSI_SEEDS");
  const uint32_t seeds =
      many == nullptr ? kSeeds : static_cast<uint32_t>(std::atoi(many));
  for (uint32_t seed = 1; seed <= seeds && !HasFatalFailure(); ++seed) {
    RunSeed(seed, views, tally);
  }
  std::printf(
      "seeds 1..%u: %d moves made, %d refused, %d sent back, %d "
      "completed, %d moves left it stuck, %d freed it\n",
      seeds, tally.made, tally.refused, tally.sent_back, tally.completed,
      tally.stuck, tally.freed);
  EXPECT_GT(tally.completed, static_cast<int>(seeds / 30));
  EXPECT_GT(tally.sent_back, static_cast<int>(seeds / 3));
  EXPECT_GT(tally.stuck, static_cast<int>(seeds));
  EXPECT_GT(tally.freed, static_cast<int>(seeds / 3));
}

}  // namespace
}  // namespace csi::workflow
