#include "tools/csictl/register_words.h"

namespace csi::tools {
namespace {

struct ColumnWord {
  std::string_view word;
  std::string_view column;
};

constexpr ColumnWord kColumnWords[] = {
    {"opportunity_number", "external_number"},
    {"number", "external_number"},
    {"no", "external_number"},
    {"nr", "external_number"},
    {"ref", "external_number"},
    {"reference", "external_number"},
    {"opp_no", "external_number"},
    {"csi_number", "external_number"},
    {"csi_id", "external_number"},
    {"date_raised", "raise_date"},
    {"raised_on", "raise_date"},
    {"raised", "raise_date"},
    {"created", "raise_date"},
    {"date_logged", "raise_date"},
    {"date", "raise_date"},
    {"opportunity", "title"},
    {"improvement", "title"},
    {"improvement_opportunity", "title"},
    {"summary", "title"},
    {"short_description", "title"},
    {"subject", "title"},
    {"name", "title"},
    {"details", "description"},
    {"full_description", "description"},
    {"raised_by", "raised_by"},
    {"requester", "raised_by"},
    {"reported_by", "raised_by"},
    {"originator", "raised_by"},
    {"requested_for", "requested_for"},
    {"to_be_actioned_by", "coordinator"},
    {"actioned_by", "coordinator"},
    {"assigned_to", "coordinator"},
    {"assignee", "coordinator"},
    {"owner", "coordinator"},
    {"date_required_by", "due_date"},
    {"required_by", "due_date"},
    {"due", "due_date"},
    {"deadline", "due_date"},
    {"target_date", "due_date"},
    {"kpi", "kpi_metric"},
    {"metric", "kpi_metric"},
    {"kpi_metrics", "kpi_metric"},
    {"measure", "kpi_metric"},
    {"business_case", "justification"},
    {"reason", "justification"},
    {"status", "state"},
    {"business_service", "service"},
    {"business_process", "process"},
    {"closed", "actual_end_time"},
    {"closed_on", "actual_end_time"},
    {"date_closed", "actual_end_time"},
    {"completed", "actual_end_time"},
    {"completion_date", "actual_end_time"},
    {"started", "actual_start_time"},
    {"expected_benefit", "benefit"},
    {"benefits", "benefit"},
    {"target_result", "expected_result"},
    {"estimated_cost", "cost"},
    {"source", "origin"},
    {"lessons_learned", "lessons"},
    {"percent_done", "percent_complete"},
    {"outcome", "realised_benefit"},
};

struct ValueWord {
  std::string_view column;
  std::string_view word;
  std::string_view value;
};

constexpr ValueWord kValueWords[] = {
    {"state", "open", "NEW"},
    {"state", "logged", "NEW"},
    {"state", "proposed", "NEW"},
    {"state", "identified", "NEW"},
    {"state", "submitted", "NEW"},
    {"state", "planned", "ACCEPTED"},
    {"state", "agreed", "ACCEPTED"},
    {"state", "analysed", "ASSESSED"},
    {"state", "started", "IN_PROGRESS"},
    {"state", "ongoing", "IN_PROGRESS"},
    {"state", "active", "IN_PROGRESS"},
    {"state", "wip", "IN_PROGRESS"},
    {"state", "work_in_progress", "IN_PROGRESS"},
    {"state", "implementing", "IN_PROGRESS"},
    {"state", "implemented", "IN_REVIEW"},
    {"state", "review", "IN_REVIEW"},
    {"state", "monitoring", "IN_REVIEW"},
    {"state", "done", "CLOSED"},
    {"state", "complete", "CLOSED"},
    {"state", "completed", "CLOSED"},
    {"state", "finished", "CLOSED"},
    {"state", "resolved", "CLOSED"},
    {"state", "hold", "ON_HOLD"},
    {"state", "paused", "ON_HOLD"},
    {"state", "blocked", "ON_HOLD"},
    {"state", "postponed", "DEFERRED"},
    {"state", "parked", "DEFERRED"},
    {"state", "declined", "REJECTED"},
    {"state", "canceled", "CANCELLED"},
    {"state", "withdrawn", "CANCELLED"},
    {"state", "dropped", "CANCELLED"},
    {"priority", "critical", "1"},
    {"priority", "urgent", "1"},
    {"priority", "very_high", "1"},
    {"priority", "high", "2"},
    {"priority", "medium", "3"},
    {"priority", "normal", "3"},
    {"priority", "low", "4"},
    {"priority", "very_low", "5"},
    {"priority", "p1", "1"},
    {"priority", "p2", "2"},
    {"priority", "p3", "3"},
    {"priority", "p4", "4"},
    {"priority", "p5", "5"},
    {"size", "s", "SMALL"},
    {"size", "m", "MEDIUM"},
    {"size", "l", "LARGE"},
    {"effort", "s", "SMALL"},
    {"effort", "m", "MEDIUM"},
    {"effort", "l", "LARGE"},
    {"effort", "xl", "EXTRA_LARGE"},
    {"timescale", "short_term", "SHORT"},
    {"timescale", "medium_term", "MEDIUM"},
    {"timescale", "long_term", "LONG"},
};

}  // namespace

std::string_view ColumnOfWord(std::string_view word) {
  for (const ColumnWord& each : kColumnWords) {
    if (each.word == word) return each.column;
  }
  return {};
}

std::string_view ValueOfWord(std::string_view column, std::string_view word) {
  for (const ValueWord& each : kValueWords) {
    if (each.column == column && each.word == word) return each.value;
  }
  return {};
}

}  // namespace csi::tools
