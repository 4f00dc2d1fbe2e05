// One JSON object a line on standard error: time, severity, message, fields.
// Thread-safe; a line is written whole.
//
//   Log(Severity::kInfo, "listening", {{"address", address}});
#ifndef CSI_COMMON_TELEMETRY_LOG_H_
#define CSI_COMMON_TELEMETRY_LOG_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace csi {

enum class Severity { kDebug, kInfo, kWarning, kError };

using LogFields = std::vector<std::pair<std::string, std::string>>;

void Log(Severity severity, std::string_view message,
         const LogFields& fields = {});

// Lines below this are not written; kInfo at the start.
void SetLogLevel(Severity severity);
bool LogEnabled(Severity severity);

// The line without its newline, for tests.
std::string FormatLogLine(std::string_view time, Severity severity,
                          std::string_view message, const LogFields& fields);

}  // namespace csi

#endif  // CSI_COMMON_TELEMETRY_LOG_H_
