#include "services/delivery/worker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"
#include "csi/workflow/v1/workflow_people_events.pb.h"
#include "services/delivery/message.h"
#include "services/workflow/domain/notification_rules.h"

namespace csi::delivery {
namespace {

using workflow::v1::Delivery;
using workflow::v1::DeliveryChannel;
using workflow::v1::NotificationRule;
using workflow::v1::PersonNotified;

constexpr size_t kErrorBytesMax = 1000;

bool IsFor(const DeliveryChannel& channel, const std::string& person) {
  return !channel.disabled() &&
         (channel.person().empty() || channel.person() == person);
}

// The row of the rule that names the cause; rules of work have no causes.
NotificationRule RuleOf(const PersonNotified& told) {
  for (const NotificationRule* rule : workflow::RulesFor(told.cause())) {
    if (rule->id() == told.rule()) return *rule;
  }
  for (const NotificationRule& rule : workflow::NotificationRules()) {
    if (rule.id() == told.rule() && rule.events().empty()) return rule;
  }
  // Of a newer version: better told once too often.
  NotificationRule unknown;
  unknown.set_id(told.rule());
  unknown.set_mode(workflow::v1::NOTIFICATION_MODE_AT_ONCE);
  return unknown;
}

}  // namespace

absl::Status Worker::Take(const common::v1::CloudEvent& event) {
  if (event.id() != event_) settled_.clear();
  event_ = event.id();
  if (event.type() == "csi.workflow.v1.PersonNotified") return Notify(event);
  if (event.type() == "csi.workflow.v1.DeliveryRetried") return Retry(event);
  return absl::OkStatus();
}

absl::Status Worker::Notify(const common::v1::CloudEvent& event) {
  PersonNotified told;
  if (!told.ParseFromString(event.data())) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<DeliveryChannel> channels,
                   workflow_.Channels(event.tenant()));
  const NotificationRule rule = RuleOf(told);
  for (const workflow::v1::NotifiedPerson& person : told.people()) {
    const bool reachable = std::any_of(channels.begin(), channels.end(),
                                       [&](const DeliveryChannel& channel) {
                                         return IsFor(channel, person.person());
                                       });
    if (!reachable) continue;
    ASSIGN_OR_RETURN(const workflow::v1::NotificationPreferences preferences,
                     workflow_.Preferences(person.person()));
    const workflow::v1::NotificationMode mode =
        workflow::ModeFor(rule, preferences);
    if (mode == workflow::v1::NOTIFICATION_MODE_NONE) continue;
    if (mode == workflow::v1::NOTIFICATION_MODE_DIGEST) {
      state_.digests.insert(
          {{event.tenant(), std::string(LastPart(person.person()))},
           event.time().seconds() * int64_t{1'000'000}});
      continue;
    }
    for (const DeliveryChannel& channel : channels) {
      if (!IsFor(channel, person.person())) continue;
      const std::string id =
          DeliveryId(told.notification(), person.person(), channel.name());
      Delivery delivery;
      delivery.set_name(ResourceName(event.tenant(), "deliveries", id));
      delivery.set_channel(channel.name());
      delivery.set_person(person.person());
      delivery.set_notification(told.notification());
      delivery.set_body(BodyOf(id, event, told, person));
      if (settled_.contains(id)) continue;
      RETURN_IF_ERROR(
          Deliver(event.tenant(), channel, std::move(delivery), false));
      settled_.insert(id);
    }
  }
  return absl::OkStatus();
}

absl::Status Worker::Report(const std::string& tenant,
                            const Delivery& delivery) {
  const absl::Status status = workflow_.Report(tenant, delivery);
  if (status.ok() || absl::IsUnavailable(status) ||
      absl::IsDeadlineExceeded(status) || absl::IsCancelled(status) ||
      absl::IsResourceExhausted(status) || absl::IsAborted(status)) {
    return status;
  }
  Log(Severity::kError, "the workflow does not take the report of a delivery",
      {{"delivery", delivery.name()},
       {"channel", delivery.channel()},
       {"error", delivery.error()},
       {"why", std::string(StdView(status.message()))}});
  return absl::OkStatus();
}

absl::Status Worker::Retry(const common::v1::CloudEvent& event) {
  workflow::v1::DeliveryRetried retried;
  if (!retried.ParseFromString(event.data())) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<DeliveryChannel> channels,
                   workflow_.Channels(event.tenant()));
  Delivery delivery = retried.delivery();
  for (const DeliveryChannel& channel : channels) {
    if (channel.name() != delivery.channel()) continue;
    // Somebody says that it works again.
    resting_.erase(channel.name());
    return Deliver(event.tenant(), channel, std::move(delivery), true);
  }
  delivery.set_state(Delivery::STATE_DEAD);
  delivery.set_error("The channel is not there any more.");
  return Report(event.tenant(), delivery);
}

absl::Duration Worker::PauseBefore(int attempt) {
  absl::Duration pause = pace_.first_pause;
  for (int i = 2; i < attempt && pause < pace_.longest_pause; ++i) pause *= 2;
  pause = std::min(pause, pace_.longest_pause);
  const std::string bytes = random_.Bytes(2);
  const double chance = (static_cast<unsigned char>(bytes[0]) * 256 +
                         static_cast<unsigned char>(bytes[1])) /
                        65536.0;
  return pause / 2 + pause / 2 * chance;
}

absl::Status Worker::Deliver(const std::string& tenant,
                             const DeliveryChannel& channel, Delivery delivery,
                             bool again) {
  auto resting = resting_.find(channel.name());
  const int attempts =
      resting != resting_.end() && pace_.now() < resting->second
          ? 1
          : pace_.attempts;
  const std::string id(LastPart(delivery.name()));
  absl::Status status;
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    if (attempt > 1) pace_.sleep(PauseBefore(attempt));
    if (pace_.stopping()) return absl::CancelledError("stopping");
    status = sender_.Send(channel, id, delivery.body(), pace_.now());
    delivery.set_attempts(delivery.attempts() + 1);
    if (status.ok()) break;
    ++counts_.failed_attempts;
    if (!absl::IsUnavailable(status)) break;
  }
  if (status.ok()) {
    ++counts_.sent;
    resting_.erase(channel.name());
    if (!again) return absl::OkStatus();
    delivery.set_state(Delivery::STATE_DELIVERED);
    return Report(tenant, delivery);
  }
  ++counts_.dead;
  if (absl::IsUnavailable(status)) {
    resting_[channel.name()] = pace_.now() + pace_.rest;
  }
  delivery.set_state(Delivery::STATE_DEAD);
  delivery.set_error(
      std::string(StdView(status.message()).substr(0, kErrorBytesMax)));
  return Report(tenant, delivery);
}

absl::Status Worker::SendDigests() {
  const int64_t now_us = absl::ToUnixMicros(pace_.now());
  if (state_.next_digest_us == 0) {
    state_.next_digest_us =
        now_us + absl::ToInt64Microseconds(pace_.digest_every);
  }
  if (now_us < state_.next_digest_us) return absl::OkStatus();
  while (!state_.digests.empty()) {
    const auto [who, since_us] = *state_.digests.begin();
    RETURN_IF_ERROR(SendDigest(who.first, who.second, since_us));
    state_.digests.erase(who);
  }
  state_.next_digest_us =
      now_us + absl::ToInt64Microseconds(pace_.digest_every);
  return absl::OkStatus();
}

absl::Status Worker::SendDigest(const std::string& tenant,
                                const std::string& person, int64_t since_us) {
  const std::string name = ResourceName(tenant, "people", person);
  ASSIGN_OR_RETURN(const std::vector<DeliveryChannel> channels,
                   workflow_.Channels(tenant));
  std::optional<workflow::v1::InboxDigest> digest;
  for (const DeliveryChannel& channel : channels) {
    if (!IsFor(channel, name)) continue;
    if (!digest) {
      ASSIGN_OR_RETURN(digest,
                       workflow_.Digest(name, absl::FromUnixMicros(since_us)));
    }
    // The same after a restart, because `since` is.
    const std::string notification = StrCat("digest-", since_us);
    const std::string id = DeliveryId(notification, name, channel.name());
    Delivery delivery;
    delivery.set_name(ResourceName(tenant, "deliveries", id));
    delivery.set_channel(channel.name());
    delivery.set_person(name);
    delivery.set_notification(
        ResourceName(tenant, "notifications", notification));
    delivery.set_body(
        DigestBodyOf(id, tenant, name, digest->text(), pace_.now()));
    RETURN_IF_ERROR(Deliver(tenant, channel, std::move(delivery), false));
  }
  return absl::OkStatus();
}

}  // namespace csi::delivery
