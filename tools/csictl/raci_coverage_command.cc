// csictl raci coverage: which processes and services have CSI activities,
// measures, reports and a baseline, as a matrix with its gaps.
#include <cstdio>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/raci/v1/raci_governance.pb.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace pb = raci::v1;

constexpr char kUsage[] =
    "csictl raci coverage [--process NAME | --service NAME] [--gaps-only] "
    "[--activities ID]... [--variant ID]: what of continual improvement the "
    "processes and services have, and where the gaps are. State it with "
    "csictl process cover and csictl service cover.";

std::vector<std::string> LineOf(const pb::CoverageRow& row) {
  std::vector<std::string> line = {std::string(LastPart(row.subject()))};
  for (const pb::CoverageCell& cell : row.cells()) {
    line.emplace_back(cell.covered() ? "yes" : "GAP");
  }
  return line;
}

void Print(const pb::GetCoverageResponse& response) {
  std::vector<std::vector<std::string>> lines = {{"PROCESS OR SERVICE",
                                                  "CSI ACTIVITIES", "MEASURED",
                                                  "REPORTED", "BASELINE"}};
  for (const pb::CoverageRow& row : response.rows()) {
    lines.push_back(LineOf(row));
  }
  std::vector<std::string> shares = {"-- covered"};
  for (const pb::CoverageShare& share : response.shares()) {
    if (share.aspect() == pb::COVERAGE_ASPECT_UNSPECIFIED) continue;
    shares.push_back(absl::StrFormat("%.1f %%", share.percent()));
  }
  lines.push_back(std::move(shares));
  std::fputs(AlignColumns(lines).c_str(), stdout);
  for (const pb::CoverageRow& row : response.rows()) {
    for (const pb::CoverageCell& cell : row.cells()) {
      if (cell.gap().empty()) continue;
      std::printf("%s: %s\n", std::string(LastPart(row.subject())).c_str(),
                  cell.gap().c_str());
    }
  }
  for (const pb::CoverageShare& share : response.shares()) {
    if (share.aspect() != pb::COVERAGE_ASPECT_UNSPECIFIED) continue;
    std::printf("%d of %d covered, %.1f %%\n", share.covered(), share.total(),
                share.percent());
  }
  if (response.truncated()) {
    std::fputs("(there are more; ask for one with --process or --service)\n",
               stdout);
  }
}

}  // namespace

int RunRaciCoverage(Arguments& arguments) {
  pb::GetCoverageRequest request;
  request.set_parent("tenants/" + arguments.tenant);
  for (const auto& [flag, collection] :
       {std::pair("process", "processes"), std::pair("service", "services")}) {
    const std::string word = arguments.TakeFlag(flag).value_or("");
    if (word.empty()) continue;
    request.set_subject(word.find('/') == std::string::npos
                            ? ResourceName(arguments.tenant, collection, word)
                            : word);
  }
  absl::Status status = SetFlags(arguments.flags, arguments.tenant, request);
  if (arguments.help || arguments.words.size() > 2 || !status.ok()) {
    return Usage(arguments,
                 status.ok() ? std::string(kUsage)
                             : StrCat(StdView(status.message()), "\n", kUsage));
  }
  Client client = MakeClient(arguments);
  pb::GetCoverageResponse response;
  status = CallMethod(client, "csi.raci.v1.RaciService.GetCoverage", request,
                      response);
  if (!status.ok()) return Report(status);
  if (arguments.format != OutputFormat::kTable) {
    std::fputs(Render(response, arguments.format, {}).c_str(), stdout);
  } else {
    Print(response);
  }
  return kExitOk;
}

}  // namespace csi::tools
