#include "services/delivery/worker.h"

#include <algorithm>
#include <iterator>
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
constexpr char kNoChannel[] = "The channel is off or not there any more.";

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
          Deliver(channel, {event.tenant(), std::move(delivery), false}));
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
    // It may be off by now, or another person's.
    if (!IsFor(channel, delivery.person())) break;
    // Somebody says that it works again.
    resting_.erase(channel.name());
    return Deliver(channel, {event.tenant(), std::move(delivery), true});
  }
  return GiveUp({event.tenant(), std::move(delivery), true}, kNoChannel);
}

absl::Duration Worker::RestAfter(int failures) {
  absl::Duration pause = pace_.first_pause;
  for (int i = 1; i < failures && pause < pace_.longest_pause; ++i) pause *= 2;
  pause = std::min(pause, pace_.longest_pause);
  const std::string bytes = random_.Bytes(2);
  const double chance = (static_cast<unsigned char>(bytes[0]) * 256 +
                         static_cast<unsigned char>(bytes[1])) /
                        65536.0;
  return pause / 2 + pause / 2 * chance;
}

bool Worker::Rests(const std::string& channel) const {
  const auto rest = resting_.find(channel);
  return rest != resting_.end() && pace_.now() < rest->second.until;
}

size_t Worker::waiting() const {
  size_t messages = 0;
  for (const auto& [channel, queue] : state_.waiting) messages += queue.size();
  return messages;
}

absl::Status Worker::GiveUp(Waiting message, std::string_view error) {
  ++counts_.dead;
  message.delivery.set_state(Delivery::STATE_DEAD);
  message.delivery.set_error(std::string(error.substr(0, kErrorBytesMax)));
  return Report(message.tenant, message.delivery);
}

absl::Status Worker::Deliver(const DeliveryChannel& channel, Waiting message) {
  auto queue = state_.waiting.find(channel.name());
  if (queue == state_.waiting.end() && !Rests(channel.name())) {
    ASSIGN_OR_RETURN(const bool settled, Attempt(channel, message));
    if (settled) return absl::OkStatus();
    queue = state_.waiting.find(channel.name());
  }
  if (queue != state_.waiting.end() &&
      queue->second.size() >= pace_.waiting_max) {
    return GiveUp(std::move(message),
                  StrCat("Not tried: ", queue->second.size(),
                         " messages wait for this channel, which does not "
                         "answer."));
  }
  state_.waiting[channel.name()].push_back(std::move(message));
  return absl::OkStatus();
}

absl::StatusOr<bool> Worker::Attempt(const DeliveryChannel& channel,
                                     Waiting& message) {
  if (pace_.stopping()) return absl::CancelledError("stopping");
  Delivery& delivery = message.delivery;
  const std::string id(LastPart(delivery.name()));
  // It went out, and only the workflow has not taken the report of it.
  if (delivery.state() == Delivery::STATE_DELIVERED ||
      (message.again && settled_.contains(id))) {
    delivery.set_state(Delivery::STATE_DELIVERED);
    RETURN_IF_ERROR(Report(message.tenant, delivery));
    return true;
  }
  const absl::Status status =
      sender_.Send(channel, id, delivery.body(), pace_.now());
  // An attempt that was broken off says nothing about the channel.
  if (!status.ok() && pace_.stopping()) {
    return absl::CancelledError("stopping");
  }
  delivery.set_attempts(delivery.attempts() + 1);
  if (status.ok()) {
    ++counts_.sent;
    resting_.erase(channel.name());
    if (!message.again) return true;
    delivery.set_state(Delivery::STATE_DELIVERED);
    settled_.insert(id);
    RETURN_IF_ERROR(Report(message.tenant, delivery));
    return true;
  }
  ++counts_.failed_attempts;
  if (absl::IsUnavailable(status)) {
    Rest& rest = resting_[channel.name()];
    rest.until = pace_.now() + RestAfter(++rest.failures);
    if (static_cast<int>(delivery.attempts()) < pace_.attempts) return false;
  } else {
    resting_.erase(channel.name());  // it answers
  }
  RETURN_IF_ERROR(GiveUp(message, StdView(status.message())));
  return true;
}

absl::Status Worker::TakeUpChannel(const std::string& name,
                                   std::deque<Waiting>& queue) {
  ASSIGN_OR_RETURN(const std::vector<DeliveryChannel> channels,
                   workflow_.Channels(queue.front().tenant));
  const auto channel = std::find_if(
      channels.begin(), channels.end(), [&](const DeliveryChannel& each) {
        return each.name() == name && !each.disabled();
      });
  while (!queue.empty() && !Rests(name)) {
    if (channel == channels.end() ||
        !IsFor(*channel, queue.front().delivery.person())) {
      RETURN_IF_ERROR(GiveUp(queue.front(), kNoChannel));
    } else {
      ASSIGN_OR_RETURN(const bool settled, Attempt(*channel, queue.front()));
      if (!settled) break;
    }
    queue.pop_front();
  }
  return absl::OkStatus();
}

absl::Status Worker::TakeUp() {
  for (auto each = state_.waiting.begin(); each != state_.waiting.end();) {
    if (!Rests(each->first)) {
      RETURN_IF_ERROR(TakeUpChannel(each->first, each->second));
    }
    each = each->second.empty() ? state_.waiting.erase(each) : std::next(each);
  }
  return absl::OkStatus();
}

absl::Status Worker::SendDigests() {
  const int64_t now_us = absl::ToUnixMicros(pace_.now());
  if (state_.next_digest_us == 0) {
    state_.next_digest_us =
        now_us + absl::ToInt64Microseconds(pace_.digest_every);
  }
  if (now_us < state_.next_digest_us) return absl::OkStatus();
  absl::Status first;
  for (auto each = state_.digests.begin(); each != state_.digests.end();) {
    const auto& [who, since_us] = *each;
    const absl::Status status = SendDigest(who.first, who.second, since_us);
    if (absl::IsCancelled(status)) return status;
    first.Update(status);
    each = status.ok() ? state_.digests.erase(each) : std::next(each);
  }
  RETURN_IF_ERROR(first);
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
    RETURN_IF_ERROR(Deliver(channel, {tenant, std::move(delivery), false}));
  }
  return absl::OkStatus();
}

}  // namespace csi::delivery
