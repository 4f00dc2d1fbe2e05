#include "services/delivery/worker.h"

#include "services/delivery/message.h"
#include "tests/unit/services/delivery/worker_fixture.h"

namespace csi::delivery {
namespace {

TEST_F(WorkerTest, SendsToTheChannelsOfThePersonAndOfAll) {
  AddChannel("own", kInes);
  AddChannel("others", "tenants/t/people/omar");
  AddChannel("off", "");
  flow.channels.back().set_disabled(true);
  Worker worker = Make();
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(sender.ids.size(), 2u);
  EXPECT_NE(sender.ids[0], sender.ids[1]);
  EXPECT_EQ(worker.counts().sent, 2u);
}

TEST_F(WorkerTest, TheSameEventHasTheSameIds) {
  Worker worker = Make();
  ASSERT_TRUE(worker.Take(Event()).ok());
  Worker restarted = Make();
  ASSERT_TRUE(restarted.Take(Event()).ok());
  EXPECT_EQ(sender.ids[0], sender.ids[1]);
}

TEST_F(WorkerTest, AReportThatIsRefusedForGoodHoldsNothingUp) {
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  sender.error = absl::InvalidArgumentError("HTTP 404");
  flow.refusal = absl::PermissionDeniedError("no delivery-agent");
  Worker worker = Make();
  EXPECT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(worker.counts().dead, 1u);
}

TEST_F(WorkerTest, WhatIsSentIsNotSentAgainWithTheSameEvent) {
  AddChannel("broken", "");
  sender.failing = {"tenants/t/deliveryChannels/broken"};
  sender.error = absl::InvalidArgumentError("HTTP 404");
  flow.refusal = absl::UnavailableError("later");
  Worker worker = Make();
  EXPECT_FALSE(worker.Take(Event()).ok());
  EXPECT_FALSE(worker.Take(Event()).ok());
  EXPECT_EQ(worker.counts().sent, 1u);
  flow.refusal = absl::OkStatus();
  EXPECT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(worker.counts().sent, 1u);
  EXPECT_EQ(flow.reports.size(), 1u);
}

TEST_F(WorkerTest, PreferencesDecide) {
  Worker worker = Make();
  told.set_rule("N1");
  told.set_cause("StepApproved");
  flow.preferences.set_mode(workflow::v1::NOTIFICATION_MODE_NONE);
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_TRUE(sender.ids.empty());
  EXPECT_TRUE(state.digests.empty());
  // What must reach people does.
  told.set_rule("N5");
  told.set_cause("PlanEscalated");
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(sender.ids.size(), 1u);
}

TEST_F(WorkerTest, ADigestIsOneMessageForAll) {
  Worker worker = Make();
  told.set_rule("N1");
  told.set_cause("StepApproved");
  ASSERT_TRUE(worker.SendDigests().ok());
  ASSERT_TRUE(worker.Take(Event()).ok());
  ASSERT_TRUE(worker.Take(Event()).ok());
  ASSERT_TRUE(worker.SendDigests().ok());
  EXPECT_TRUE(sender.ids.empty());
  now += absl::Hours(25);
  ASSERT_TRUE(worker.SendDigests().ok());
  ASSERT_EQ(sender.ids.size(), 1u);
  EXPECT_NE(sender.bodies[0].find("two wait"), std::string::npos);
  EXPECT_EQ(flow.since_us, 1'000'000'000);
  EXPECT_TRUE(state.digests.empty());
}

TEST_F(WorkerTest, ADigestThatFailsDoesNotStopThoseBehindIt) {
  Worker worker = Make();
  told.set_rule("N1");
  told.set_cause("StepApproved");
  told.clear_people();
  for (const char* person : {"anna", "bert", "carl"}) {
    told.add_people()->set_person(std::string("tenants/t/people/") + person);
  }
  ASSERT_TRUE(worker.SendDigests().ok());
  ASSERT_TRUE(worker.Take(Event()).ok());
  now += absl::Hours(25);
  flow.without_digest = "tenants/t/people/anna";
  EXPECT_TRUE(absl::IsDeadlineExceeded(worker.SendDigests()));
  EXPECT_EQ(sender.ids.size(), 2u);
  ASSERT_EQ(state.digests.size(), 1u);
  EXPECT_EQ(state.digests.begin()->first.second, "anna");
  flow.without_digest.clear();
  ASSERT_TRUE(worker.SendDigests().ok());
  EXPECT_EQ(sender.ids.size(), 3u);
  EXPECT_TRUE(state.digests.empty());
}

TEST_F(WorkerTest, ARetryTellsItsEnd) {
  workflow::v1::DeliveryRetried retried;
  Delivery& delivery = *retried.mutable_delivery();
  delivery.set_name("tenants/t/deliveries/d1");
  delivery.set_channel("tenants/t/deliveryChannels/desk");
  delivery.set_body("{}");
  common::v1::CloudEvent event = Event();
  event.set_type("csi.workflow.v1.DeliveryRetried");
  event.set_data(retried.SerializeAsString());
  Worker worker = Make();
  ASSERT_TRUE(worker.Take(event).ok());
  EXPECT_EQ(sender.ids[0], "d1");
  EXPECT_EQ(flow.reports.back().state(), Delivery::STATE_DELIVERED);
  flow.channels.clear();
  ASSERT_TRUE(worker.Take(event).ok());
  EXPECT_EQ(flow.reports.back().state(), Delivery::STATE_DEAD);
}

common::v1::CloudEvent RetryOf(const std::string& person) {
  workflow::v1::DeliveryRetried retried;
  Delivery& delivery = *retried.mutable_delivery();
  delivery.set_name("tenants/t/deliveries/d1");
  delivery.set_channel("tenants/t/deliveryChannels/desk");
  delivery.set_person(person);
  delivery.set_body("{}");
  common::v1::CloudEvent event;
  event.set_tenant("t");
  event.set_type("csi.workflow.v1.DeliveryRetried");
  event.set_data(retried.SerializeAsString());
  return event;
}

TEST_F(WorkerTest, ARetryGoesToNobodyElseAndToNoChannelThatIsOff) {
  Worker worker = Make();
  flow.channels[0].set_person("tenants/t/people/bob");
  ASSERT_TRUE(worker.Take(RetryOf(kInes)).ok());
  flow.channels[0].set_person(kInes);
  flow.channels[0].set_disabled(true);
  ASSERT_TRUE(worker.Take(RetryOf(kInes)).ok());
  EXPECT_TRUE(sender.ids.empty());
  ASSERT_EQ(flow.reports.size(), 2u);
  EXPECT_EQ(flow.reports[1].state(), Delivery::STATE_DEAD);
}

TEST_F(WorkerTest, ARetryThatWentOutIsOnlyReportedAgain) {
  Worker worker = Make();
  flow.refusal = absl::UnavailableError("the workflow restarts");
  EXPECT_TRUE(absl::IsUnavailable(worker.Take(RetryOf(kInes))));
  flow.refusal = absl::OkStatus();
  ASSERT_TRUE(worker.Take(RetryOf(kInes)).ok());
  EXPECT_EQ(sender.ids.size(), 1u);
  EXPECT_EQ(flow.reports.back().state(), Delivery::STATE_DELIVERED);
}

TEST_F(WorkerTest, WhatWaitedAndWentOutIsOnlyReportedAgain) {
  Worker worker = Make();
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  ASSERT_TRUE(worker.Take(RetryOf(kInes)).ok());
  ASSERT_EQ(worker.waiting(), 1u);
  sender.failing.clear();
  flow.refusal = absl::UnavailableError("the workflow restarts");
  now += absl::Hours(1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(absl::IsUnavailable(worker.TakeUp()));
  }
  flow.refusal = absl::OkStatus();
  ASSERT_TRUE(worker.TakeUp().ok());
  EXPECT_EQ(sender.ids.size(), 2u) << "the one that failed, the one that went";
  EXPECT_EQ(flow.reports.back().state(), Delivery::STATE_DELIVERED);
}

TEST_F(WorkerTest, NothingIsPassedOverWhileTheWorkflowIsAway) {
  Worker worker = Make();
  flow.up = false;
  EXPECT_TRUE(absl::IsUnavailable(worker.Take(Event())));
  flow.up = true;
  stopping = true;
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  EXPECT_TRUE(absl::IsCancelled(worker.Take(Event())));
  EXPECT_TRUE(flow.reports.empty());
}

}  // namespace
}  // namespace csi::delivery
