// csictl opportunity import FILE [--mapping FILE] [--dry-run] [--report FILE]
//
// Rows that the file itself makes impossible are refused here; all others go
// to the server in chunks. A row has the same id each time, so that an import
// that stopped goes on by being run again, and what was refused is tried anew.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <span>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/random/random.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/name_book.h"
#include "tools/csictl/progress_bar.h"
#include "tools/csictl/register_report.h"
#include "tools/csictl/register_rows.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace reg = registry::v1;

constexpr char kUsage[] =
    "csictl opportunity import FILE.csv|FILE.md|FILE.xlsx [--sheet NAME] "
    "[--mapping FILE.yaml] [--dry-run] [--report FILE.csv] --as PERSON: takes "
    "over an older "
    "register. The first line names the columns; usual headings are known, "
    "a mapping says what others mean (docs/register.md). --dry-run tells what "
    "would become of each row and changes nothing.";
constexpr char kService[] = "csi.registry.v1.RegistryService.";
constexpr int kRowsPerChunk = 50;
constexpr size_t kBytesPerChunk = 80 * 1024;
constexpr size_t kFileBytesMax = 256 * 1024 * 1024;
constexpr int kTriesMax = 6;
constexpr absl::Duration kFirstPause = absl::Milliseconds(200);

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(
        StrCat("Cannot read ", path, "; check the name and its rights."));
  }
  if (text.view().size() > kFileBytesMax) {
    return absl::InvalidArgumentError(
        StrCat(path, " has more than ", kFileBytesMax,
               " bytes; cut it into several files."));
  }
  return text.str();
}

class RegisterImport {
 public:
  RegisterImport(Client& client, const Arguments& arguments, bool dry_run,
                 std::string source)
      : client_(client),
        tenant_(arguments.tenant),
        dry_run_(dry_run),
        source_(std::move(source)),
        bar_(dry_run ? "checking" : "importing", arguments.quiet) {}

  absl::Status Run(const TextTable& table, const MappedHead& head,
                   const RegisterMapping& mapping) {
    const auto names = ReadNameBook(client_, tenant_);
    if (!names.ok()) return names.status();
    RegisterRows rows(head, mapping, *names, tenant_);
    size_t bytes = 0;
    for (const TextRow& row : table.rows) {
      bar_.Show(static_cast<uint64_t>(row.line), table.rows.size() + 1);
      auto read = rows.Read(row);
      if (!read.ok()) {
        report_.RefusedHere(row.line, read.status());
        continue;
      }
      bytes += read->ByteSizeLong();
      if (chunk_.size() == kRowsPerChunk ||
          (bytes > kBytesPerChunk && !chunk_.empty())) {
        const absl::Status sent = Flush();
        if (!sent.ok()) return sent;
        bytes = read->ByteSizeLong();
      }
      chunk_.push_back(*std::move(read));
    }
    return Flush();
  }

  RegisterReport& report() { return report_; }
  void ClearBar() { bar_.Clear(); }

 private:
  using Row = reg::ImportOpportunityRow;
  static constexpr size_t kRunBytes = 12;

  absl::Status Flush() {
    const std::vector<Row> rows = std::exchange(chunk_, {});
    return rows.empty() ? absl::OkStatus() : Send(rows);
  }

  // A request that the server refuses as a whole is sent in halves, until the
  // row that is at fault stands alone.
  absl::Status Send(std::span<const Row> rows) {
    const absl::Status sent = SendOnce(rows);
    if (!absl::IsInvalidArgument(sent)) return sent;
    if (rows.size() == 1) {
      report_.RefusedHere(rows[0].line(), OfTheRow(sent));
      return absl::OkStatus();
    }
    const absl::Status half = Send(rows.first(rows.size() / 2));
    return half.ok() ? Send(rows.subspan(rows.size() / 2)) : half;
  }

  // The refusal without the place in the request, which nobody sees.
  static absl::Status OfTheRow(const absl::Status& refused) {
    std::string_view message = StdView(refused.message());
    for (const std::string_view place : {"rows[0].", "opportunity."}) {
      if (message.starts_with(place)) message.remove_prefix(place.size());
    }
    return absl::InvalidArgumentError(View(message));
  }

  absl::Status SendOnce(std::span<const Row> rows) {
    ++chunks_;
    reg::PreviewImportRequest preview;
    preview.set_parent("tenants/" + tenant_);
    for (const Row& row : rows) *preview.add_rows() = row;
    reg::PreviewImportResponse expected;
    absl::Status status = Repeat("PreviewImport", preview, expected);
    if (!status.ok()) return status;
    if (!dry_run_) {
      reg::ImportOpportunitiesRequest request;
      request.set_parent(preview.parent());
      *request.mutable_rows() = preview.rows();
      request.set_source(source_);
      request.set_request_id(StrCat("import-", run_, "-", chunks_));
      reg::ImportOpportunitiesResponse response;
      status = Repeat("ImportOpportunities", request, response);
      if (!status.ok()) return status;
      for (int i = 0; i < response.results_size(); ++i) {
        reg::ImportRowResult& result = *response.mutable_results(i);
        *result.mutable_duplicates() = expected.results(i).duplicates();
      }
      expected.mutable_results()->Swap(response.mutable_results());
    }
    for (int i = 0; i < expected.results_size(); ++i) {
      report_.Add(expected.results(i),
                  rows[static_cast<size_t>(i)].opportunity().title());
    }
    return absl::OkStatus();
  }

  absl::Status Repeat(std::string_view method,
                      const google::protobuf::Message& request,
                      google::protobuf::Message& response) {
    absl::Duration pause = kFirstPause;
    for (int tries = 1;; ++tries) {
      const absl::Status status =
          CallMethod(client_, StrCat(kService, method), request, response);
      const bool unknown = absl::IsUnavailable(status) ||
                           absl::IsDeadlineExceeded(status) ||
                           absl::IsResourceExhausted(status);
      if (!unknown || tries == kTriesMax) return status;
      absl::SleepFor(pause);
      pause *= 2;
    }
  }

  Client& client_;
  const std::string tenant_;
  const bool dry_run_;
  const std::string source_;
  ProgressBar bar_;
  RegisterReport report_;
  // A repetition in this run is the same request; another run asks anew.
  const std::string run_ = Hex(SystemRandom().Bytes(kRunBytes));
  int chunks_ = 0;
  std::vector<reg::ImportOpportunityRow> chunk_;
};

absl::StatusOr<TextTable> ReadTable(const std::string& path,
                                    const std::string& sheet, char delimiter) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  const std::string lower = absl::AsciiStrToLower(path);
  if (lower.ends_with(".xlsx")) return ReadWorkbookTable(*text, sheet);
  if (!sheet.empty()) {
    return absl::InvalidArgumentError(
        "--sheet: only a workbook (.xlsx) has sheets.");
  }
  return lower.ends_with(".md") ? ReadMarkdownTable(*text)
                                : ReadCsvTable(*text, delimiter);
}

int Import(Arguments& arguments, const std::string& path,
           const std::string& sheet, const std::string& mapping_path,
           const std::string& report_path, bool dry_run) {
  std::string mapping_text;
  if (!mapping_path.empty()) {
    auto read = ReadFile(mapping_path);
    if (!read.ok()) return Report(read.status());
    mapping_text = *std::move(read);
  }
  const auto mapping = ParseRegisterMapping(mapping_text);
  if (!mapping.ok()) return Report(mapping.status());
  const auto table = ReadTable(path, sheet, mapping->delimiter);
  if (!table.ok()) return Report(table.status());
  const auto head = MapHead(table->head, *mapping);
  if (!head.ok()) return Report(head.status());
  for (const std::string& heading : head->unknown) {
    std::fprintf(stderr,
                 "column \"%s\" is left out: nothing is known of it; name it "
                 "under `columns` in a mapping to take it.\n",
                 heading.c_str());
  }
  Client client = MakeClient(arguments);
  RegisterImport import(client, arguments, dry_run,
                        path.substr(path.rfind('/') + 1));
  const absl::Status done = import.Run(*table, *head, *mapping);
  import.ClearBar();
  if (!report_path.empty()) {
    std::ofstream file(report_path, std::ios::binary);
    file << import.report().AsCsv();
    if (!file.flush()) {
      std::fprintf(stderr, "The report cannot be written to %s.\n",
                   report_path.c_str());
    }
  }
  if (!done.ok()) {
    const int code = Report(done);
    std::fprintf(stderr,
                 dry_run ? "%d rows were looked at.\n"
                         : "%d rows are done and safe; run the same command "
                           "again to go on.\n",
                 import.report().rows());
    return code;
  }
  return import.report().Print(arguments, dry_run);
}

}  // namespace

int RunOpportunityImport(Arguments& arguments) {
  const std::string path = arguments.word(2);
  const std::string mapping = arguments.TakeFlag("mapping").value_or("");
  const std::string report = arguments.TakeFlag("report").value_or("");
  const std::string sheet = arguments.TakeFlag("sheet").value_or("");
  const bool dry_run = arguments.TakeFlag("dry-run").has_value();
  if (arguments.help || path.empty() || arguments.words.size() > 3 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  std::error_code none;
  if (!report.empty() && (std::filesystem::equivalent(report, path, none) ||
                          std::filesystem::equivalent(report, mapping, none))) {
    return Report(absl::InvalidArgumentError(
        StrCat("--report ", report,
               ": the report would overwrite what is read. Name another "
               "file.")));
  }
  return Import(arguments, path, sheet, mapping, report, dry_run);
}

}  // namespace csi::tools
