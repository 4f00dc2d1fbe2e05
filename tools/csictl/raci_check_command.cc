// csictl raci check FILE: what is wrong with a matrix in a file (CSV or
// Markdown), by its letters alone and without a server. Exit code 3 when it has
// an error of form.
#include <algorithm>
#include <cstdio>
#include <fstream>

#include "common/authority/limits.h"
#include "common/base/strings.h"
#include "csi/raci/v1/raci_service.pb.h"
#include "services/raci/rules/form_rules.h"
#include "services/raci/table/matrix_table.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) {
    return absl::NotFoundError(
        StrCat("Cannot open ", path, "; check the name and its rights."));
  }
  std::string text(authority::limits::kTableBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (file.bad()) return absl::InternalError(StrCat("Cannot read ", path, "."));
  if (text.size() > authority::limits::kTableBytesMax) {
    return absl::InvalidArgumentError(
        StrCat(path, " has more than ", authority::limits::kTableBytesMax,
               " bytes, which no matrix needs. Check that it is the right "
               "file."));
  }
  return text;
}

const char* WordOf(common::v1::Severity severity) {
  switch (severity) {
    case common::v1::SEVERITY_ERROR:
      return "error";
    case common::v1::SEVERITY_WARNING:
      return "warning";
    default:
      return "note";
  }
}

void PrintFinding(const common::v1::Finding& finding) {
  std::printf("%-7s %s  %s: %s\n", WordOf(finding.severity()),
              finding.rule().c_str(), finding.place().c_str(),
              finding.message().c_str());
  if (!finding.why().empty()) {
    std::printf("        why: %s\n", finding.why().c_str());
  }
  if (!finding.suggestion().empty()) {
    std::printf("        do:  %s\n", finding.suggestion().c_str());
  }
}

}  // namespace

int RunRaciCheck(Arguments& arguments) {
  const std::string path = arguments.word(2);
  if (arguments.help || path.empty() || arguments.words.size() > 3 ||
      !arguments.flags.empty()) {
    return Usage(arguments,
                 "csictl raci check FILE [--output json]: checks a matrix "
                 "in a CSV or Markdown file without a server; rows are "
                 "activities, columns are roles, cells are letters. Exit "
                 "code 3 when it has an error. For a stored matrix use "
                 "csictl raci findings NAME.");
  }
  const absl::StatusOr<std::string> text = ReadWhole(path);
  if (!text.ok()) return Report(text.status());
  const absl::StatusOr<raci::Table> table =
      raci::ParseTable(*text, raci::TableKind::kFound);
  if (!table.ok()) return Report(table.status());
  raci::MatrixReading reading = raci::MatrixOf(*table);
  std::vector<common::v1::Finding> findings = std::move(reading.findings);
  for (common::v1::Finding& finding : raci::CheckForm(reading.matrix)) {
    findings.push_back(std::move(finding));
  }
  std::stable_sort(
      findings.begin(), findings.end(),
      [](const auto& a, const auto& b) { return a.severity() > b.severity(); });
  const bool failed = raci::HasError(findings);
  if (arguments.format != OutputFormat::kTable) {
    raci::v1::CheckMatrixResponse answer;
    for (auto& finding : findings) *answer.add_findings() = std::move(finding);
    for (const raci::Repair& repair : reading.repairs) {
      raci::v1::TableRepair& to = *answer.add_repairs();
      to.set_row(repair.row);
      to.set_column(repair.column);
      to.set_from(repair.from);
      to.set_to(repair.to);
    }
    answer.set_passed(!failed);
    std::fputs(Render(answer, arguments.format, {}).c_str(), stdout);
    return failed ? kExitRefused : kExitOk;
  }
  for (const common::v1::Finding& finding : findings) PrintFinding(finding);
  std::printf("%d activities, %d columns: %s\n",
              reading.matrix.activities_size(), reading.matrix.columns_size(),
              failed             ? "not fit for use"
              : findings.empty() ? "no findings"
                                 : "fit for use");
  return failed ? kExitRefused : kExitOk;
}

}  // namespace csi::tools
