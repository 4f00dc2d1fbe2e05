// The quality report as JSON.
#include "tools/csictl/incident_log/json_writer.h"
#include "tools/csictl/incident_log/quality_report.h"

namespace csi::incident_log {
namespace {

void WriteInput(const QualityReport& report, JsonWriter* json) {
  json->Key("input");
  json->BeginObject();
  json->StringField("entry", report.entry);
  json->IntField("bytes", static_cast<int64_t>(report.bytes));
  json->StringField("content_sha256", report.content_sha256);
  json->EndObject();
}

void WriteRows(const QualityReport& report, JsonWriter* json) {
  json->Key("rows");
  json->BeginObject();
  json->IntField("read", static_cast<int64_t>(report.rows_read));
  json->IntField("taken", static_cast<int64_t>(report.rows_taken));
  json->IntField("refused", static_cast<int64_t>(report.rows_refused));
  json->Key("refused_by_reason");
  json->BeginObject();
  for (size_t i = 0; i < kRefusalReasons; ++i) {
    json->IntField(RefusalReasonName(static_cast<RefusalReason>(i)),
                   static_cast<int64_t>(report.refused_by_reason[i]));
  }
  json->EndObject();
  json->Key("first_refusals");
  json->BeginArray();
  for (const Refusal& refusal : report.refusals) {
    json->BeginObject();
    json->IntField("line", static_cast<int64_t>(refusal.line));
    json->StringField("reason", RefusalReasonName(refusal.reason));
    json->StringField("column", refusal.column);
    json->StringField("value", refusal.excerpt);
    json->EndObject();
  }
  json->EndArray();
  json->Key("missing_by_column");
  json->BeginObject();
  for (const MissingValues& missing : report.missing) {
    json->IntField(missing.column, static_cast<int64_t>(missing.rows));
  }
  json->EndObject();
  json->Key("corrected");
  json->BeginObject();
  for (size_t i = 0; i < kCorrections; ++i) {
    json->IntField(CorrectionName(static_cast<Correction>(i)),
                   static_cast<int64_t>(report.corrections[i]));
  }
  json->EndObject();
  json->EndObject();
}

void WriteIncidents(const IncidentTotals& totals, JsonWriter* json) {
  json->Key("incidents");
  json->BeginObject();
  json->IntField("total", totals.incidents);
  json->IntField("open", totals.open);
  json->IntField("made_sla", totals.made_sla);
  json->IntField("made_sla_missing", totals.made_sla_missing);
  json->IntField("reopened", totals.reopened);
  json->IntField("reassignments", totals.reassignments);
  json->IntField("without_resolved_at", totals.without_resolved_at);
  json->IntField("without_priority", totals.without_priority);
  json->IntField("made_sla_changed", totals.made_sla_changed);
  json->IntField("priority_changed", totals.priority_changed);
  json->IntField("reopened_changed", totals.reopened_changed);
  json->IntField("with_refused_events", totals.with_refused_events);
  json->Key("events_median");
  json->Double(totals.events_median);
  json->IntField("events_max", totals.events_max);
  json->Key("by_priority");
  json->BeginArray();
  for (const PriorityTotals& priority : totals.by_priority) {
    json->BeginObject();
    json->StringField("id", priority.id);
    json->StringField("label", priority.label);
    json->IntField("incidents", priority.incidents);
    json->IntField("made_sla", priority.made_sla);
    json->EndObject();
  }
  json->EndArray();
  json->EndObject();
}

void WriteStrings(std::string_view key, const std::vector<std::string>& values,
                  JsonWriter* json) {
  json->Key(key);
  json->BeginArray();
  for (const std::string& value : values) json->String(value);
  json->EndArray();
}

void WritePeriods(const QualityReport& report, JsonWriter* json) {
  json->Key("periods");
  json->BeginObject();
  json->StringField("first_opened", report.first_opened);
  json->StringField("last_opened", report.last_opened);
  json->StringField("last_closed", report.last_closed);
  json->StringField("complete_begin", report.complete_begin);
  json->StringField("complete_end", report.complete_end);
  WriteStrings("bulk_close_weeks", report.bulk_close_weeks, json);
  WriteStrings("few_closed_weeks", report.few_closed_weeks, json);
  json->IntField("opened_after_complete", report.opened_after_complete);
  json->IntField("closed_after_complete", report.closed_after_complete);
  json->EndObject();
}

}  // namespace

std::string ToJson(const QualityReport& report) {
  JsonWriter json;
  json.BeginObject();
  WriteInput(report, &json);
  WriteRows(report, &json);
  WriteIncidents(report.totals, &json);
  WritePeriods(report, &json);
  json.Key("warnings");
  json.BeginArray();
  for (const Warning& warning : report.warnings) {
    json.BeginObject();
    json.StringField("code", warning.code);
    json.StringField("text", warning.text);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return json.text() + "\n";
}

}  // namespace csi::incident_log
