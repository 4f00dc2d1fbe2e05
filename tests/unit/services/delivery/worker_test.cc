#include "services/delivery/worker.h"

#include <set>

#include "common/status/status.h"
#include "csi/workflow/v1/workflow_people_events.pb.h"
#include "gtest/gtest.h"
#include "services/delivery/message.h"

namespace csi::delivery {
namespace {

using workflow::v1::Delivery;
using workflow::v1::DeliveryChannel;

constexpr char kInes[] = "tenants/t/people/ines";

class FakeWorkflow : public Workflow {
 public:
  absl::StatusOr<std::vector<DeliveryChannel>> Channels(
      const std::string&) override {
    if (!up) return absl::UnavailableError("down");
    return channels;
  }
  absl::StatusOr<workflow::v1::NotificationPreferences> Preferences(
      const std::string&) override {
    return preferences;
  }
  absl::StatusOr<workflow::v1::InboxDigest> Digest(const std::string&,
                                                   absl::Time since) override {
    workflow::v1::InboxDigest digest;
    digest.set_text("two wait");
    since_us = absl::ToUnixMicros(since);
    return digest;
  }
  absl::Status Report(const std::string&, const Delivery& delivery) override {
    if (!up) return absl::UnavailableError("down");
    if (!refusal.ok()) return refusal;
    reports.push_back(delivery);
    return absl::OkStatus();
  }
  bool up = true;
  absl::Status refusal;
  int64_t since_us = 0;
  std::vector<DeliveryChannel> channels;
  workflow::v1::NotificationPreferences preferences;
  std::vector<Delivery> reports;
};

class FakeSender : public Sender {
 public:
  absl::Status Send(const DeliveryChannel& channel, const std::string& id,
                    const std::string& body, absl::Time) override {
    ids.push_back(id);
    bodies.push_back(body);
    return failing.contains(channel.name()) ? error : absl::OkStatus();
  }
  std::vector<std::string> ids;
  std::vector<std::string> bodies;
  std::set<std::string> failing;
  absl::Status error = absl::UnavailableError("HTTP 500");
};

class WorkerTest : public ::testing::Test {
 protected:
  WorkerTest() {
    AddChannel("desk", "");
    told.set_notification("tenants/t/notifications/n1");
    told.set_rule("N5");
    told.set_cause("PlanEscalated");
    told.add_people()->set_person(kInes);
  }
  void AddChannel(const std::string& id, const std::string& person) {
    DeliveryChannel& channel = flow.channels.emplace_back();
    channel.set_name("tenants/t/deliveryChannels/" + id);
    channel.set_kind(DeliveryChannel::KIND_WEBHOOK);
    channel.set_person(person);
  }
  Worker Make() {
    Pace pace;
    pace.attempts = 4;
    pace.now = [this] { return now; };
    pace.sleep = [this](absl::Duration pause) { pauses.push_back(pause); };
    pace.stopping = [this] { return stopping; };
    return Worker(pace, flow, sender, random, state);
  }
  common::v1::CloudEvent Event() const {
    common::v1::CloudEvent event;
    event.set_type("csi.workflow.v1.PersonNotified");
    event.set_tenant("t");
    event.mutable_time()->set_seconds(1000);
    event.set_data(told.SerializeAsString());
    return event;
  }

  FakeWorkflow flow;
  FakeSender sender;
  SeededRandom random{7};
  WorkerState state;
  absl::Time now = absl::FromUnixSeconds(2000);
  std::vector<absl::Duration> pauses;
  bool stopping = false;
  workflow::v1::PersonNotified told;
};

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

TEST_F(WorkerTest, TriesAgainWithGrowingPausesAndGivesUp) {
  sender.failing = {"tenants/t/deliveryChannels/desk"};
  Worker worker = Make();
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(sender.ids.size(), 4u);
  ASSERT_EQ(pauses.size(), 3u);
  for (size_t i = 0; i < pauses.size(); ++i) {
    const absl::Duration whole = absl::Seconds(1 << i);
    EXPECT_GE(pauses[i], whole / 2);
    EXPECT_LE(pauses[i], whole);
  }
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
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(sender.ids.size(), 5u);
  told.set_notification("tenants/t/notifications/n2");
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(sender.ids.size(), 7u);  // one attempt each
  now += absl::Minutes(6);
  told.set_notification("tenants/t/notifications/n3");
  ASSERT_TRUE(worker.Take(Event()).ok());
  EXPECT_EQ(sender.ids.size(), 12u);
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
