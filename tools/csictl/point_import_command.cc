// csictl point import FILE.csv --indicator ID [--allow-corrections]
//
// The file is read twice: once for its SHA-256, which names the job, and once
// for its rows. Run again after an interruption it goes on where it stopped;
// run again after its end it says what was recorded then.
#include <cstdio>
#include <vector>

#include "common/base/strings.h"
#include "common/csv/byte_source.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "tools/csictl/import_session.h"
#include "tools/csictl/incident_log/metered_source.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/point_rows.h"
#include "tools/csictl/progress_bar.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

constexpr char kUsage[] =
    "csictl point import FILE.csv --indicator ID --as PERSON "
    "[--allow-corrections]: records the rows of a CSV file with the columns "
    "period_start,value and, if you have them, n (or count), numerator, "
    "denominator, source_event and the indicator's dimensions.";

constexpr int kRowsPerChunk = 1000;
constexpr int64_t kRefusedShown = 20;
constexpr uint64_t kFileBytesMax = uint64_t{2} * 1024 * 1024 * 1024;
// Part of the job's id: the same file cut in another way is another job.
constexpr char kCutRevision[] = "1";

absl::StatusOr<std::string> HashOf(const std::string& path) {
  auto file = csv::FileSource::Open(path);
  if (!file.ok()) return file.status();
  incident_log::MeterOptions options;
  options.bytes_max = kFileBytesMax;
  incident_log::MeteredSource source(file->get(), options);
  std::vector<char> buffer(64 * 1024);
  for (;;) {
    absl::StatusOr<size_t> read = source.Read(buffer.data(), buffer.size());
    if (!read.ok()) return read.status();
    if (*read == 0) return source.Sha256Hex();
  }
}

class PointImport {
 public:
  PointImport(Client& client, const Arguments& arguments,
              reporting::v1::Indicator indicator, bool allow_corrections)
      : client_(client),
        arguments_(arguments),
        indicator_(std::move(indicator)),
        allow_corrections_(allow_corrections),
        session_(client, arguments.tenant),
        bar_("importing", arguments.quiet) {}

  absl::Status Run(const std::string& path) {
    ASSIGN_OR_RETURN(const std::string sha256, HashOf(path));
    auto file = csv::FileSource::Open(path);
    if (!file.ok()) return file.status();
    incident_log::MeterOptions meter;
    meter.bytes_max = kFileBytesMax;
    meter.bytes_total = (*file)->bytes_total();
    meter.on_progress = [this](const incident_log::Progress& progress) {
      bar_.Show(progress.bytes_done, progress.bytes_total);
    };
    incident_log::MeteredSource source(file->get(), meter);
    PointRows rows(&source, indicator_);
    // A file whose first line is wrong leaves no job behind.
    RETURN_IF_ERROR(rows.ReadHeader());
    ImportPlan plan;
    plan.id = ImportJobId("points", {sha256, indicator_.name(), kCutRevision,
                                     allow_corrections_ ? "corrections" : ""});
    plan.title = "Points of " + indicator_.title();
    plan.source = path.substr(path.rfind('/') + 1);
    plan.source_sha256 = sha256;
    plan.allow_corrections = allow_corrections_;
    RETURN_IF_ERROR(session_.Open(plan));
    if (session_.finished()) {
      bar_.Clear();
      std::fprintf(stderr, "This file was imported already, as %s.\n",
                   session_.job().name().c_str());
      return absl::OkStatus();
    }
    if (session_.job().next_chunk() > 1) {
      bar_.Clear();
      std::fprintf(stderr, "Going on after %lld rows.\n",
                   static_cast<long long>(session_.job().rows_read()));
    }
    RETURN_IF_ERROR(SendAll(rows));
    return session_.Finish(findings_);
  }

  const ImportSession& session() const { return session_; }
  int64_t refused_here() const { return refused_here_; }
  void ClearBar() { bar_.Clear(); }

 private:
  absl::Status SendAll(PointRows& rows) {
    PointRow row;
    for (;;) {
      ASSIGN_OR_RETURN(const bool more, rows.Next(&row));
      if (!more) return Flush();
      if (!row.reason.empty()) {
        RefuseHere(row);
        continue;
      }
      reporting::v1::ImportRow& to = *chunk_.add_rows();
      to.set_line(static_cast<int64_t>(row.line));
      to.set_indicator(indicator_.name());
      *to.mutable_point() = std::move(row.point);
      if (chunk_.rows_size() == kRowsPerChunk) RETURN_IF_ERROR(Flush());
    }
  }

  absl::Status Flush() {
    if (chunk_.rows_size() == 0) return absl::OkStatus();
    chunk_.set_chunk(++chunks_);
    reporting::v1::ImportPointsRequest full;
    full.Swap(&chunk_);
    return session_.Send(std::move(full), "");
  }

  void RefuseHere(const PointRow& row) {
    if (++refused_here_ > kRefusedShown) return;
    bar_.Clear();
    std::fprintf(stderr, "line %llu: %s: %s\n",
                 static_cast<unsigned long long>(row.line), row.reason.c_str(),
                 row.message.c_str());
    common::v1::Finding& finding = findings_.emplace_back();
    finding.set_rule(row.reason);
    finding.set_severity(common::v1::SEVERITY_WARNING);
    finding.set_place(StrCat("line ", row.line));
    finding.set_message(row.message);
    if (refused_here_ == kRefusedShown) {
      std::fputs("... further lines are only counted\n", stderr);
    }
  }

  Client& client_;
  const Arguments& arguments_;
  const reporting::v1::Indicator indicator_;
  const bool allow_corrections_;
  ImportSession session_;
  ProgressBar bar_;
  reporting::v1::ImportPointsRequest chunk_;
  int64_t chunks_ = 0;
  int64_t refused_here_ = 0;
  std::vector<common::v1::Finding> findings_;
};

}  // namespace

int RunPointImport(Arguments& arguments) {
  const std::string path = arguments.word(2);
  std::string indicator = arguments.TakeFlag("indicator").value_or("");
  const bool allow = arguments.TakeFlag("allow-corrections").has_value();
  if (arguments.help || path.empty() || indicator.empty() ||
      arguments.words.size() > 3 || !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  if (indicator.find('/') == std::string::npos) {
    indicator = ResourceName(arguments.tenant, "indicators", indicator);
  }
  Client client = MakeClient(arguments);
  reporting::v1::GetIndicatorRequest get;
  get.set_name(indicator);
  reporting::v1::Indicator found;
  const absl::Status got = CallReporting(client, "GetIndicator", get, found);
  if (!got.ok()) return Report(got);
  PointImport import(client, arguments, std::move(found), allow);
  const absl::Status done = import.Run(path);
  import.ClearBar();
  if (!done.ok()) {
    const int code = Report(done);
    if (import.session().job().rows_read() > 0) {
      std::fprintf(stderr,
                   "%lld rows are recorded safely; run the same "
                   "command again to go on.\n",
                   static_cast<long long>(import.session().job().rows_read()));
    }
    return code;
  }
  return PrintImport(client, import.session(), arguments,
                     import.refused_here());
}

}  // namespace csi::tools
