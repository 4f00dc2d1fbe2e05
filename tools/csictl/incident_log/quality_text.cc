// The quality report as text for people.
#include <cstdio>
#include <string>

#include "common/base/strings.h"
#include "tools/csictl/incident_log/quality_report.h"

namespace csi::incident_log {
namespace {

constexpr size_t kRefusalsShown = 20;

void Line(std::string_view name, uint64_t value, std::string* text) {
  char line[96];
  std::snprintf(line, sizeof(line), "  %-32.*s %12llu\n",
                static_cast<int>(name.size()), name.data(),
                static_cast<unsigned long long>(value));
  *text += line;
}

std::string PercentText(int64_t part, int64_t whole) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.2f %%",
                whole == 0 ? 0.0
                           : 100.0 * static_cast<double>(part) /
                                 static_cast<double>(whole));
  return text;
}

void WriteRows(const QualityReport& report, std::string* text) {
  *text += "Rows\n";
  Line("read", report.rows_read, text);
  Line("taken", report.rows_taken, text);
  Line("refused", report.rows_refused, text);
  for (size_t i = 0; i < kRefusalReasons; ++i) {
    if (report.refused_by_reason[i] == 0) continue;
    Line(StrCat("  ", RefusalReasonName(static_cast<RefusalReason>(i))),
         report.refused_by_reason[i], text);
  }
  size_t shown = 0;
  for (const Refusal& refusal : report.refusals) {
    if (shown++ == kRefusalsShown) break;
    StrAppend(text, "  line ", refusal.line, ": ",
              RefusalReasonText(refusal.reason));
    if (!refusal.column.empty()) {
      StrAppend(text, " (", refusal.column, " \"", refusal.excerpt, "\")");
    } else if (!refusal.excerpt.empty()) {
      StrAppend(text, " (", refusal.excerpt, ")");
    }
    *text += "\n";
  }
  if (report.rows_refused > kRefusalsShown) {
    StrAppend(text, "  and ", report.rows_refused - kRefusalsShown, " more\n");
  }
}

void WriteValues(const QualityReport& report, std::string* text) {
  *text += "Missing values, in rows\n";
  bool any = false;
  for (const MissingValues& missing : report.missing) {
    if (missing.rows == 0) continue;
    any = true;
    Line(missing.column, missing.rows, text);
  }
  if (!any) *text += "  none\n";
  *text += "Corrected, in rows\n";
  any = false;
  for (size_t i = 0; i < kCorrections; ++i) {
    if (report.corrections[i] == 0) continue;
    any = true;
    StrAppend(text, "  ", report.corrections[i], ": ",
              CorrectionText(static_cast<Correction>(i)), "\n");
  }
  if (!any) *text += "  none\n";
}

void WriteIncidents(const IncidentTotals& totals, std::string* text) {
  *text += "Incidents, by their last event\n";
  Line("incidents", static_cast<uint64_t>(totals.incidents), text);
  StrAppend(
      text, "  made their SLA: ", totals.made_sla, " (",
      PercentText(totals.made_sla, totals.incidents - totals.made_sla_missing),
      ")\n");
  for (const PriorityTotals& priority : totals.by_priority) {
    StrAppend(text, "    ", priority.label, ": ", priority.made_sla, " of ",
              priority.incidents, "\n");
  }
  Line("reopened", static_cast<uint64_t>(totals.reopened), text);
  Line("reassignments", static_cast<uint64_t>(totals.reassignments), text);
  Line("without resolved_at", static_cast<uint64_t>(totals.without_resolved_at),
       text);
  Line("made_sla changed", static_cast<uint64_t>(totals.made_sla_changed),
       text);
  Line("priority changed", static_cast<uint64_t>(totals.priority_changed),
       text);
  Line("reopened changed", static_cast<uint64_t>(totals.reopened_changed),
       text);
  StrAppend(text, "  events per incident: median ", totals.events_median,
            ", at most ", totals.events_max, "\n");
}

}  // namespace

std::string ToText(const QualityReport& report) {
  std::string text = StrCat("Incident log", report.entry.empty() ? "" : " ",
                            report.entry, ": ", report.bytes, " bytes, sha256 ",
                            report.content_sha256, "\n");
  WriteRows(report, &text);
  WriteValues(report, &text);
  WriteIncidents(report.totals, &text);
  StrAppend(&text, "Periods\n  opened ", report.first_opened, " to ",
            report.last_opened, ", closed to ", report.last_closed,
            "\n  complete from ", report.complete_begin, " up to ",
            report.complete_end, " (exclusive)\n");
  text += "Warnings\n";
  for (const Warning& warning : report.warnings) {
    StrAppend(&text, "  ", warning.code, ": ", warning.text, "\n");
  }
  return text;
}

}  // namespace csi::incident_log
