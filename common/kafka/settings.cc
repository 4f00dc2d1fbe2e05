#include "common/kafka/settings.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/kafka/limits.h"

namespace csi::kafka {
namespace {

constexpr absl::Duration kHeartbeatMax = absl::Milliseconds(500);

std::string Millis(absl::Duration span) {
  return StrCat(absl::ToInt64Milliseconds(span));
}

std::vector<Setting> Common(const ClusterOptions& cluster) {
  return {
      {"bootstrap.servers", cluster.bootstrap, "where the cluster is"},
      {"client.id", cluster.client_id, "names this program in broker logs"},
      {"allow.auto.create.topics", "false",
       "topics are made by an explicit command alone; a topic made by accident "
       "has the wrong partitions and retention"},
      {"reconnect.backoff.ms", "50",
       "a broker that was restarted is back soon"},
      {"reconnect.backoff.max.ms", "1000",
       "the default of 10 s would outlast most fail-overs"},
      {"socket.nagle.disable", "true",
       "small requests must not wait for an acknowledgement by TCP"},
      {"socket.keepalive.enable", "true",
       "a peer that vanished without a word is noticed"},
      {"topic.metadata.refresh.interval.ms", "30000",
       "leadership that moved is learnt even where no request fails"},
      {"topic.metadata.refresh.fast.interval.ms", "50",
       "while a leader is unknown, ask often: writes wait for the answer"},
      {"topic.metadata.propagation.max.ms", "10000",
       "a topic unknown for longer is reported as missing"},
  };
}

void Override(const ClusterOptions& cluster, std::vector<Setting>& settings) {
  for (const auto& [name, value] : cluster.overrides) {
    const std::string& wanted = name;
    auto same =
        std::find_if(settings.begin(), settings.end(),
                     [&wanted](const Setting& s) { return s.name == wanted; });
    if (same == settings.end()) {
      settings.push_back({name, value, "set by the operator"});
    } else {
      same->value = value;
      same->reason = "set by the operator";
    }
  }
}

void AddProducer(const ClusterOptions& cluster,
                 std::vector<Setting>& settings) {
  const std::string timeout = Millis(cluster.append_timeout);
  settings.insert(
      settings.end(),
      {{"acks", "all", "acknowledged means: on every in-sync replica"},
       {"enable.idempotence", "true",
        "the library's own retries neither double nor reorder records; off "
        "by default"},
       {"linger.ms", "0", "batches are made by the engine; waiting adds delay"},
       {"message.timeout.ms", timeout,
        "after this the outcome is unknown and the writer claims anew; the "
        "default of 5 min would freeze a partition"},
       {"request.timeout.ms", timeout,
        "one request must not outlast the message it carries"},
       {"retry.backoff.ms", "50", "a moved leader is tried again soon"},
       {"message.max.bytes", StrCat(limits::kKafkaMessageBytesMax),
        "the largest journal record with its framing"}});
}

}  // namespace

std::vector<Setting> JournalProducerSettings(const ClusterOptions& cluster) {
  std::vector<Setting> settings = Common(cluster);
  AddProducer(cluster, settings);
  settings.insert(
      settings.end(),
      {{"max.in.flight", "1",
        "one record at a time: a skipped sequence then proves divergence"},
       {"queue.buffering.max.messages", "8",
        "there is never more than one; a larger queue would hide an error"},
       {"compression.codec", "none",
        "one round trip matters more than the size of one record"}});
  Override(cluster, settings);
  return settings;
}

std::vector<Setting> PublisherSettings(const ClusterOptions& cluster) {
  std::vector<Setting> settings = Common(cluster);
  AddProducer(cluster, settings);
  settings.insert(
      settings.end(),
      {{"enable.gapless.guarantee", "true",
        "the first event that cannot be written stops all behind it: "
        "consumers count on order without holes"},
       {"max.in.flight", "5", "as many as idempotence keeps in order"},
       {"queue.buffering.max.messages", "10000",
        "bounds the memory of a publisher whose brokers are away"},
       {"compression.codec", "none",
        "consumers of any make must be able to read it"}});
  Override(cluster, settings);
  return settings;
}

std::vector<Setting> ReaderSettings(const ClusterOptions& cluster) {
  std::vector<Setting> settings = Common(cluster);
  settings.insert(
      settings.end(),
      {{"auto.offset.reset", "error",
        "an offset outside the topic means that it was cut or replaced: never "
        "a silent jump"},
       {"enable.auto.commit", "false", "positions live in the fold alone"},
       {"enable.partition.eof", "true", "the end of the topic is an event"},
       {"check.crcs", "true", "damage on the way is found; off by default"},
       {"isolation.level", "read_uncommitted",
        "nobody uses transactions here, and one left hanging by a stranger "
        "must not hold back the journal"},
       {"fetch.wait.max.ms", "100",
        "how long a change of position waits for the open request; records "
        "that arrive are handed out at once"},
       {"fetch.error.backoff.ms", "100", "a moved leader is tried again soon"},
       {"fetch.max.bytes", StrCat(limits::kKafkaFetchBytesMax),
        "bounds one answer"},
       {"fetch.message.max.bytes", StrCat(limits::kKafkaFetchBytesMax / 2),
        "bounds one answer of one partition"},
       {"queued.min.messages", StrCat(limits::kKafkaFetchedMessagesMin),
        "a full queue is looked at again only after up to a second, so it must "
        "hold what is folded in that time"},
       {"queued.max.messages.kbytes", StrCat(limits::kKafkaFetchedKiBMax),
        "memory of a standby that catches up; the default is 64 MiB"}});
  Override(cluster, settings);
  return settings;
}

std::vector<Setting> GroupSettings(const ClusterOptions& cluster,
                                   const std::string& group) {
  std::vector<Setting> settings = Common(cluster);
  settings.insert(
      settings.end(),
      {{"group.id", group, "copies of one service share out its partitions"},
       {"partition.assignment.strategy", "range",
        "eager: the cooperative one loses assignments in old libraries"},
       {"session.timeout.ms", Millis(cluster.session_timeout),
        "how soon a dead copy is noticed"},
       {"heartbeat.interval.ms",
        Millis(std::min(cluster.session_timeout / 5, kHeartbeatMax)),
        "a copy learns with its next heartbeat that another has left"},
       {"enable.auto.commit", "false", "nothing is read, so nothing is kept"},
       {"auto.offset.reset", "latest", "nothing is read"}});
  Override(cluster, settings);
  return settings;
}

std::vector<Setting> AdminSettings(const ClusterOptions& cluster) {
  std::vector<Setting> settings = Common(cluster);
  Override(cluster, settings);
  return settings;
}

}  // namespace csi::kafka
