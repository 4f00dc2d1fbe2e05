// A worker between a workflow and a sender that are made up, with a clock that
// the test moves.
#ifndef CSI_TESTS_UNIT_SERVICES_DELIVERY_WORKER_FIXTURE_H_
#define CSI_TESTS_UNIT_SERVICES_DELIVERY_WORKER_FIXTURE_H_

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "csi/workflow/v1/workflow_people_events.pb.h"
#include "gtest/gtest.h"
#include "services/delivery/worker.h"

namespace csi::delivery {

using workflow::v1::Delivery;
using workflow::v1::DeliveryChannel;

inline constexpr char kInes[] = "tenants/t/people/ines";

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
  absl::StatusOr<workflow::v1::InboxDigest> Digest(const std::string& person,
                                                   absl::Time since) override {
    if (person == without_digest) return absl::DeadlineExceededError("slow");
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
  std::string without_digest;
  int64_t since_us = 0;
  std::vector<DeliveryChannel> channels;
  workflow::v1::NotificationPreferences preferences;
  std::vector<Delivery> reports;
};

class FakeSender : public Sender {
 public:
  absl::Status Send(const DeliveryChannel& channel, const std::string& id,
                    const std::string& body, absl::Time) override {
    channels.push_back(channel.name());
    ids.push_back(id);
    bodies.push_back(body);
    if (stops != nullptr) *stops = true;
    return failing.contains(channel.name()) ? error : absl::OkStatus();
  }
  std::vector<std::string> ids;
  std::vector<std::string> bodies;
  size_t SentTo(const std::string& channel) const {
    return static_cast<size_t>(
        std::count(channels.begin(), channels.end(),
                   "tenants/t/deliveryChannels/" + channel));
  }
  bool* stops = nullptr;              // set while something is being sent
  std::vector<std::string> channels;  // of each attempt
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
    pace.stopping = [this] { return stopping; };
    return Worker(pace, flow, sender, random, state);
  }
  // Looks every tenth of a second for so long.
  void LookFor(Worker& worker, absl::Duration duration) {
    for (const absl::Time end = now + duration; now < end;
         now += absl::Milliseconds(100)) {
      ASSERT_TRUE(worker.TakeUp().ok());
    }
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
  bool stopping = false;
  workflow::v1::PersonNotified told;
};

}  // namespace csi::delivery

#endif  // CSI_TESTS_UNIT_SERVICES_DELIVERY_WORKER_FIXTURE_H_
