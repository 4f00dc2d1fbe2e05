#include "tools/csictl/incident_log/incident_fold.h"

#include <xxhash.h>

#include "common/base/strings.h"
#include "tools/csictl/incident_log/limits.h"

namespace csi::incident_log {
namespace {

uint64_t RowHash(absl::Span<const std::string_view> row) {
  uint64_t hash = row.size();
  for (const std::string_view field : row) {
    hash = XXH3_64bits_withSeed(field.data(), field.size(), hash);
  }
  return hash;
}

// A missing time or count decides nothing: the later row then counts.
bool IsOlder(const Event& event, const Incident& incident) {
  if (event.updated != kNoTime && incident.updated != kNoTime &&
      event.updated != incident.updated) {
    return event.updated < incident.updated;
  }
  return event.change_count >= 0 && incident.change_count >= 0 &&
         event.change_count < incident.change_count;
}

void TakeOver(const Event& event, uint8_t priority, Incident* incident) {
  incident->opened = event.opened;
  incident->resolved = event.resolved;
  incident->closed = event.closed;
  incident->updated = event.updated;
  incident->change_count = event.change_count;
  incident->reassignments = event.reassignments;
  incident->reopenings = event.reopenings;
  incident->made_sla = event.made_sla;
  incident->priority = priority;
}

}  // namespace

absl::StatusOr<bool> IncidentFold::Add(const Event& event,
                                       absl::Span<const std::string_view> row) {
  if (!row_hashes_.insert(RowHash(row)).second) return false;
  const absl::StatusOr<uint8_t> priority = PriorityIndex(event.priority);
  if (!priority.ok()) return priority.status();
  auto found = incidents_.find(View(event.number));
  if (found == incidents_.end()) {
    if (incidents_.size() == kIncidentsMax) {
      return absl::ResourceExhaustedError(
          StrCat("more than ", kIncidentsMax,
                 " incidents; split the log by opened_at"));
    }
    Incident& first = incidents_[std::string(event.number)];
    TakeOver(event, *priority, &first);
    first.events = 1;
    first.event_refused = refused_numbers_.contains(View(event.number));
    return true;
  }
  Incident& incident = found->second;
  ++incident.events;
  incident.made_sla_changed |= incident.made_sla != event.made_sla;
  incident.priority_changed |= incident.priority != *priority;
  incident.reopenings_changed |= incident.reopenings != event.reopenings;
  if (IsOlder(event, incident)) {
    ++out_of_order_;
  } else {
    TakeOver(event, *priority, &incident);
  }
  return true;
}

void IncidentFold::NoteRefused(std::string_view number) {
  const auto found = incidents_.find(View(number));
  if (found != incidents_.end()) {
    found->second.event_refused = true;
  } else if (!number.empty() && refused_numbers_.size() < kIncidentsMax) {
    refused_numbers_.emplace(number);
  }
}

absl::StatusOr<uint8_t> IncidentFold::PriorityIndex(std::string_view priority) {
  if (priority.empty()) return kNoPriority;
  for (size_t i = 0; i < priorities_.size(); ++i) {
    if (priorities_[i] == priority) return static_cast<uint8_t>(i);
  }
  if (priorities_.size() == kPrioritiesMax) {
    return absl::ResourceExhaustedError(
        StrCat("more than ", kPrioritiesMax, " priorities, at last \"",
               priority, "\"; is priority the right column?"));
  }
  priorities_.emplace_back(priority);
  return static_cast<uint8_t>(priorities_.size() - 1);
}

}  // namespace csi::incident_log
