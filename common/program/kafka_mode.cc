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
constexpr absl::Duration kYieldWaitMax = absl::Seconds(1);

std::string GroupOf(const std::string& service) {
  return StrCat("csi.", service, ".leaders");
}

// All that stands in the journal was folded, so that its leader is known.
bool KnowsLeader(const HostReport& report) {
  return report.following || report.phase == Executor::Phase::kLead ||
         report.phase == Executor::Phase::kGenesis ||
         report.phase == Executor::Phase::kHalted;
}

}  // namespace

KafkaMode::KafkaMode(const Options& options)
    : deployment_(options.deployment),
      instance_(options.kafka_instance),
      events_data_(options.events_data == "json" ? EventData::kJson
                                                 : EventData::kProtobuf),
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
  auto named = std::make_shared<Named>();
  auto group = kafka::LeadershipGroup::Join(
      cluster_, GroupOf(service), kafka::JournalTopic(service), instance_,
      [this, &host, named, service](const std::set<int32_t>& partitions) {
        const bool may_lead = partitions.contains(0);
        std::lock_guard lock(named->mutex);
        named->waits = may_lead && !KnowsLeader(host.report());
        Log(Severity::kInfo,
            named->waits ? "named to lead, once the journal is folded"
            : may_lead   ? "named to lead"
                         : "named to follow",
            {{"service", service}});
        if (named->waits) return;
        if (may_lead) AwaitLead(service, host);
        host.SetMayLead(may_lead);
      });
  if (!group.ok()) return group.status();
  members_[service] = {&host, named, *std::move(group)};
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
  options.data = events_data_;
  options.dead_letters = kafka::kDeadLettersTopic;
  options.source = StrCat("//csi/", deployment_, "/", service, "/0");
  auto publisher = std::make_unique<EventPublisher>(std::move(options), host);
  std::lock_guard lock(publishers_mutex_);
  publishers_[service] = std::move(publisher);
}

void KafkaMode::Watch() {
  for (auto& [service, member] : members_) WatchOne(service, member);
}

void KafkaMode::WatchOne(const std::string& service, Member& member) {
  const HostReport report = member.host->report();
  const bool broken =
      report.phase == Executor::Phase::kHalted || report.rebuilding;
  // A full disk is no reason to leave when nobody else could lead.
  const bool gives_way =
      report.disk_low && member.group && census_.Members(GroupOf(service)) > 1;
  if (member.group && (broken || gives_way)) {
    Log(Severity::kWarning, "leaves the leadership group",
        {{"service", service},
         {"why", broken ? report.halt_reason
                        : "the data disk is nearly full (DISK_LOW), and other "
                          "copies can lead"}});
    member.group.reset();
    member.host->SetMayLead(false);
  } else if (member.group && KnowsLeader(report)) {
    std::lock_guard lock(member.named->mutex);
    if (!std::exchange(member.named->waits, false)) return;
    AwaitLead(service, *member.host);
    member.host->SetMayLead(true);
  } else if (!member.group && !broken && KnowsLeader(report) &&
             (!report.disk_low || census_.Members(GroupOf(service)) == 0)) {
    Log(Severity::kInfo, "joins the leadership group again",
        {{"service", service}});
    const absl::Status joined = JoinOne(service, *member.host);
    if (!joined.ok()) {
      Log(Severity::kError, "cannot join the leadership group again",
          {{"service", service}, {"why", std::string(joined.message())}});
    }
  }
}

void KafkaMode::StopPublishing() {
  std::map<std::string, std::unique_ptr<EventPublisher>> ending;
  std::lock_guard lock(publishers_mutex_);
  ending.swap(publishers_);
}

std::map<std::string, std::string> KafkaMode::PublishTroubles() const {
  std::map<std::string, std::string> troubles;
  std::lock_guard lock(publishers_mutex_);
  for (const auto& [service, publisher] : publishers_) {
    troubles[service] = publisher->trouble();
  }
  return troubles;
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
