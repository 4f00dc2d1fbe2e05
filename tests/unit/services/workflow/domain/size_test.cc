// What a finished run costs. The budget is 6 kB on disk; here everything is
// counted before compression, so the bound is on the bytes that we make.
#include "common/kv/keys.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/moves.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

size_t StateBytes(const MemoryKv& rows) {
  size_t bytes = 0;
  for (const auto& [key, value] : rows.rows()) {
    bytes += key.size() + value.size();
  }
  return bytes;
}

TEST(Size, FinishedRunStaysSmall) {
  Office office;
  office.Accept("o");
  office.Frozen("o");
  Sandbox sandbox(office.runner.views("workflow"));
  ASSERT_TRUE(StartR1(sandbox, "seven-step").ok());
  const auto act = [&](Action action) {
    EXPECT_TRUE(Do(sandbox, action, "seven-step").ok()) << action.Text();
  };
  for (uint32_t step = 1; step <= 7; ++step) {
    act({Verb::kSubmit, step});
    if (step == 6) act({Verb::kWaive, step});
    if (step < 7) act({Verb::kApprove, step});
  }
  Action raise{Verb::kRaise};
  raise.rfc = 1;
  act(raise);
  uint64_t revision = 0;
  for (auto status :
       {v1::Rfc::STATUS_SUBMITTED, v1::Rfc::STATUS_APPROVED,
        v1::Rfc::STATUS_IMPLEMENTED, v1::Rfc::STATUS_CLOSED_SUCCESS}) {
    Action news{Verb::kNews};
    news.rfc = 1;
    news.revision = ++revision;
    news.status = status;
    act(news);
  }
  while (HeadOf(sandbox.world().state).state() ==
         v1::Run::STATE_WAITING_FOR_EFFECT) {
    act({Verb::kFire});
  }
  act({Verb::kVerdict});
  ASSERT_EQ(HeadOf(sandbox.world().state).state(), v1::Run::STATE_COMPLETED);
  const size_t state = StateBytes(sandbox.world().state);
  std::printf("events %zu B, replies %zu B, state %zu B, %d commands\n",
              sandbox.event_bytes(), sandbox.reply_bytes(), state,
              sandbox.commands());
  EXPECT_LT(sandbox.event_bytes(), 6000u);
  EXPECT_LT(sandbox.reply_bytes(), 3000u);
  EXPECT_LT(state, 4000u);
  // The head itself stays small however long the way was.
  EXPECT_LT(HeadOf(sandbox.world().state).ByteSizeLong(), 400u);
}

}  // namespace
}  // namespace csi::workflow
