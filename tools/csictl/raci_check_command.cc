// csictl raci check FILE: what is wrong with a matrix in a file, by its letters
// alone and without a server. Exit code 3 when it has an error of form.
#include <cstdio>

#include "common/base/strings.h"
#include "services/raci/check/raci_check.h"
#include "services/raci/rules/form_rules.h"
#include "tools/csictl/matrix_flags.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

constexpr char kUsage[] =
    "csictl raci check FILE [--output json] [--format csv|tsv|markdown|xlsx|"
    "json] [--rows activities|roles] [--sheet NAME]: checks a matrix in a file "
    "without a server. Rows may be activities or roles, columns may be the "
    "four letters with lists of roles; format and direction are found out "
    "unless they are named. Exit code 3 when it has an error. For a stored "
    "matrix use csictl raci findings NAME.";

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
  absl::StatusOr<raci::ReadOptions> options = TakeReadOptions(arguments);
  const std::string path = arguments.word(2);
  if (arguments.help || path.empty() || arguments.words.size() > 3 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  if (!options.ok()) return UsageError(std::string(options.status().message()));
  const absl::StatusOr<std::string> bytes = ReadMatrixBytes(path);
  if (!bytes.ok()) return Report(bytes.status());
  if (options->format == raci::FileFormat::kFound) {
    options->format = raci::FormatOfName(path);
  }
  const absl::StatusOr<raci::MatrixReading> reading =
      raci::CheckFile(*bytes, *options);
  if (!reading.ok()) return Report(reading.status());
  const bool failed = raci::HasError(reading->findings);
  if (arguments.format != OutputFormat::kTable) {
    const std::string json = raci::CheckAsJson(*reading);
    std::fputs(arguments.format == OutputFormat::kYaml
                   ? JsonToYaml(json).c_str()
                   : StrCat(json, "\n").c_str(),
               stdout);
    return failed ? kExitRefused : kExitOk;
  }
  for (const common::v1::Finding& finding : reading->findings) {
    PrintFinding(finding);
  }
  std::printf("%d activities, %d columns: %s\n",
              reading->matrix.activities_size(), reading->matrix.columns_size(),
              failed                      ? "not fit for use"
              : reading->findings.empty() ? "no findings"
                                          : "fit for use");
  return failed ? kExitRefused : kExitOk;
}

}  // namespace csi::tools
