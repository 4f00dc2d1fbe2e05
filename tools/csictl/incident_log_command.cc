// csictl import incident-log FILE [--dry-run] [--prefix ID] [--process ID]
//                                 [--service ID]
//
// Reads the log, prints the report on its data quality, defines the indicators
// that are missing (one for each figure and frequency, broken down by priority)
// and records the points as one import job. Run again, it goes on where it
// stopped.
#include <cstdio>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "tools/csictl/import_session.h"
#include "tools/csictl/incident_log/chunks.h"
#include "tools/csictl/incident_log/importer.h"
#include "tools/csictl/incident_log_points.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/progress_bar.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

using incident_log::Series;

constexpr char kUsage[] =
    "csictl import incident-log FILE --as PERSON [--dry-run] [--prefix ID] "
    "[--process ID] [--service ID]: reads a ServiceNow-style incident event "
    "log (CSV, or the zip that holds it) and records its figures by day, week "
    "and month and by priority. --dry-run only reports on the data; --prefix "
    "stands before the ids of the indicators (incident-log).";

constexpr size_t kPointsPerChunk = 1000;

class LogImport {
 public:
  LogImport(Client& client, const Arguments& arguments, std::string prefix,
            common::v1::Scope scope)
      : client_(client),
        arguments_(arguments),
        prefix_(std::move(prefix)),
        scope_(std::move(scope)),
        session_(client, arguments.tenant) {}

  absl::Status Run(const std::string& path,
                   const incident_log::IncidentLog& log) {
    const std::string& sha256 = log.quality.content_sha256;
    const auto chunks =
        incident_log::CutIntoChunks(log.series, kPointsPerChunk);
    ImportPlan plan;
    plan.id =
        ImportJobId("incident-log",
                    {sha256, prefix_, StrCat(incident_log::kDefinitionRevision),
                     StrCat(kPointsPerChunk)});
    plan.title = "Incident log " + path.substr(path.rfind('/') + 1);
    plan.source = path.substr(path.rfind('/') + 1);
    plan.source_sha256 = sha256;
    for (const auto& chunk : chunks) {
      plan.expected_rows += static_cast<int64_t>(chunk.end - chunk.begin);
    }
    RETURN_IF_ERROR(DefineIndicators(log.series));
    RETURN_IF_ERROR(session_.Open(plan));
    if (session_.finished()) {
      std::fprintf(stderr, "This log was imported already, as %s.\n",
                   session_.job().name().c_str());
      return absl::OkStatus();
    }
    if (session_.job().next_chunk() > 1) {
      std::fprintf(stderr, "Going on after %lld points.\n",
                   static_cast<long long>(session_.job().rows_read()));
    }
    ProgressBar bar("recording", arguments_.quiet);
    int64_t line = 0;
    for (size_t i = 0; i < chunks.size(); ++i) {
      RETURN_IF_ERROR(SendChunk(log.series, chunks[i],
                                static_cast<int64_t>(i) + 1, sha256, line));
      bar.Show(i + 1, chunks.size());
    }
    return session_.Finish(FindingsOf(log.quality));
  }

  const ImportSession& session() const { return session_; }
  int indicators_created() const { return created_; }

 private:
  absl::Status DefineIndicators(const std::vector<Series>& all) {
    for (const Series& series : all) {
      if (series.priority != kAllPriorities || series.points.empty()) continue;
      const std::string id = IndicatorId(prefix_, series);
      reporting::v1::GetIndicatorRequest get;
      get.set_name(ResourceName(arguments_.tenant, "indicators", id));
      reporting::v1::Indicator answer;
      absl::Status got = CallReporting(client_, "GetIndicator", get, answer);
      if (got.ok()) continue;
      if (!absl::IsNotFound(got)) return got;
      reporting::v1::CreateIndicatorRequest create;
      create.set_parent("tenants/" + arguments_.tenant);
      create.set_indicator_id(id);
      create.set_request_id(NewRequestId());
      *create.mutable_indicator() = IndicatorOf(series, scope_);
      RETURN_IF_ERROR(
          CallReporting(client_, "CreateIndicator", create, answer));
      ++created_;
    }
    return absl::OkStatus();
  }

  absl::Status SendChunk(const std::vector<Series>& all,
                         const incident_log::Chunk& chunk, int64_t number,
                         const std::string& sha256, int64_t& line) {
    const Series& series = all[chunk.series];
    reporting::v1::ImportPointsRequest request;
    request.set_chunk(number);
    for (size_t i = chunk.begin; i < chunk.end; ++i) {
      reporting::v1::ImportRow& row = *request.add_rows();
      row.set_line(++line);
      row.set_indicator(ResourceName(arguments_.tenant, "indicators",
                                     IndicatorId(prefix_, series)));
      *row.mutable_point() = PointOf(series, series.points[i]);
    }
    // The prefix names other indicators, so it makes other requests.
    return session_.Send(
        std::move(request),
        StrCat(incident_log::RequestIdOf(sha256, arguments_.tenant,
                                         kPointsPerChunk, chunk),
               "/", prefix_));
  }

  Client& client_;
  const Arguments& arguments_;
  const std::string prefix_;
  const common::v1::Scope scope_;
  ImportSession session_;
  int created_ = 0;
};

void PrintQuality(const incident_log::QualityReport& quality,
                  OutputFormat format) {
  std::string text;
  switch (format) {
    case OutputFormat::kTable:
      text = incident_log::ToText(quality);
      break;
    case OutputFormat::kJson:
      text = incident_log::ToJson(quality);
      break;
    case OutputFormat::kYaml:
      text = JsonToYaml(incident_log::ToJson(quality));
      break;
  }
  std::fputs(text.c_str(), stdout);
}

absl::StatusOr<incident_log::IncidentLog> ReadLog(const std::string& path,
                                                  bool quiet) {
  ProgressBar bar("reading", quiet);
  incident_log::ImportOptions options;
  options.on_progress = [&bar](const incident_log::Progress& progress) {
    bar.Show(progress.bytes_done, progress.bytes_total);
  };
  return incident_log::ReadIncidentLog(path, options);
}

}  // namespace

int RunImportIncidentLog(Arguments& arguments) {
  const std::string path = arguments.word(2);
  const bool dry_run = arguments.TakeFlag("dry-run").has_value();
  const std::string prefix =
      arguments.TakeFlag("prefix").value_or("incident-log");
  common::v1::Scope scope;
  for (const auto& [flag, collection] :
       {std::pair("process", "processes"), std::pair("service", "services")}) {
    const auto id = arguments.TakeFlag(flag);
    if (!id) continue;
    const std::string name =
        id->find('/') == std::string::npos
            ? ResourceName(arguments.tenant, collection, *id)
            : *id;
    flag == std::string_view("process") ? scope.set_process(name)
                                        : scope.set_service(name);
  }
  if (arguments.help || path.empty() || arguments.words.size() > 3 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  const auto log = ReadLog(path, arguments.quiet);
  if (!log.ok()) return Report(log.status());
  if (!arguments.quiet || dry_run) PrintQuality(log->quality, arguments.format);
  if (dry_run) return kExitOk;
  Client client = MakeClient(arguments);
  LogImport import(client, arguments, prefix, scope);
  const absl::Status done = import.Run(path, *log);
  if (!done.ok()) {
    const int code = Report(done);
    if (import.session().job().rows_read() > 0) {
      std::fprintf(stderr,
                   "%lld points are recorded safely; run the same "
                   "command again to go on.\n",
                   static_cast<long long>(import.session().job().rows_read()));
    }
    return code;
  }
  if (arguments.format == OutputFormat::kTable && !arguments.quiet) {
    std::printf("\n%d indicators defined (csictl indicator list)\n",
                import.indicators_created());
    return PrintImport(client, import.session(), arguments, 0);
  }
  // The report is the answer for programs; the job tells the exit code.
  return import.session().job().rows_refused() > 0 ? kExitRefused : kExitOk;
}

}  // namespace csi::tools
