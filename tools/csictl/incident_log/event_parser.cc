#include "tools/csictl/incident_log/event_parser.h"

#include <charconv>

#include "absl/strings/match.h"
#include "common/base/strings.h"
#include "tools/csictl/incident_log/limits.h"

namespace csi::incident_log {
namespace {

constexpr std::string_view kRequired[] = {
    "number",   "opened_at", "resolved_at",  "closed_at",
    "made_sla", "priority",  "reopen_count", "reassignment_count"};
constexpr std::string_view kStateUnknown = "-100";

bool IsMissing(std::string_view value) { return value.empty() || value == "?"; }

// At most kExcerptBytesMax bytes, cut between characters.
std::string Excerpt(std::string_view value) {
  if (value.size() <= kExcerptBytesMax) return std::string(value);
  size_t bytes = kExcerptBytesMax;
  while (bytes > 0 && (static_cast<unsigned char>(value[bytes]) & 0xC0) == 0x80)
    --bytes;
  return std::string(value.substr(0, bytes)) + "...";
}

}  // namespace

absl::StatusOr<EventParser> EventParser::From(const csv::Row& header) {
  absl::StatusOr<csv::Header> columns =
      csv::Header::From(header.fields, kRequired);
  if (!columns.ok()) return columns.status();
  return EventParser(*std::move(columns));
}

EventParser::EventParser(csv::Header header)
    : header_(std::move(header)),
      number_(*header_.Find("number")),
      opened_at_(*header_.Find("opened_at")),
      resolved_at_(*header_.Find("resolved_at")),
      closed_at_(*header_.Find("closed_at")),
      made_sla_(*header_.Find("made_sla")),
      priority_(*header_.Find("priority")),
      reopen_count_(*header_.Find("reopen_count")),
      reassignment_count_(*header_.Find("reassignment_count")),
      state_(header_.Find("incident_state")),
      change_count_(header_.Find("sys_mod_count")),
      updated_at_(header_.Find("sys_updated_at")),
      missing_(header_.size()) {}

bool EventParser::Parse(const csv::Row& row, Event* event, Refusal* refusal) {
  fields_ = row.fields;
  *event = Event();
  refusal->line = row.line;
  if (fields_.size() != header_.size()) {
    Refuse(RefusalReason::kWrongColumnCount, std::nullopt, refusal);
    refusal->excerpt =
        StrCat(fields_.size(), " fields instead of ", header_.size());
    return false;
  }
  CountMissing();
  event->number = Value(number_);
  if (event->number.empty()) {
    return Refuse(RefusalReason::kNoNumber, number_, refusal);
  }
  if (event->number.size() > kNumberBytesMax) {
    return Refuse(RefusalReason::kNumberTooLong, number_, refusal);
  }
  if (Value(opened_at_).empty()) {
    return Refuse(RefusalReason::kNoOpenedAt, opened_at_, refusal);
  }
  uint32_t changes = 0;
  if (!ParseTime(opened_at_, &event->opened, refusal) ||
      !ParseTime(resolved_at_, &event->resolved, refusal) ||
      !ParseTime(closed_at_, &event->closed, refusal) ||
      !ParseTime(updated_at_, &event->updated, refusal) ||
      !ParseCount(reopen_count_, &event->reopenings, refusal) ||
      !ParseCount(reassignment_count_, &event->reassignments, refusal)) {
    return false;
  }
  if (!Value(change_count_).empty()) {
    if (!ParseCount(*change_count_, &changes, refusal)) return false;
    event->change_count = static_cast<int32_t>(changes);
  }
  if (!ParseMadeSla(&event->made_sla, refusal)) return false;
  event->priority = Value(priority_);
  if (event->priority.size() > kPriorityBytesMax) {
    return Refuse(RefusalReason::kBadPriority, priority_, refusal);
  }
  if (event->closed != kNoTime && event->closed < event->opened) {
    return Refuse(RefusalReason::kClosedBeforeOpened, closed_at_, refusal);
  }
  if (event->resolved != kNoTime && event->resolved < event->opened) {
    event->resolved = kNoTime;
    Correct(Correction::kResolvedBeforeOpened);
  }
  if (Value(state_) == kStateUnknown) Correct(Correction::kUnknownState);
  return true;
}

// The value without spaces around it, empty if missing.
std::string_view EventParser::Value(size_t column) const {
  std::string_view value = fields_[column];
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
  return IsMissing(value) ? std::string_view() : value;
}

std::string_view EventParser::Value(std::optional<size_t> column) const {
  return column.has_value() ? Value(*column) : std::string_view();
}

bool EventParser::ParseTime(std::optional<size_t> column, Minutes* minutes,
                            Refusal* refusal) const {
  const std::string_view value = Value(column);
  if (value.empty()) return true;
  const std::optional<Minutes> parsed = ParseLogTime(value);
  if (!parsed.has_value()) {
    return Refuse(RefusalReason::kBadTime, column, refusal);
  }
  *minutes = *parsed;
  return true;
}

// A missing count is 0: nothing has been counted.
bool EventParser::ParseCount(size_t column, uint32_t* count,
                             Refusal* refusal) const {
  const std::string_view value = Value(column);
  if (value.empty()) return true;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, *count);
  if (error != std::errc() || stop != end || *count > kCountMax) {
    return Refuse(RefusalReason::kBadCount, column, refusal);
  }
  return true;
}

bool EventParser::ParseMadeSla(MadeSla* made_sla, Refusal* refusal) {
  const std::string_view value = Value(made_sla_);
  if (value.empty()) return true;
  if (value == "true" || value == "false") {
    *made_sla = value == "true" ? MadeSla::kMet : MadeSla::kMissed;
    return true;
  }
  const auto is = [value](std::string_view word) {
    return absl::EqualsIgnoreCase(View(value), View(word));
  };
  if (is("true") || is("yes") || is("1")) {
    *made_sla = MadeSla::kMet;
  } else if (is("false") || is("no") || is("0")) {
    *made_sla = MadeSla::kMissed;
  } else {
    return Refuse(RefusalReason::kBadMadeSla, made_sla_, refusal);
  }
  Correct(Correction::kMadeSlaSpelling);
  return true;
}

bool EventParser::Refuse(RefusalReason reason, std::optional<size_t> column,
                         Refusal* refusal) const {
  refusal->reason = reason;
  refusal->column = column.has_value() ? header_.names()[*column] : "";
  refusal->excerpt = column.has_value() ? Excerpt(fields_[*column]) : "";
  return false;
}

void EventParser::CountMissing() {
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (IsMissing(fields_[i])) ++missing_[i];
  }
}

}  // namespace csi::incident_log
