// csi_incident_log_tool FILE [--json] [--derive-made-sla OUT.csv]
//   Reads an incident log without any server: prints the report on its data
//   quality (--json: as JSON), or writes the table of daily and weekly
//   made-SLA figures. Exit codes: 0 ok, 1 failure, 2 usage.
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "tools/csictl/incident_log/derived_table.h"
#include "tools/csictl/incident_log/importer.h"

namespace {

constexpr char kUsage[] =
    "usage: csi_incident_log_tool FILE [--json] [--derive-made-sla OUT.csv]\n"
    "  FILE  ServiceNow-style incident event log, CSV or a zip that holds "
    "it\n";

struct Arguments {
  std::string file;
  std::string derived;
  bool json = false;
};

bool ParseArguments(int argc, char** argv, Arguments* arguments) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--json") {
      arguments->json = true;
    } else if (argument == "--derive-made-sla" && i + 1 < argc) {
      arguments->derived = argv[++i];
    } else if (argument.substr(0, 1) != "-" && arguments->file.empty()) {
      arguments->file = argument;
    } else {
      return false;
    }
  }
  return !arguments->file.empty();
}

bool WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file.good()) return true;
  std::fprintf(stderr, "cannot write %s\n", path.c_str());
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!ParseArguments(argc, argv, &arguments)) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  const auto log = csi::incident_log::ReadIncidentLog(arguments.file, {});
  if (!log.ok()) {
    std::fprintf(stderr, "%s\n", std::string(log.status().message()).c_str());
    return 1;
  }
  if (!arguments.derived.empty() &&
      !WriteFile(arguments.derived,
                 csi::incident_log::MadeSlaTable(log->series))) {
    return 1;
  }
  if (arguments.json) {
    std::fputs(csi::incident_log::ToJson(log->quality).c_str(), stdout);
  } else if (arguments.derived.empty()) {
    std::fputs(csi::incident_log::ToText(log->quality).c_str(), stdout);
  }
  return 0;
}
