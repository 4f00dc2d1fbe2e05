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
    "json] [--rows activities|roles] [--sheet NAME] [--settings FILE] "
    "[--one-process]: checks a matrix in a file "
    "without a server. Rows may be activities or roles, columns may be the "
    "four letters with lists of roles; format and direction are found out "
    "unless they are named. --settings names a JSON file of severities and "
    "thresholds, {\"rules\":[{\"rule\":\"H5\",\"severity\":"
    "\"SEVERITY_ERROR\",\"share\":0.4},{\"rule\":\"V4\",\"off\":true}]}; "
    "--one-process applies H8 to all activities together. Exit code 3 when it "
    "has an error. For a stored "
    "matrix use csictl raci findings NAME.";

absl::StatusOr<raci::CheckOptions> TakeCheckOptions(Arguments& arguments) {
  raci::CheckOptions options;
  const absl::StatusOr<raci::ReadOptions> read = TakeReadOptions(arguments);
  if (!read.ok()) return read.status();
  options.read = *read;
  options.one_process = arguments.TakeFlag("one-process").has_value();
  const absl::StatusOr<raci::v1::RuleSettings> settings =
      TakeRuleSettings(arguments);
  if (!settings.ok()) return settings.status();
  options.settings = *settings;
  return options;
}

}  // namespace

int RunRaciCheck(Arguments& arguments) {
  absl::StatusOr<raci::CheckOptions> options = TakeCheckOptions(arguments);
  const std::string path = arguments.word(2);
  if (arguments.help || path.empty() || arguments.words.size() > 3 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  if (!options.ok()) return UsageError(std::string(options.status().message()));
  const absl::StatusOr<std::string> bytes = ReadMatrixBytes(path);
  if (!bytes.ok()) return Report(bytes.status());
  if (options->read.format == raci::FileFormat::kFound) {
    options->read.format = raci::FormatOfName(path);
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
