// One event of the log: the state of an incident after one change.
// Plain values; the texts belong to the row the event was read from.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_EVENT_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_EVENT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/csictl/incident_log/log_time.h"

namespace csi::incident_log {

enum class MadeSla : uint8_t { kMissing, kMissed, kMet };

struct Event {
  std::string_view number;
  std::string_view priority;  // "3 - Moderate"; empty if missing
  Minutes opened = kNoTime;
  Minutes resolved = kNoTime;  // kNoTime if missing
  Minutes closed = kNoTime;    // kNoTime if missing: the incident is open
  Minutes updated = kNoTime;   // kNoTime if missing
  int32_t change_count = -1;   // sys_mod_count; -1 if missing
  uint32_t reassignments = 0;
  uint32_t reopenings = 0;
  MadeSla made_sla = MadeSla::kMissing;
};

// Why a row was refused. The order is the order of checking.
enum class RefusalReason {
  kWrongColumnCount,
  kNoNumber,
  kNumberTooLong,
  kNoOpenedAt,
  kBadTime,
  kBadCount,
  kBadMadeSla,
  kBadPriority,
  kClosedBeforeOpened,
  kDuplicateEvent,
};
inline constexpr size_t kRefusalReasons = 10;

std::string_view RefusalReasonName(RefusalReason reason);  // BAD_TIME
std::string_view RefusalReasonText(RefusalReason reason);

struct Refusal {
  uint64_t line = 0;
  RefusalReason reason = RefusalReason::kWrongColumnCount;
  std::string column;   // empty if it concerns the row
  std::string excerpt;  // of the value, at most kExcerptBytesMax bytes; or
                        // how many fields the row has
};

// What was changed to be usable, with its count in the quality report.
enum class Correction {
  kUnknownState,          // incident_state -100: no state
  kMadeSlaSpelling,       // TRUE, yes, 1
  kResolvedBeforeOpened,  // resolved_at read as missing
  kEventsOutOfOrder,      // put in order by sys_updated_at
};
inline constexpr size_t kCorrections = 4;

std::string_view CorrectionName(Correction correction);
std::string_view CorrectionText(Correction correction);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_EVENT_H_
