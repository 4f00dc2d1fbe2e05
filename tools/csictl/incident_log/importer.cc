#include "tools/csictl/incident_log/importer.h"

#include "common/base/strings.h"
#include "common/csv/reader.h"
#include "tools/csictl/incident_log/completeness.h"
#include "tools/csictl/incident_log/event_parser.h"
#include "tools/csictl/incident_log/incident_fold.h"
#include "tools/csictl/incident_log/kpi_builder.h"
#include "tools/csictl/incident_log/log_source.h"
#include "tools/csictl/incident_log/quality_check.h"

namespace csi::incident_log {
namespace {

void NoteRefusal(const Refusal& refusal, QualityReport* report) {
  ++report->rows_refused;
  ++report->refused_by_reason[static_cast<size_t>(refusal.reason)];
  if (report->refusals.size() < kRefusalExamplesMax) {
    report->refusals.push_back(refusal);
  }
}

// Takes one row; an error ends the import.
absl::Status TakeRow(const csv::Row& row, EventParser* parser,
                     IncidentFold* fold, QualityReport* report) {
  ++report->rows_read;
  Event event;
  Refusal refusal;
  if (!parser->Parse(row, &event, &refusal)) {
    NoteRefusal(refusal, report);
    // Only where the row has its columns is the number known to be one.
    if (refusal.reason != RefusalReason::kWrongColumnCount) {
      fold->NoteRefused(event.number);
    }
    return absl::OkStatus();
  }
  const absl::StatusOr<bool> added = fold->Add(event, row.fields);
  if (!added.ok()) {
    return absl::Status(
        added.status().code(),
        StrCat("line ", row.line, ": ", StdView(added.status().message())));
  }
  if (*added) {
    ++report->rows_taken;
  } else {
    NoteRefusal({row.line, RefusalReason::kDuplicateEvent, "", ""}, report);
  }
  return absl::OkStatus();
}

absl::Status ReadRows(csv::Reader* reader, IncidentFold* fold,
                      QualityReport* report) {
  csv::Row row;
  if (!reader->Next(&row)) {
    if (!reader->status().ok()) return reader->status();
    return absl::InvalidArgumentError(
        "the log is empty; its first line must name the columns");
  }
  absl::StatusOr<EventParser> parser = EventParser::From(row);
  if (!parser.ok()) return parser.status();
  while (reader->Next(&row)) {
    absl::Status status = TakeRow(row, &*parser, fold, report);
    if (!status.ok()) return status;
  }
  if (!reader->status().ok()) return reader->status();
  for (size_t i = 0; i < parser->columns().size(); ++i) {
    report->missing.push_back({parser->columns()[i], parser->missing()[i]});
  }
  for (size_t i = 0; i < kCorrections; ++i) {
    report->corrections[i] = parser->corrected(static_cast<Correction>(i));
  }
  report->corrections[static_cast<size_t>(Correction::kEventsOutOfOrder)] =
      fold->out_of_order();
  return absl::OkStatus();
}

absl::Status NoUsableRow(const QualityReport& report) {
  std::string first;
  if (!report.refusals.empty()) {
    const Refusal& refusal = report.refusals.front();
    first = StrCat("; the first, line ", refusal.line, ": ",
                   RefusalReasonText(refusal.reason),
                   refusal.column.empty() ? "" : " (" + refusal.column + ")");
  }
  return absl::InvalidArgumentError(
      StrCat("no usable row among ", report.rows_read, " read", first));
}

}  // namespace

absl::StatusOr<IncidentLog> ReadIncidentLog(const std::string& path,
                                            const ImportOptions& options) {
  absl::StatusOr<LogSource> log = OpenLog(path, options.bytes_max);
  if (!log.ok()) return log.status();
  absl::StatusOr<IncidentLog> read =
      ReadIncidentLog(log->bytes.get(), log->bytes_total, options);
  if (read.ok()) read->quality.entry = log->entry;
  return read;
}

absl::StatusOr<IncidentLog> ReadIncidentLog(csv::ByteSource* source,
                                            uint64_t bytes_total,
                                            const ImportOptions& options) {
  MeteredSource metered(source, {options.bytes_max, bytes_total,
                                 options.on_progress, options.cancelled});
  csv::ReaderOptions reader_options;
  reader_options.rows_max = options.rows_max + 1;  // and the header
  csv::Reader reader(&metered, reader_options);
  IncidentLog log;
  IncidentFold fold;
  absl::Status status = ReadRows(&reader, &fold, &log.quality);
  if (!status.ok()) return status;
  if (fold.incidents().empty()) return NoUsableRow(log.quality);
  log.quality.bytes = metered.bytes_done();
  log.quality.content_sha256 = metered.Sha256Hex();

  const absl::StatusOr<DailyFlow> flow = FlowOf(fold);
  if (!flow.ok()) return flow.status();
  const Completeness completeness = Completeness::From(*flow);
  CheckIncidents(fold, *flow, completeness, &log.quality);
  log.series = BuildSeries(fold, *flow, completeness);
  return log;
}

}  // namespace csi::incident_log
