#include "common/program/kafka_mode.h"

#include <algorithm>
#include <chrono>
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
// Who was in the group and cannot read a journal for longer leaves.
constexpr absl::Duration kUnfoldedMax = absl::Seconds(20);

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
      partitions_(options.partitions),
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
    const std::string& service, int32_t partition) const {
  kafka::KafkaJournalOptions options;
  options.cluster = cluster_;
  options.topic = kafka::JournalTopic(service);
  options.partition = partition;
  options.partition_count = partitions_;
  return std::make_unique<kafka::KafkaJournal>(std::move(options));
}

EventSource* KafkaMode::EventsOf(const std::string& service,
                                 int32_t partition) {
  sources_.push_back(std::make_unique<TopicEventSource>(
      cluster_, kafka::EventsTopic(service), partition, partitions_));
  return sources_.back().get();
}

grpc::Service* KafkaMode::ServeCopies(const HostsByService& hosts) {
  copy_service_ = rpc::MakeCopyService(hosts);
  return copy_service_.get();
}

void KafkaMode::Join(const HostsByService& hosts) {
  for (const auto& [service, partitions] : hosts) {
    Member& member = members_[service];
    member.hosts = partitions;
    for (size_t i = 0; i < partitions.count(); ++i) {
      member.partitions.push_back(std::make_shared<Named>(partitions.at(i)));
      Publish(service, static_cast<int32_t>(i), partitions.at(i));
    }
  }
}

void KafkaMode::JoinOne(const std::string& service, Member& member) {
  const auto& partitions = member.partitions;
  for (const auto& named : partitions) {
    std::lock_guard lock(named->mutex);
    named->waits = false;
  }
  auto group = kafka::LeadershipGroup::Join(
      cluster_, GroupOf(service), kafka::JournalTopic(service), instance_,
      [this, partitions](const std::set<int32_t>& assigned) {
        // Side by side: a leader that does not answer keeps one of them
        // waiting, not all.
        std::vector<std::future<void>> told;
        for (size_t i = 0; i < partitions.size(); ++i) {
          const bool may_lead = assigned.contains(static_cast<int32_t>(i));
          told.push_back(std::async(std::launch::async,
                                    [this, named = partitions[i], may_lead] {
                                      Tell(*named, may_lead);
                                    }));
        }
      });
  if (group.ok()) {
    member.group = *std::move(group);
    member.not_joined.clear();
    Log(Severity::kInfo,
        std::exchange(member.joined_before, true)
            ? "joins the leadership group again"
            : "joins the leadership group",
        {{"service", service}});
  } else if (member.not_joined != StdView(group.status().message())) {
    member.not_joined = std::string(group.status().message());
    Log(Severity::kError, "cannot join the leadership group",
        {{"service", service}, {"why", member.not_joined}});
  }
}

void KafkaMode::Tell(Named& named, bool may_lead) {
  std::lock_guard lock(named.mutex);
  named.waits = may_lead && !KnowsLeader(named.host.report());
  Log(Severity::kInfo,
      named.waits ? "named to lead, once the journal is folded"
      : may_lead  ? "named to lead"
                  : "named to follow",
      {{"partition", named.host.name()}});
  if (named.waits) return;
  if (may_lead) AwaitLead(named.host);
  named.host.SetMayLead(may_lead);
}

// Not on the thread of Watch, since a leader that does not answer takes
// seconds, and the mutex is held as long.
void KafkaMode::TellOnceFolded(Named& named) {
  if (named.telling.valid() && named.telling.wait_for(std::chrono::seconds(
                                   0)) != std::future_status::ready) {
    return;
  }
  if (!KnowsLeader(named.host.report())) return;
  {
    std::unique_lock free(named.mutex, std::try_to_lock);
    if (!free.owns_lock() || !named.waits) return;
  }
  named.telling = std::async(std::launch::async, [this, &named] {
    std::lock_guard lock(named.mutex);
    if (!std::exchange(named.waits, false)) return;
    AwaitLead(named.host);
    named.host.SetMayLead(true);
  });
}

// Before a copy that is named to lead claims: it has all that its claim needs,
// and who leads has finished what is under way. Nobody else waits meanwhile,
// and whoever leads and does not answer is not waited for.
void KafkaMode::AwaitLead(PartitionHost& host) {
  if (host.report().phase == Executor::Phase::kLead) return;
  const std::string leader = host.leader_address();
  if (!forwarder_.IsElsewhere(leader)) return;
  auto prepared = std::make_shared<std::promise<void>>();
  host.PrepareToLead([prepared] { prepared->set_value(); });
  prepared->get_future().wait_for(absl::ToChronoMilliseconds(kPrepareMax));
  const absl::Time asked = absl::Now();
  const bool yielded =
      rpc::AskToYield(forwarder_, leader, host.name(), kYieldWaitMax);
  Log(Severity::kInfo, yielded ? "the leader yields" : "no leader yields",
      {{"partition", host.name()},
       {"leader", leader},
       {"ms", StrCat(absl::ToInt64Milliseconds(absl::Now() - asked))}});
}

void KafkaMode::Publish(const std::string& service, int32_t partition,
                        PartitionHost& host) {
  EventPublisherOptions options;
  options.cluster = cluster_;
  options.topic = kafka::EventsTopic(service);
  options.partition = partition;
  options.data = events_data_;
  options.dead_letters = kafka::kDeadLettersTopic;
  options.source = StrCat("//csi/", deployment_, "/", host.name());
  auto publisher = std::make_unique<EventPublisher>(std::move(options), host);
  std::lock_guard lock(publishers_mutex_);
  publishers_[host.name()] = std::move(publisher);
}

void KafkaMode::Watch() {
  for (auto& [service, member] : members_) WatchOne(service, member);
}

void KafkaMode::Leave(Member& member) {
  member.group.reset();
  for (const auto& named : member.partitions) {
    {
      std::lock_guard lock(named->mutex);
      named->waits = false;
    }
    // A telling under way ends first, so that the last word is no.
    if (named->telling.valid()) named->telling.wait();
    named->host.SetMayLead(false);
  }
}

std::string KafkaMode::Fitness::Why() const {
  if (broken) return halted;
  if (disk_low) return "the data disk is nearly full (DISK_LOW)";
  return "a journal could not be read for long";
}

KafkaMode::Fitness KafkaMode::FitnessOf(Member& member) {
  Fitness seen;
  for (PartitionHost* host : member.hosts) {
    const HostReport report = host->report();
    seen.broken = seen.broken || report.phase == Executor::Phase::kHalted ||
                  report.rebuilding;
    seen.disk_low = seen.disk_low || report.disk_low;
    seen.folded = seen.folded && KnowsLeader(report);
    if (!report.halt_reason.empty()) seen.halted = report.halt_reason;
  }
  const absl::Time now = absl::Now();
  member.unfolded_since = seen.folded ? absl::InfiniteFuture()
                                      : std::min(member.unfolded_since, now);
  seen.unfolded_long = now - member.unfolded_since > kUnfoldedMax;
  return seen;
}

void KafkaMode::WatchOne(const std::string& service, Member& member) {
  const Fitness seen = FitnessOf(member);
  // No reason to leave when nobody else could lead: the other partitions, and
  // those who read, still have this copy.
  if (member.group && seen.Unfit() && census_.Members(GroupOf(service)) > 1) {
    Log(Severity::kWarning, "leaves the leadership group, others can lead",
        {{"service", service}, {"why", seen.Why()}});
    Leave(member);
  } else if (member.group) {
    for (const auto& named : member.partitions) TellOnceFolded(*named);
  } else if ((seen.folded || seen.unfolded_long) &&
             (!seen.Unfit() || census_.Members(GroupOf(service)) == 0)) {
    JoinOne(service, member);
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
  for (const auto& [partition, publisher] : publishers_) {
    troubles[partition] = publisher->trouble();
  }
  return troubles;
}

void KafkaMode::HandOver() {
  std::vector<PartitionHost*> led;
  bool brokers_answer = true;
  for (auto& [service, member] : members_) {
    std::vector<PartitionHost*> leads;
    for (PartitionHost* host : member.hosts) {
      if (host->report().phase == Executor::Phase::kLead) leads.push_back(host);
    }
    if (brokers_answer && member.group && !leads.empty()) {
      const int copies = member.group->MemberCount();
      brokers_answer = copies > 0;
      if (copies > 1) led.insert(led.end(), leads.begin(), leads.end());
    }
    Leave(member);
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
