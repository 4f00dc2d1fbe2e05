#include "tools/csictl/matrix_flags.h"

#include <cstdio>
#include <fstream>
#include <iostream>

#include "common/base/strings.h"
#include "services/raci/check/raci_check.h"
#include "services/raci/formats/limits.h"

namespace csi::tools {
namespace {

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

}  // namespace

absl::StatusOr<std::string> ReadMatrixBytes(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file.is_open()) {
      // Nobody refused anything: the command failed.
      return absl::UnknownError(
          StrCat("Cannot open ", path, "; check the name and its rights."));
    }
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string bytes(raci::limits::kFileBytesMax + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(in.gcount()));
  if (in.bad()) return absl::InternalError(StrCat("Cannot read ", path, "."));
  if (bytes.size() > raci::limits::kFileBytesMax) {
    return absl::InvalidArgumentError(
        StrCat(path, " has more than ", raci::limits::kFileBytesMax,
               " bytes, which no matrix needs. Check that it is the right "
               "file."));
  }
  return bytes;
}

absl::StatusOr<raci::ReadOptions> TakeReadOptions(Arguments& arguments) {
  raci::ReadOptions options;
  options.sheet = arguments.TakeFlag("sheet").value_or("");
  if (auto format = arguments.TakeFlag("format")) {
    options.format = raci::FormatOfName(*format);
    if (options.format == raci::FileFormat::kFound) {
      return absl::InvalidArgumentError(
          StrCat("--format ", *format,
                 " is none of csv, tsv, markdown, xlsx and json."));
    }
  }
  if (auto rows = arguments.TakeFlag("rows")) {
    if (*rows == "activities") {
      options.orientation = raci::Orientation::kActivitiesAreRows;
    } else if (*rows == "roles") {
      options.orientation = raci::Orientation::kRolesAreRows;
    } else {
      return absl::InvalidArgumentError(
          StrCat("--rows ", *rows, " is neither activities nor roles."));
    }
  }
  return options;
}

absl::StatusOr<raci::v1::RuleSettings> TakeRuleSettings(Arguments& arguments) {
  const std::optional<std::string> path = arguments.TakeFlag("settings");
  if (!path) return raci::v1::RuleSettings();
  const absl::StatusOr<std::string> json = ReadMatrixBytes(*path);
  if (!json.ok()) return json.status();
  return raci::ReadRuleSettings(*json);
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

}  // namespace csi::tools
