#include "common/program/view_sources.h"

#include "common/telemetry/log.h"

namespace csi::program {

std::vector<std::unique_ptr<rpc::RemoteSource>> ConnectViews(
    const Options& options, const std::map<std::string, PartitionHost*>& hosts,
    KafkaMode* kafka) {
  std::vector<std::unique_ptr<rpc::RemoteSource>> remotes;
  for (const auto& [service, host] : hosts) {
    for (const std::string& source : host->domain().views()) {
      if (kafka != nullptr) {
        host->AddSource(source, kafka->EventsOf(source));
        continue;
      }
      auto local = hosts.find(source);
      if (local != hosts.end()) {
        host->AddSource(source, local->second);
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
      host->AddSource(source, remotes.back().get());
    }
  }
  return remotes;
}

}  // namespace csi::program
