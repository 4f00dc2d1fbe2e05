// Passes bytes on and, in passing, hashes them, counts them against a bound,
// tells the progress and looks whether the caller wants to stop.
// Not thread-safe, except that `cancelled` may be set by any thread.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_METERED_SOURCE_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_METERED_SOURCE_H_

#include <openssl/evp.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "common/csv/byte_source.h"

namespace csi::incident_log {

struct Progress {
  uint64_t bytes_done = 0;
  uint64_t bytes_total = 0;  // 0 if unknown
};

struct MeterOptions {
  uint64_t bytes_max = 0;
  uint64_t bytes_total = 0;
  std::function<void(const Progress&)> on_progress;  // may be empty
  const std::atomic<bool>* cancelled = nullptr;      // may be null
};

class MeteredSource final : public csv::ByteSource {
 public:
  // `source` outlives this.
  MeteredSource(csv::ByteSource* source, MeterOptions options);
  ~MeteredSource() override;

  // RESOURCE_EXHAUSTED beyond bytes_max, CANCELLED if so wished.
  absl::StatusOr<size_t> Read(char* to, size_t bytes_max) override;

  // After the end: SHA-256 of all bytes in lower-case hexadecimal.
  std::string Sha256Hex();
  uint64_t bytes_done() const { return bytes_done_; }

 private:
  void TellProgress();

  csv::ByteSource* const source_;
  const MeterOptions options_;
  EVP_MD_CTX* const digest_;
  uint64_t bytes_done_ = 0;
  uint64_t bytes_told_ = 0;
};

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_METERED_SOURCE_H_
