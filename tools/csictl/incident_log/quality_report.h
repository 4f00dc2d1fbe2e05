// What an import found in the log: what was read, refused, missing and
// corrected, and which periods must not be trusted. Plain values.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_QUALITY_REPORT_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_QUALITY_REPORT_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/csictl/incident_log/event.h"

namespace csi::incident_log {

struct MissingValues {
  std::string column;
  uint64_t rows = 0;
};

struct PriorityTotals {
  std::string id;     // p1
  std::string label;  // 1 - Critical
  int64_t incidents = 0;
  int64_t made_sla = 0;
};

// Of the incidents as their last events left them.
struct IncidentTotals {
  int64_t incidents = 0;
  int64_t open = 0;  // without closed_at
  int64_t made_sla = 0;
  int64_t made_sla_missing = 0;
  int64_t reopened = 0;
  int64_t reassignments = 0;
  int64_t without_resolved_at = 0;
  int64_t without_priority = 0;
  int64_t made_sla_changed = 0;
  int64_t priority_changed = 0;
  int64_t reopened_changed = 0;
  // An event of theirs was refused: the figures rest on the others.
  int64_t with_refused_events = 0;
  double events_median = 0;
  int64_t events_max = 0;
  std::vector<PriorityTotals> by_priority;  // ascending by id
};

// A reason not to take a figure at its face value.
struct Warning {
  std::string code;  // BULK_CLOSE
  std::string text;
};

struct QualityReport {
  std::string entry;  // name inside the zip, or empty
  uint64_t bytes = 0;
  std::string content_sha256;  // of the unpacked CSV, hexadecimal

  uint64_t rows_read = 0;  // without the header
  uint64_t rows_taken = 0;
  uint64_t rows_refused = 0;
  std::array<uint64_t, kRefusalReasons> refused_by_reason = {};
  std::vector<Refusal> refusals;  // the first kRefusalExamplesMax

  std::vector<MissingValues> missing;  // every column, in its order
  std::array<uint64_t, kCorrections> corrections = {};

  IncidentTotals totals;

  std::string first_opened;  // dates, 2016-02-29
  std::string last_opened;
  std::string last_closed;
  // Days whose figures are whole: [begin, end).
  std::string complete_begin;
  std::string complete_end;
  std::vector<std::string> bulk_close_weeks;  // Mondays
  std::vector<std::string> few_closed_weeks;
  int64_t opened_after_complete = 0;
  int64_t closed_after_complete = 0;
  std::vector<Warning> warnings;
};

// For people.
std::string ToText(const QualityReport& report);
// For programs: one JSON object, keys in a fixed order.
std::string ToJson(const QualityReport& report);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_QUALITY_REPORT_H_
