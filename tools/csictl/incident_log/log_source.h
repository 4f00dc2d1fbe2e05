// Opens an incident log: a CSV file, or a zip with exactly one .csv in it.
// Which of the two is told by the first bytes, never by the name alone.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_LOG_SOURCE_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_LOG_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/csv/byte_source.h"

namespace csi::incident_log {

struct LogSource {
  std::unique_ptr<csv::ByteSource> bytes;  // of the CSV, unpacked
  uint64_t bytes_total = 0;                // 0 if unknown
  std::string entry;                       // name inside the zip, or empty
};

// INVALID_ARGUMENT: not a zip in spite of its name, gzip, a damaged or
// encrypted archive, none or several CSV files in it; RESOURCE_EXHAUSTED: it
// would unpack to more than `bytes_max`; NOT_FOUND and the like for the file.
absl::StatusOr<LogSource> OpenLog(const std::string& path, uint64_t bytes_max);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_LOG_SOURCE_H_
