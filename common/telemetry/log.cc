#include "common/telemetry/log.h"

#include <atomic>
#include <cstdio>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/strings.h"

namespace csi {
namespace {

std::atomic<Severity> level{Severity::kInfo};

const char* SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "DEBUG";
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "INFO";
}

void AppendJson(std::string_view text, std::string* out) {
  out->push_back('"');
  for (char c : text) {
    switch (c) {
      case '"':
        out->append("\\\"");
        break;
      case '\\':
        out->append("\\\\");
        break;
      case '\n':
        out->append("\\n");
        break;
      case '\r':
        out->append("\\r");
        break;
      case '\t':
        out->append("\\t");
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          char escaped[8];
          std::snprintf(escaped, sizeof(escaped), "\\u%04x", c);
          out->append(escaped);
        } else {
          out->push_back(c);
        }
    }
  }
  out->push_back('"');
}

}  // namespace

std::string FormatLogLine(std::string_view time, Severity severity,
                          std::string_view message, const LogFields& fields) {
  std::string line = "{\"time\":";
  AppendJson(time, &line);
  line.append(",\"severity\":");
  AppendJson(SeverityName(severity), &line);
  line.append(",\"message\":");
  AppendJson(message, &line);
  for (const auto& [key, value] : fields) {
    if (value.empty()) continue;
    line.push_back(',');
    AppendJson(key, &line);
    line.push_back(':');
    AppendJson(value, &line);
  }
  line.push_back('}');
  return line;
}

void Log(Severity severity, std::string_view message, const LogFields& fields) {
  if (!LogEnabled(severity)) return;
  std::string line =
      FormatLogLine(absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(),
                                     absl::UTCTimeZone()),
                    severity, message, fields);
  line.push_back('\n');
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void SetLogLevel(Severity severity) { level = severity; }

bool LogEnabled(Severity severity) { return severity >= level.load(); }

}  // namespace csi
