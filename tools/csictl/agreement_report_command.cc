// csictl agreement report ID [--month 2026-03] [--months N]
//
// The month as a page for people; JSON and YAML are the plain call's.
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/reporting/v1/reporting_agreement_calls.pb.h"
#include "services/reporting/domain/agreements/agreement_words.h"
#include "services/reporting/domain/agreements/durations.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/output.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace reporting = ::csi::reporting;
using reporting::DurationWords;
using reporting::PercentWords;
using Rows = std::vector<std::vector<std::string>>;

constexpr char kUsage[] =
    "csictl agreement report ID [--month 2026-03] [--months N]: a month of an "
    "agreement, the running one unless it is named, with a chart of N months "
    "(12).";

std::string Words(const google::protobuf::Duration& duration) {
  return DurationWords(reporting::MicrosOf(duration));
}

std::string Mean(bool has, const google::protobuf::Duration& duration) {
  return has ? Words(duration) : "-";
}

std::string Percent(bool has, double percent) {
  return has ? PercentWords(percent) + " %" : "-";
}

std::string Instant(bool has, const google::protobuf::Timestamp& time) {
  if (!has) return "open";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string Standing(reporting::v1::AgreementStanding standing) {
  return reporting::v1::AgreementStanding_Name(standing).substr(
      std::string("AGREEMENT_STANDING_").size());
}

std::vector<std::string> FigureRow(
    const std::string& view, const reporting::v1::AvailabilityFigures& from) {
  return {view,
          Percent(from.has_availability(), from.availability()),
          Words(from.agreed()),
          Words(from.downtime()),
          StrCat(from.outage_count()),
          Mean(from.has_mtrs(), from.mtrs()),
          Mean(from.has_mtbf(), from.mtbf()),
          Mean(from.has_mtbsi(), from.mtbsi())};
}

void PrintTable(const std::string& title, const Rows& rows) {
  if (rows.size() < 2) return;
  std::printf("\n%s\n%s", title.c_str(), AlignColumns(rows).c_str());
}

void PrintFigures(const reporting::v1::AgreementReport& report) {
  Rows rows = {{"VIEW", "AVAILABILITY", "AGREED", "DOWN", "OUTAGES", "MTRS",
                "MTBF", "MTBSI"}};
  if (report.has_full_month()) {
    rows.push_back(FigureRow("full month", report.full_month()));
  }
  if (report.has_elapsed()) {
    rows.push_back(FigureRow("elapsed", report.elapsed()));
  }
  PrintTable("Figures", rows);
  if (report.has_allowed()) {
    std::printf(
        "\nAllowed downtime %s, left %s%s\n", Words(report.allowed()).c_str(),
        Words(report.left()).c_str(),
        report.has_breach_time()
            ? StrCat(", used up ", Instant(true, report.breach_time())).c_str()
            : "");
  }
}

void PrintCauses(const reporting::v1::AgreementReport& report) {
  Rows outages = {
      {"OUTAGE", "NODE", "START", "END", "COUNTED", "SHARED", "SUMMARY"}};
  for (const auto& each : report.outages()) {
    outages.push_back(
        {std::string(LastPart(each.outage())),
         std::string(LastPart(each.node())), Instant(true, each.start_time()),
         Instant(each.has_end_time(), each.end_time()), Words(each.counted()),
         Words(each.shared()), each.summary()});
  }
  PrintTable("Outages that counted", outages);
  Rows below = {{"AGREEMENT", "KIND", "STANDING", "AVAILABILITY", "SHARE",
                 "OF DOWNTIME", "CAUSED"}};
  for (const auto& each : report.underpinning()) {
    below.push_back({std::string(LastPart(each.agreement())),
                     reporting::v1::AgreementKind_Name(each.kind())
                         .substr(std::string("AGREEMENT_KIND_").size()),
                     Standing(each.standing()),
                     Percent(each.has_availability(), each.availability()),
                     Words(each.share()),
                     absl::StrFormat("%.1f %%", each.share_percent()),
                     each.caused() ? "yes" : "no"});
  }
  PrintTable("What it rests on", below);
  if (report.underpinning_size() > 0) {
    std::printf("Downtime without any of them: %s\n",
                Words(report.unexplained()).c_str());
  }
}

void PrintMonths(const reporting::v1::AgreementReport& report) {
  Rows months = {{"MONTH", "COLOUR", "AVAILABILITY", "DOWN", "ALLOWED", ""}};
  for (const auto& each : report.months()) {
    months.push_back({each.month(), each.colour(),
                      Percent(each.has_availability(), each.availability()),
                      Words(each.downtime()),
                      each.has_allowed() ? Words(each.allowed()) : "-",
                      each.running() ? "running" : ""});
  }
  PrintTable("Months", months);
  Rows entries = {{"IMPROVEMENT", "STATE", "TITLE"}};
  for (const auto& each : report.improvements()) {
    entries.push_back({std::string(LastPart(each.opportunity())), each.state(),
                       each.title()});
  }
  PrintTable("Improvements that address it", entries);
}

}  // namespace

std::optional<int> RunAgreementReport(Arguments& arguments) {
  if (arguments.format != OutputFormat::kTable || arguments.help) {
    return std::nullopt;
  }
  reporting::v1::ReportAgreementRequest request;
  std::string name = arguments.word(2);
  request.set_month(arguments.TakeFlag("month").value_or(""));
  const std::string months = arguments.TakeFlag("months").value_or("0");
  int count = 0;
  if (name.empty() || arguments.words.size() > 3 || !arguments.flags.empty() ||
      !absl::SimpleAtoi(months, &count)) {
    return Usage(arguments, kUsage);
  }
  request.set_months(count);
  if (name.find('/') == std::string::npos) {
    name = ResourceName(arguments.tenant, "agreements", name);
  }
  request.set_name(name);
  Client client = MakeClient(arguments);
  reporting::v1::AgreementReport report;
  const absl::Status status =
      CallReporting(client, "ReportAgreement", request, report);
  if (!status.ok()) return Report(status);
  std::printf("%s  %s  %s%s\n%s\n", std::string(LastPart(name)).c_str(),
              report.month().c_str(), Standing(report.standing()).c_str(),
              report.running() ? "  (running)" : "", report.sentence().c_str());
  PrintFigures(report);
  PrintCauses(report);
  PrintMonths(report);
  return kExitOk;
}

}  // namespace csi::tools
