// What the Connect endpoint counts, for the metrics. Thread-safe.
#ifndef CSI_COMMON_CONNECT_COUNTERS_H_
#define CSI_COMMON_CONNECT_COUNTERS_H_

#include <atomic>
#include <cstdint>

namespace csi::connect {

struct EndpointCounts {
  std::atomic<uint64_t> connections{0};  // open now
  std::atomic<uint64_t> streams{0};      // open now
  std::atomic<uint64_t> requests{0};
  // Answered with an error of the endpoint's own or of the service.
  std::atomic<uint64_t> errors{0};
  std::atomic<uint64_t> refused_connections{0};
};

// Those of this process.
inline EndpointCounts& Counts() {
  static EndpointCounts counts;
  return counts;
}

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_COUNTERS_H_
