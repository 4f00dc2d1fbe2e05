#include "common/program/metrics.h"

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>

#include "common/base/strings.h"
#include "common/connect/counters.h"
#include "common/rpc/call_counters.h"

namespace csi::program {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

class Collector : public prometheus::Collectable {
 public:
  Collector(HostsByService hosts, PublishTroubles troubles)
      : hosts_(std::move(hosts)), troubles_(std::move(troubles)) {}

  std::vector<MetricFamily> Collect() const override {
    families_.clear();
    for (const auto& [service, partitions] : hosts_) {
      for (PartitionHost* host : partitions) {
        CollectHost(LabelsOf(host->name()), host->report());
      }
    }
    const auto troubles = troubles_ ? troubles_() : decltype(troubles_())();
    for (const auto& [partition, why] : troubles) {
      Add("csi_publish_trouble",
          "1 while the events of a service cannot be published",
          MetricType::Gauge, why.empty() ? 0 : 1, LabelsOf(partition));
    }
    for (const auto& [key, count] : rpc::CallCounts()) {
      Add("csi_calls_total", "Calls answered, by method and reason",
          MetricType::Counter, static_cast<double>(count),
          {{"method", key.method}, {"reason", key.reason}});
    }
    CollectConnect();
    std::vector<MetricFamily> all;
    for (auto& [name, family] : families_) all.push_back(std::move(family));
    return all;
  }

 private:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  // Of a partition by its name.
  static Labels LabelsOf(const std::string& name) {
    const size_t slash = name.rfind('/');
    return {{"service", name.substr(0, slash)},
            {"partition", name.substr(slash + 1)}};
  }

  void CollectHost(const Labels& of, const HostReport& r) const {
    auto gauge = [&](const char* name, const char* help, double value) {
      Add(name, help, MetricType::Gauge, value, of);
    };
    auto counter = [&](const char* name, const char* help, double value) {
      Add(name, help, MetricType::Counter, value, of);
    };
    gauge("csi_partition_leading", "1 while this copy leads the partition",
          r.phase == Executor::Phase::kLead);
    gauge("csi_partition_following",
          "1 while this copy follows the one that leads", r.following);
    gauge("csi_epoch", "Number of the claim that leads now",
          static_cast<double>(r.epoch));
    counter("csi_claims_total", "Claims to lead made by this copy",
            static_cast<double>(r.stats.claims));
    gauge("csi_partition_halted", "1 while the partition is halted",
          r.phase == Executor::Phase::kHalted);
    gauge("csi_clock_jump", "1 while wall and steady clock disagree",
          r.clock_jump);
    gauge("csi_disk_low", "1 while writes are refused for lack of disk space",
          r.disk_low);
    gauge("csi_disk_free_bytes", "Free bytes on the data disk",
          static_cast<double>(r.disk_free_bytes));
    gauge("csi_journal_next_offset", "Offset behind the last folded record",
          static_cast<double>(r.next_offset));
    gauge("csi_queue_calls", "Calls that wait to be decided",
          static_cast<double>(r.queued));
    gauge("csi_batch_commands", "Commands in the newest batch",
          static_cast<double>(r.stats.last_batch_commands));
    counter("csi_batches_total", "Batches appended",
            static_cast<double>(r.stats.batches));
    counter("csi_commands_total", "Commands decided",
            static_cast<double>(r.stats.commands));
    counter("csi_refusals_total", "Commands refused",
            static_cast<double>(r.stats.refusals));
    counter("csi_repeated_total", "Calls answered with a recorded reply",
            static_cast<double>(r.stats.repeated));
    counter("csi_reactions_total", "Foreign events reacted to",
            static_cast<double>(r.stats.reactions));
    counter("csi_timers_fired_total", "Timers fired",
            static_cast<double>(r.stats.timers));
    counter("csi_failed_total",
            "Reactions and timers that could not have their effect",
            static_cast<double>(r.stats.failed));
    counter("csi_events_total", "Public events",
            static_cast<double>(r.event_count));
    counter("csi_dead_records_total", "Journal records that did not count",
            static_cast<double>(r.dead_records));
    counter("csi_unknown_outcomes_total", "Appends with unknown outcome",
            static_cast<double>(r.stats.unknown_outcomes));
    counter("csi_replayed_records_total", "Records folded in replays",
            static_cast<double>(r.stats.replayed_records));
    counter("csi_append_seconds_total", "Time spent in appends",
            r.append_seconds);
    counter("csi_decide_seconds_total", "Time spent in decisions",
            r.decide_seconds);
    for (const StateGauge& each : r.gauges) {
      gauge(each.name.c_str(), each.help.c_str(), each.value);
    }
    for (const auto& [source, lag] : r.view_lag_seconds) {
      Labels labels = of;
      labels.emplace_back("source", source);
      Add("csi_view_lag_seconds",
          "Age of the knowledge that a view is complete", MetricType::Gauge,
          lag, labels);
    }
    CollectInputs(r, of);
  }

  void CollectConnect() const {
    const auto add = [this](const char* name, const char* help, MetricType type,
                            uint64_t value) {
      Add(name, help, type, static_cast<double>(value), {});
    };
    const connect::EndpointCounts& counts = connect::Counts();
    add("csi_connect_connections", "Connections of the Connect endpoint",
        MetricType::Gauge, counts.connections);
    add("csi_connect_streams", "Streams of the Connect endpoint",
        MetricType::Gauge, counts.streams);
    add("csi_connect_requests_total", "Requests to the Connect endpoint",
        MetricType::Counter, counts.requests);
    add("csi_connect_errors_total", "Requests that it answered with an error",
        MetricType::Counter, counts.errors);
    add("csi_connect_refused_connections_total",
        "Connections that it refused because there were too many",
        MetricType::Counter, counts.refused_connections);
  }

  void CollectInputs(const HostReport& r, const Labels& of) const {
    Add("csi_inputs_total", "Records of input topics used", MetricType::Counter,
        static_cast<double>(r.stats.inputs), of);
    Add("csi_inputs_rejected_total",
        "Records of input topics that went to the dead letters",
        MetricType::Counter, static_cast<double>(r.stats.inputs_rejected), of);
    for (const auto& [name, input] : r.inputs) {
      Labels labels = of;
      labels.emplace_back("input", name);
      Add("csi_input_lag_records",
          "Records of an input topic's partition that are not used yet",
          MetricType::Gauge, static_cast<double>(input.lag_records), labels);
      Add("csi_input_trouble",
          "1 while an input topic's partition is not read, or not all of it",
          MetricType::Gauge, input.trouble.empty() ? 0 : 1, labels);
    }
  }

  void Add(const std::string& name, const std::string& help, MetricType type,
           double value, const Labels& labels) const {
    MetricFamily& family = families_[name];
    family.name = name;
    family.help = help;
    family.type = type;
    ClientMetric metric;
    for (const auto& [key, text] : labels) metric.label.push_back({key, text});
    if (type == MetricType::Counter) {
      metric.counter.value = value;
    } else {
      metric.gauge.value = value;
    }
    family.metric.push_back(std::move(metric));
  }

  const HostsByService hosts_;
  const PublishTroubles troubles_;
  mutable std::map<std::string, MetricFamily> families_;
};

}  // namespace

struct MetricsServer::Impl {
  std::unique_ptr<prometheus::Exposer> exposer;
  std::shared_ptr<Collector> collector;
};

MetricsServer::MetricsServer(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
MetricsServer::~MetricsServer() = default;

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(
    const std::string& address, HostsByService hosts,
    PublishTroubles troubles) {
  auto impl = std::make_unique<Impl>();
  impl->collector =
      std::make_shared<Collector>(std::move(hosts), std::move(troubles));
  try {
    impl->exposer = std::make_unique<prometheus::Exposer>(address, 1);
  } catch (const std::exception& error) {
    return absl::UnavailableError(StrCat(
        "The metrics address ", address, " cannot be used: ", error.what(),
        ". Give --metrics-listen another one."));
  }
  impl->exposer->RegisterCollectable(impl->collector);
  return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(impl)));
}

}  // namespace csi::program
