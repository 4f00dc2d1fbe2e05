// Tells gRPC's health service what every partition can do, and the log when
// that changes. Used by the program's main thread.
#ifndef CSI_COMMON_PROGRAM_HEALTH_BOARD_H_
#define CSI_COMMON_PROGRAM_HEALTH_BOARD_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/runtime/partition_host.h"
#include "grpcpp/health_check_service_interface.h"

namespace csi::program {

// Names for an orchestrator's probes. A program that answers is live, whatever
// it replays, waits for or has halted: to start it again would help nothing.
inline constexpr char kLiveName[] = "live";
// It can take calls: at least one partition of a service serves, and no service
// is still on its way there for the first time. What has halted must not take
// the others with it out of the reach of their callers.
inline constexpr char kReadyName[] = "ready";

class HealthBoard {
 public:
  // `health` outlives the board.
  explicit HealthBoard(grpc::HealthCheckServiceInterface& health)
      : health_(health) {
    Set(kLiveName, true);
    UpdateAll(false);
  }

  // `service` is raci, registry, workflow or reporting; one report of each of
  // its partitions. It serves when all of them do; of several, each has a name
  // of its own too ("csi.raci.v1.RaciService/partitions/3").
  void Update(const std::string& service,
              const std::vector<HostReport>& partitions);
  // The health of the whole server; after the services' own.
  void UpdateAll(bool serving) {
    Set("", serving);
    Set(kReadyName, Ready());
  }

 private:
  // True when it has changed; the first word changes nothing.
  bool Set(const std::string& name, bool serving);
  bool Ready() const;
  void SetAbility(const std::string& service, const std::string& name,
                  const std::string& when_lost, bool serving);
  void LogTrouble(const std::string& service, size_t partition,
                  const HostReport& report);

  grpc::HealthCheckServiceInterface& health_;
  std::map<std::string, bool> known_;
  std::set<std::string> limited_;  // that the log was told of
  std::set<std::string> services_;
  std::set<std::string> reachable_;          // a partition serves
  std::map<std::string, std::string> told_;  // trouble by partition
  std::set<std::string> settled_;  // services that have served or halted
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_HEALTH_BOARD_H_
