// The parts of a program that its services need when their journals are in
// Kafka: journals, groups that name who leads, hand-over at the end.
#ifndef CSI_COMMON_PROGRAM_KAFKA_MODE_H_
#define CSI_COMMON_PROGRAM_KAFKA_MODE_H_

#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/event_topics/event_publisher.h"
#include "common/executor/partition_journal.h"
#include "common/kafka/leadership_group.h"
#include "common/kafka/settings.h"
#include "common/program/group_census.h"
#include "common/program/options.h"
#include "common/rpc/forwarder.h"
#include "common/runtime/service_hosts.h"
#include "grpcpp/impl/service_type.h"

namespace csi::program {

class KafkaMode {
 public:
  explicit KafkaMode(const Options& options);

  const kafka::ClusterOptions& cluster() const { return cluster_; }
  std::unique_ptr<PartitionJournal> JournalOf(const std::string& service,
                                              int32_t partition) const;
  // The public events of a service's partition, from its topic; owned here. One
  // for each reader, since their places differ.
  EventSource* EventsOf(const std::string& service, int32_t partition);
  // Passes calls on to other copies.
  rpc::Forwarder& forwarder() { return forwarder_; }
  // What the other copies ask of the hosts; owned here.
  grpc::Service* ServeCopies(const HostsByService& hosts);
  // From now on groups say which of the hosts may claim, and what they lead is
  // published. A service's group is joined once all its hosts have folded their
  // journals, so that nobody is named who cannot lead. They live until HandOver
  // and StopPublishing.
  void Join(const HostsByService& hosts);
  void StopPublishing();
  // Why the events of a partition ("raci/0") are not published, empty when all
  // is well. From any thread.
  std::map<std::string, std::string> PublishTroubles() const;
  // Several times a second: a copy that was named before it had folded the
  // journal asks the leader once it has. While others are there one that has
  // halted, folds its state anew, cannot read a journal for long, or whose disk
  // is nearly full leaves the group, so that others lead all that it led of
  // that service; once it is fit it joins again.
  void Watch();
  // Leaves all groups and waits until other copies, if there are any, lead what
  // was led here. Meanwhile calls are served or passed on.
  void HandOver();

 private:
  // A partition, and whether the group has named it before it had folded all
  // that it must.
  struct Named {
    explicit Named(PartitionHost& of) : host(of) {}
    PartitionHost& host;
    std::mutex mutex;  // held until the host was told
    bool waits = false;
    // The last telling that Watch began; gone first, since it uses the others.
    std::future<void> telling;
  };
  struct Member {
    ServiceHosts hosts;
    std::vector<std::shared_ptr<Named>> partitions;
    std::unique_ptr<kafka::LeadershipGroup> group;
    bool joined_before = false;
    absl::Time unfolded_since = absl::InfiniteFuture();
    std::string not_joined;  // why, as the log says already
  };
  // What Watch sees of a member's partitions.
  struct Fitness {
    bool broken = false;
    bool disk_low = false;
    bool folded = true;
    bool unfolded_long = false;
    std::string halted;

    bool Unfit() const { return broken || disk_low || unfolded_long; }
    std::string Why() const;
  };

  void JoinOne(const std::string& service, Member& member);
  void Tell(Named& named, bool may_lead);
  void TellOnceFolded(Named& named);
  void AwaitLead(PartitionHost& host);
  void Publish(const std::string& service, int32_t partition,
               PartitionHost& host);
  static void Leave(Member& member);
  static Fitness FitnessOf(Member& member);
  void WatchOne(const std::string& service, Member& member);

  kafka::ClusterOptions cluster_;
  GroupCensus census_{cluster_};
  std::string deployment_;
  int32_t partitions_;
  std::string instance_;
  EventData events_data_;
  rpc::Forwarder forwarder_;
  std::unique_ptr<grpc::Service> copy_service_;
  std::map<std::string, Member> members_;
  mutable std::mutex publishers_mutex_;
  std::map<std::string, std::unique_ptr<EventPublisher>> publishers_;
  std::vector<std::unique_ptr<EventSource>> sources_;
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_KAFKA_MODE_H_
