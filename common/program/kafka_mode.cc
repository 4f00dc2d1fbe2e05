#include "common/program/kafka_mode.h"

#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/event_topics/topic_event_source.h"
#include "common/kafka/journal_topic.h"
#include "common/kafka/kafka_journal.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi::program {
namespace {

// How long a stopping copy leads on while nobody else does.
constexpr absl::Duration kHandOverMax = absl::Seconds(4);
constexpr absl::Duration kLookEvery = absl::Milliseconds(10);

}  // namespace

KafkaMode::KafkaMode(const Options& options)
    : deployment_(options.deployment), instance_(options.kafka_instance) {
  cluster_.bootstrap = options.kafka;
  cluster_.client_id = StrCat("csi@", options.advertised());
  cluster_.session_timeout = absl::Milliseconds(options.kafka_session_ms);
  cluster_.append_timeout = absl::Milliseconds(options.kafka_append_ms);
  cluster_.overrides = options.kafka_settings;
}

std::unique_ptr<PartitionJournal> KafkaMode::JournalOf(
    const std::string& service) const {
  kafka::KafkaJournalOptions options;
  options.cluster = cluster_;
  options.topic = kafka::JournalTopic(service);
  return std::make_unique<kafka::KafkaJournal>(std::move(options));
}

EventSource* KafkaMode::EventsOf(const std::string& service) {
  sources_.push_back(std::make_unique<TopicEventSource>(
      cluster_, kafka::EventsTopic(service), 0));
  return sources_.back().get();
}

absl::Status KafkaMode::Join(
    const std::map<std::string, PartitionHost*>& hosts) {
  for (const auto& [service, host] : hosts) {
    RETURN_IF_ERROR(JoinOne(service, *host));
    Publish(service, *host);
  }
  return absl::OkStatus();
}

absl::Status KafkaMode::JoinOne(const std::string& service,
                                PartitionHost& host) {
  auto group = kafka::LeadershipGroup::Join(
      cluster_, StrCat("csi.", service, ".leaders"),
      kafka::JournalTopic(service), instance_,
      [&host, service](const std::set<int32_t>& named) {
        const bool may_lead = named.contains(0);
        Log(Severity::kInfo, may_lead ? "named to lead" : "named to follow",
            {{"service", service}});
        host.SetMayLead(may_lead);
      });
  if (!group.ok()) return group.status();
  members_[service] = {&host, *std::move(group)};
  return absl::OkStatus();
}

void KafkaMode::Publish(const std::string& service, PartitionHost& host) {
  EventPublisherOptions options;
  options.cluster = cluster_;
  options.topic = kafka::EventsTopic(service);
  options.dead_letters = kafka::kDeadLettersTopic;
  options.source = StrCat("//csi/", deployment_, "/", service, "/0");
  publishers_.push_back(
      std::make_unique<EventPublisher>(std::move(options), host));
}

void KafkaMode::HandOver() {
  std::vector<PartitionHost*> led;
  for (auto& [service, member] : members_) {
    const bool others = member.group->MemberCount() > 1;
    if (others && member.host->report().phase == Executor::Phase::kLead) {
      led.push_back(member.host);
    }
    member.group.reset();
    member.host->SetMayLead(false);
  }
  members_.clear();
  const absl::Time until = absl::Now() + kHandOverMax;
  for (PartitionHost* host : led) {
    while (!host->report().following && absl::Now() < until) {
      absl::SleepFor(kLookEvery);
    }
  }
}

}  // namespace csi::program
