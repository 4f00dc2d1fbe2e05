// csictl report render --out FILE [--format html|md|csv|json|pdf]
//                      [--summary FILE.json]
//
// Renders on the server and writes the content, checked by its SHA-256, to a
// file beside the target first: no reader sees half a report. PDF is the HTML
// printed by a Chromium on this machine.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "absl/strings/ascii.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "tools/csictl/chromium.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

constexpr char kUsage[] =
    "csictl report render --out FILE [--format html|md|csv|json|pdf] "
    "[--audience AUDIENCE] [--depth brief|standard|full] [--sections LIST] "
    "[--service ID] [--process ID] [--opportunity ID] [--title TEXT] "
    "[--summary FILE.json] [--chromium PROGRAM] --as PERSON: renders the "
    "report on the server and writes it into the file. AUDIENCE is "
    "senior-management, service-owner, process-owner, csi-manager, "
    "customer-review, sla-review, reporting-analyst or words of your own. "
    "PDF needs Chromium: --chromium, else CSI_CHROMIUM, else the PATH.";

// The audience is one that the server lays out, or words for the title page.
void SetAudience(Arguments& arguments, reporting::v1::Report& report) {
  const std::string words = arguments.TakeFlag("audience").value_or("");
  if (words.empty()) return;
  std::string name = "REPORT_AUDIENCE_";
  for (const char c : words) {
    name += c == '-' || c == ' ' ? '_' : absl::ascii_toupper(c);
  }
  reporting::v1::ReportAudience audience;
  if (reporting::v1::ReportAudience_Parse(name, &audience)) {
    report.set_report_audience(audience);
  } else {
    report.set_audience(words);
  }
}

// False for a form that is none; a PDF is made from HTML.
bool SetFormat(const std::string& format, reporting::v1::Report& report) {
  if (format.empty()) return true;
  if (format == "html" || format == "pdf") {
    report.set_format(reporting::v1::REPORT_FORMAT_HTML);
  } else if (format == "md" || format == "markdown") {
    report.set_format(reporting::v1::REPORT_FORMAT_MARKDOWN);
  } else if (format == "csv") {
    report.set_format(reporting::v1::REPORT_FORMAT_CSV);
  } else if (format == "json") {
    report.set_format(reporting::v1::REPORT_FORMAT_JSON);
  } else {
    return false;
  }
  return true;
}

absl::Status WriteWhole(const std::string& path, const std::string& bytes) {
  const std::string part = path + ".part";
  {
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file << bytes;
    file.close();
    if (!file.good()) {
      std::error_code ignored;
      std::filesystem::remove(part, ignored);
      return absl::InternalError(StrCat("Cannot write ", path,
                                        ": check that its folder is there, "
                                        "may be written and has space."));
    }
  }
  std::error_code error;
  std::filesystem::rename(part, path, error);
  if (error) {
    return absl::InternalError(
        StrCat("Cannot put ", path, " in place: ", error.message(), "."));
  }
  return absl::OkStatus();
}

absl::Status Fetch(Client& client, const std::string& name,
                   const std::string& path) {
  reporting::v1::GetReportContentRequest request;
  request.set_name(name);
  std::string content;
  std::string sha256;
  do {
    reporting::v1::GetReportContentResponse response;
    absl::Status status =
        CallReporting(client, "GetReportContent", request, response);
    if (!status.ok()) return status;
    content += response.content();
    sha256 = response.content_sha256();
    if (response.next_offset() != 0 &&
        response.next_offset() != static_cast<int64_t>(content.size())) {
      return absl::DataLossError(
          "The parts of the report do not join; render "
          "it again.");
    }
    request.set_offset(response.next_offset());
  } while (request.offset() != 0);
  if (Hex(Sha256(content)) != sha256) {
    return absl::DataLossError(
        "The report's content does not have the "
        "checksum that the server names; render it "
        "again.");
  }
  return WriteWhole(path, content);
}

absl::Status RenderInto(Client& client,
                        const reporting::v1::RenderReportRequest& request,
                        const std::string& path, const std::string& browser) {
  reporting::v1::Report report;
  absl::Status status = CallReporting(client, "RenderReport", request, report);
  if (!status.ok()) return status;
  const std::string page = browser.empty() ? path : path + ".page.html";
  status = Fetch(client, report.name(), page);
  if (status.ok() && !browser.empty()) {
    status = PrintPdf(browser, page, path);
    std::error_code ignored;
    std::filesystem::remove(page, ignored);
  }
  if (!status.ok()) return status;
  std::printf("%s  %lld bytes  %s\n", path.c_str(),
              static_cast<long long>(report.content_bytes()),
              report.name().c_str());
  return absl::OkStatus();
}

}  // namespace

int RunReportRender(Arguments& arguments) {
  const std::string out = arguments.TakeFlag("out").value_or("");
  const std::string summary = arguments.TakeFlag("summary").value_or("");
  const std::string format = arguments.TakeFlag("format").value_or("");
  const std::string chromium = arguments.TakeFlag("chromium").value_or("");
  if (arguments.help || (out.empty() && summary.empty()) ||
      arguments.words.size() > 2) {
    return Usage(arguments, kUsage);
  }
  reporting::v1::RenderReportRequest request;
  request.set_parent("tenants/" + arguments.tenant);
  SetAudience(arguments, *request.mutable_report());
  if (!SetFormat(format, *request.mutable_report())) {
    return UsageError(StrCat("--format ", format, " is unknown.\n", kUsage));
  }
  std::string browser;
  if (format == "pdf") {
    // Before anything is rendered: without a browser nothing is left behind.
    absl::StatusOr<std::string> found = FindChromium(chromium);
    if (!found.ok()) return Report(found.status());
    browser = *std::move(found);
  }
  absl::Status set = SetFlags(arguments.flags, arguments.tenant, request);
  if (!set.ok()) {
    return UsageError(StrCat(StdView(set.message()), "\n", kUsage));
  }
  Client client = MakeClient(arguments);
  if (!out.empty()) {
    request.set_request_id(NewRequestId());
    const absl::Status done = RenderInto(client, request, out, browser);
    if (!done.ok()) return Report(done);
  }
  if (summary.empty()) return kExitOk;
  // The id names the HTML; the summary is a report of its own.
  request.clear_report_id();
  reporting::v1::Report& report = *request.mutable_report();
  report.set_template_("csi-summary");
  report.clear_format();
  report.clear_report_audience();
  report.clear_sections();
  request.set_request_id(NewRequestId());
  return Report(RenderInto(client, request, summary, ""));
}

}  // namespace csi::tools
