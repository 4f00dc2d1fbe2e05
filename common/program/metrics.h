// The hosts' reports as Prometheus metrics, on an HTTP address of their own.
#ifndef CSI_COMMON_PROGRAM_METRICS_H_
#define CSI_COMMON_PROGRAM_METRICS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/service_binder.h"
#include "common/runtime/service_hosts.h"

namespace csi::program {

// By partition ("raci/0"): why its events are not published, empty when all is
// well.
using PublishTroubles = std::function<std::map<std::string, std::string>()>;

class MetricsServer {
 public:
  // Serves until destroyed; hosts and troubles outlive it.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(
      const std::string& address, HostsByService hosts,
      PublishTroubles troubles = nullptr);
  ~MetricsServer();

 private:
  struct Impl;
  explicit MetricsServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_METRICS_H_
