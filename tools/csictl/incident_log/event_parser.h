// Turns rows into events, or says why not; counts what is missing and what
// it had to correct. A value of "?" or nothing is missing.
// Not thread-safe: one importer owns it.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_EVENT_PARSER_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_EVENT_PARSER_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/csv/header.h"
#include "common/csv/reader.h"
#include "tools/csictl/incident_log/event.h"

namespace csi::incident_log {

class EventParser {
 public:
  // INVALID_ARGUMENT naming the columns that are missing or named twice.
  static absl::StatusOr<EventParser> From(const csv::Row& header);

  // False with *refusal filled in (but its line is the row's).
  bool Parse(const csv::Row& row, Event* event, Refusal* refusal);

  const std::vector<std::string>& columns() const { return header_.names(); }
  // By column, in all rows of the right width.
  const std::vector<uint64_t>& missing() const { return missing_; }
  uint64_t corrected(Correction correction) const {
    return corrected_[static_cast<size_t>(correction)];
  }

 private:
  explicit EventParser(csv::Header header);

  std::string_view Value(size_t column) const;
  std::string_view Value(std::optional<size_t> column) const;
  bool ParseTime(std::optional<size_t> column, Minutes* minutes,
                 Refusal* refusal) const;
  bool ParseCount(size_t column, uint32_t* count, Refusal* refusal) const;
  bool ParseMadeSla(MadeSla* made_sla, Refusal* refusal);
  bool Refuse(RefusalReason reason, std::optional<size_t> column,
              Refusal* refusal) const;
  void CountMissing();
  void Correct(Correction correction) {
    ++corrected_[static_cast<size_t>(correction)];
  }

  csv::Header header_;
  size_t number_ = 0;
  size_t opened_at_ = 0;
  size_t resolved_at_ = 0;
  size_t closed_at_ = 0;
  size_t made_sla_ = 0;
  size_t priority_ = 0;
  size_t reopen_count_ = 0;
  size_t reassignment_count_ = 0;
  std::optional<size_t> state_;
  std::optional<size_t> change_count_;
  std::optional<size_t> updated_at_;

  absl::Span<const std::string_view> fields_;  // of the row being parsed
  std::vector<uint64_t> missing_;
  std::array<uint64_t, kCorrections> corrected_ = {};
};

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_EVENT_PARSER_H_
