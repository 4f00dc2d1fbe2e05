// Folds events to incidents: the last event of an incident counts, since
// made_sla, priority and reopenings change during its life. "Last" is by
// sys_updated_at, then sys_mod_count, then the order in the log.
// The state is bounded by kIncidentsMax and kEventRowsMax; not thread-safe.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_INCIDENT_FOLD_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_INCIDENT_FOLD_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tools/csictl/incident_log/event.h"

namespace csi::incident_log {

inline constexpr uint8_t kNoPriority = 255;

struct Incident {
  Minutes opened = kNoTime;
  Minutes resolved = kNoTime;
  Minutes closed = kNoTime;
  Minutes updated = kNoTime;
  int32_t change_count = -1;
  uint32_t reassignments = 0;
  uint32_t reopenings = 0;
  uint32_t events = 0;
  uint8_t priority = kNoPriority;  // index into IncidentFold::priorities()
  MadeSla made_sla = MadeSla::kMissing;
  bool made_sla_changed = false;
  bool priority_changed = false;
  bool reopenings_changed = false;
  bool event_refused = false;
};

class IncidentFold {
 public:
  // `row` is the whole row, to know an event that comes twice. Returns false
  // for such an event, which is then not counted. RESOURCE_EXHAUSTED when
  // there are more incidents or priorities than the bounds allow.
  absl::StatusOr<bool> Add(const Event& event,
                           absl::Span<const std::string_view> row);

  // Remembers that an event of this incident was refused, in case it has
  // others, before or after this one.
  void NoteRefused(std::string_view number);

  const absl::flat_hash_map<std::string, Incident>& incidents() const {
    return incidents_;
  }
  // As written in the log ("3 - Moderate"), in the order of appearance.
  const std::vector<std::string>& priorities() const { return priorities_; }
  uint64_t out_of_order() const { return out_of_order_; }

 private:
  absl::StatusOr<uint8_t> PriorityIndex(std::string_view priority);

  absl::flat_hash_map<std::string, Incident> incidents_;
  // 64-bit hashes: at the row bound, two different rows share one with a
  // probability below one in a million.
  absl::flat_hash_set<uint64_t> row_hashes_;
  // Incidents with nothing but refused events so far.
  absl::flat_hash_set<std::string> refused_numbers_;
  std::vector<std::string> priorities_;
  uint64_t out_of_order_ = 0;
};

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_INCIDENT_FOLD_H_
