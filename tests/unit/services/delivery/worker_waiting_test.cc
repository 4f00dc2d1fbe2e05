// What happens to messages whose channel does not answer.
#include <set>

#include "services/delivery/worker.h"
#include "tests/unit/services/delivery/worker_fixture.h"

namespace csi::delivery {
namespace {

TEST_F(WorkerTest, TriesAgainWithGrowingPausesAndGivesUp) {
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  Worker worker = Make();
  ASSERT_TRUE(worker.Take(Event()).ok());
  for (int attempt = 1; attempt < 4; ++attempt) {
    ASSERT_EQ(sender.ids.size(), static_cast<size_t>(attempt));
    EXPECT_EQ(worker.waiting(), 1u);
    EXPECT_TRUE(flow.reports.empty());
    const absl::Duration whole = absl::Seconds(1 << (attempt - 1));
    // The rest is at least half of it, and never more than all of it.
    now += whole / 2 - absl::Milliseconds(1);
    ASSERT_TRUE(worker.TakeUp().ok());
    EXPECT_EQ(sender.ids.size(), static_cast<size_t>(attempt));
    now += whole / 2 + absl::Milliseconds(1);
    ASSERT_TRUE(worker.TakeUp().ok());
  }
  EXPECT_EQ(sender.ids.size(), 4u);
  EXPECT_EQ(std::set<std::string>(sender.ids.begin(), sender.ids.end()).size(),
            1u);
  EXPECT_EQ(worker.waiting(), 0u);
  EXPECT_TRUE(state.waiting.empty());
  ASSERT_EQ(flow.reports.size(), 1u);
  EXPECT_EQ(flow.reports[0].state(), Delivery::STATE_DEAD);
  EXPECT_EQ(flow.reports[0].attempts(), 4u);
  EXPECT_EQ(flow.reports[0].error(), "HTTP 500");
  EXPECT_EQ(flow.reports[0].body(), sender.bodies[0]);
}

TEST_F(WorkerTest, AFinalAnswerIsNotTriedAgain) {
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  sender.error = absl::AbortedError("HTTP 410");
  Worker worker = Make();
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(sender.ids.size(), 1u);
  EXPECT_EQ(flow.reports.size(), 1u);
}

TEST_F(WorkerTest, AChannelThatFailedDoesNotHoldUpTheOthers) {
  AddChannel("good", "");
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  Worker worker = Make();
  for (int i = 0; i < 20; ++i) {
    told.set_notification("tenants/t/notifications/n" + std::to_string(i));
    ASSERT_TRUE(worker.Take(Event()).ok());
  }
  // One attempt for all twenty: the others wait behind the first.
  EXPECT_EQ(sender.SentTo("desk"), 1u);
  EXPECT_EQ(sender.SentTo("good"), 20u);
  EXPECT_EQ(worker.waiting(), 20u);
  // However long it is dead: an attempt each rest, which grows to five minutes.
  LookFor(worker, absl::Hours(1));
  EXPECT_LE(sender.SentTo("desk"), 45u);
  EXPECT_GE(sender.SentTo("desk"), 15u);
  sender.failing.clear();
  LookFor(worker, absl::Minutes(6));
  EXPECT_EQ(worker.waiting(), 0u);
  EXPECT_EQ(worker.counts().sent + worker.counts().dead, 40u);
  told.set_notification("tenants/t/notifications/last");
  const size_t before = sender.SentTo("desk");
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(sender.SentTo("desk"), before + 1);
}

TEST_F(WorkerTest, WhatWaitsKeepsItsOrderOverARestart) {
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  {
    Worker worker = Make();
    for (const char* note : {"n1", "n2", "n3"}) {
      told.set_notification(std::string("tenants/t/notifications/") + note);
      ASSERT_TRUE(worker.Take(Event()).ok());
    }
  }
  sender.failing.clear();
  sender.bodies.clear();
  Worker worker = Make();
  ASSERT_TRUE(worker.TakeUp().ok());
  ASSERT_EQ(sender.bodies.size(), 3u);
  EXPECT_NE(sender.bodies[0].find("n1"), std::string::npos);
  EXPECT_NE(sender.bodies[1].find("n2"), std::string::npos);
  EXPECT_NE(sender.bodies[2].find("n3"), std::string::npos);
}

TEST_F(WorkerTest, MoreThanTheBoundIsGivenUpUntried) {
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  Worker worker = Make();
  for (size_t i = 0; i < Pace().waiting_max + 2; ++i) {
    told.set_notification("tenants/t/notifications/n" + std::to_string(i));
    ASSERT_TRUE(worker.Take(Event()).ok());
  }
  EXPECT_EQ(worker.waiting(), Pace().waiting_max);
  ASSERT_EQ(flow.reports.size(), 2u);
  EXPECT_EQ(flow.reports[0].state(), Delivery::STATE_DEAD);
  EXPECT_EQ(flow.reports[0].attempts(), 0u);
  EXPECT_NE(flow.reports[0].error().find("messages wait for this channel"),
            std::string::npos);
}

TEST_F(WorkerTest, WhatWaitsForAChannelThatGoesIsGivenUp) {
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  Worker worker = Make();
  ASSERT_TRUE(worker.Take(Event()).ok());
  flow.channels[0].set_disabled(true);
  now += absl::Minutes(1);
  ASSERT_TRUE(worker.TakeUp().ok());
  EXPECT_EQ(worker.waiting(), 0u);
  ASSERT_EQ(flow.reports.size(), 1u);
  EXPECT_NE(flow.reports[0].error().find("off or not there"),
            std::string::npos);
}

TEST_F(WorkerTest, AnAttemptThatWasBrokenOffDoesNotCount) {
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  Worker worker = Make();
  ASSERT_TRUE(worker.Take(Event()).ok());
  now += absl::Minutes(1);
  sender.stops = &stopping;
  EXPECT_TRUE(absl::IsCancelled(worker.TakeUp()));
  EXPECT_EQ(worker.waiting(), 1u);
  EXPECT_EQ(state.waiting.begin()->second.front().delivery.attempts(), 1u);
  EXPECT_TRUE(flow.reports.empty());
}

}  // namespace
}  // namespace csi::delivery
