#include "common/program/kafka_mode.h"

#include <future>
#include <memory>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/event_topics/topic_event_source.h"
#include "common/kafka/journal_topic.h"
#include "common/kafka/kafka_journal.h"
#include "common/rpc/copy_service.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi::program {
namespace {

// How long a stopping copy leads on while nobody else does.
constexpr absl::Duration kHandOverMax = absl::Seconds(4);
constexpr absl::Duration kLookEvery = absl::Milliseconds(10);
// So that all copies have folded who leads now, and send nothing here.
constexpr absl::Duration kLinger = absl::Milliseconds(250);
constexpr absl::Duration kPrepareMax = absl::Seconds(1);
// A leader that is frozen or cut off is claimed from after this.
constexpr absl::Duration kYieldWaitMax = absl::Milliseconds(500);

}  // namespace

KafkaMode::KafkaMode(const Options& options)
    : deployment_(options.deployment),
      instance_(options.kafka_instance),
      forwarder_(options.advertised()) {
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

grpc::Service* KafkaMode::ServeCopies(
    const std::map<std::string, PartitionHost*>& hosts) {
  copy_service_ = rpc::MakeCopyService(hosts);
  return copy_service_.get();
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
      [this, &host, service](const std::set<int32_t>& named) {
        const bool may_lead = named.contains(0);
        if (may_lead) AwaitLead(service, host);
        Log(Severity::kInfo, may_lead ? "named to lead" : "named to follow",
            {{"service", service}});
        host.SetMayLead(may_lead);
      });
  if (!group.ok()) return group.status();
  members_[service] = {&host, *std::move(group)};
  return absl::OkStatus();
}

// Before a copy that is named to lead claims: it has all that its claim needs,
// and who leads has finished what is under way. Nobody else waits meanwhile,
// and whoever leads and does not answer is not waited for.
void KafkaMode::AwaitLead(const std::string& service, PartitionHost& host) {
  if (host.report().phase == Executor::Phase::kLead) return;
  const std::string leader = host.leader_address();
  if (!forwarder_.IsElsewhere(leader)) return;
  auto prepared = std::make_shared<std::promise<void>>();
  host.PrepareToLead([prepared] { prepared->set_value(); });
  prepared->get_future().wait_for(absl::ToChronoMilliseconds(kPrepareMax));
  const absl::Time asked = absl::Now();
  const bool yielded =
      rpc::AskToYield(forwarder_, leader, service, kYieldWaitMax);
  Log(Severity::kInfo, yielded ? "the leader yields" : "no leader yields",
      {{"service", service},
       {"leader", leader},
       {"ms", StrCat(absl::ToInt64Milliseconds(absl::Now() - asked))}});
}

void KafkaMode::Publish(const std::string& service, PartitionHost& host) {
  EventPublisherOptions options;
  options.cluster = cluster_;
  options.topic = kafka::EventsTopic(service);
  options.source = StrCat("//csi/", deployment_, "/", service, "/0");
  publishers_.push_back(
      std::make_unique<EventPublisher>(std::move(options), host));
}

void KafkaMode::Watch() {
  for (auto& [service, member] : members_) {
    const HostReport report = member.host->report();
    const bool unfit =
        report.phase == Executor::Phase::kHalted || report.rebuilding;
    if (unfit && member.group) {
      Log(Severity::kWarning, "leaves the leadership group",
          {{"service", service}, {"why", report.halt_reason}});
      member.group.reset();
      member.host->SetMayLead(false);
    } else if (!member.group && !unfit &&
               (report.following ||
                report.phase == Executor::Phase::kGenesis)) {
      const absl::Status joined = JoinOne(service, *member.host);
      if (!joined.ok()) {
        Log(Severity::kError, "cannot join the leadership group again",
            {{"service", service}, {"why", std::string(joined.message())}});
      }
    }
  }
}

void KafkaMode::HandOver() {
  std::vector<PartitionHost*> led;
  bool brokers_answer = true;
  for (auto& [service, member] : members_) {
    if (brokers_answer && member.group &&
        member.host->report().phase == Executor::Phase::kLead) {
      const int members = member.group->MemberCount();
      brokers_answer = members > 0;
      if (members > 1) led.push_back(member.host);
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
  if (!led.empty()) absl::SleepFor(kLinger);
}

}  // namespace csi::program
