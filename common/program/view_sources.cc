#include "common/program/view_sources.h"

#include "common/telemetry/log.h"

namespace csi::program {
namespace {

// A tenant has the same partition in every service, so a partition needs its
// own kind alone.
void ConnectOnKafka(const ServiceHosts& partitions, KafkaMode& kafka) {
  for (size_t i = 0; i < partitions.count(); ++i) {
    PartitionHost& host = partitions.at(i);
    for (const std::string& source : host.domain().views()) {
      host.AddSource(source, kafka.EventsOf(source, static_cast<int32_t>(i)));
    }
  }
}

}  // namespace

std::vector<std::unique_ptr<rpc::RemoteSource>> ConnectViews(
    const Options& options, const HostsByService& hosts, KafkaMode* kafka) {
  std::vector<std::unique_ptr<rpc::RemoteSource>> remotes;
  for (const auto& [service, partitions] : hosts) {
    if (kafka != nullptr) {
      ConnectOnKafka(partitions, *kafka);
      continue;
    }
    PartitionHost& host = partitions.first();
    for (const std::string& source : host.domain().views()) {
      auto local = hosts.find(source);
      if (local != hosts.end()) {
        host.AddSource(source, &local->second.first());
        continue;
      }
      auto peer = options.peers.find(source);
      if (peer == options.peers.end()) {
        Log(Severity::kWarning,
            "no --peer for a view; what needs it is refused",
            {{"service", service}, {"view", source}});
        continue;
      }
      // One stream per reader: their positions differ.
      remotes.push_back(
          std::make_unique<rpc::RemoteSource>(source, peer->second));
      host.AddSource(source, remotes.back().get());
    }
  }
  return remotes;
}

}  // namespace csi::program
