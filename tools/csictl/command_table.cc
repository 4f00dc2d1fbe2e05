#include "tools/csictl/command_table.h"

#include "common/base/strings.h"
#include "tools/csictl/command_rows.h"

namespace csi::tools {

const std::vector<CommandRow>& Commands() {
  static const auto* commands = [] {
    auto* all = new std::vector<CommandRow>();
    for (const auto rows : {RaciCommands(), RegistryCommands(),
                            WorkflowCommands(), ReportingCommands()}) {
      all->insert(all->end(), rows.begin(), rows.end());
    }
    return all;
  }();
  return *commands;
}

const CommandRow* FindCommand(std::string_view noun, std::string_view verb) {
  for (const CommandRow& row : Commands()) {
    if (noun == row.noun && verb == row.verb) return &row;
  }
  return nullptr;
}

std::string CommandList() {
  std::string text;
  std::string noun;
  for (const CommandRow& row : Commands()) {
    if (noun != row.noun) {
      noun = row.noun;
      StrAppend(&text, text.empty() ? "" : "\n", "  ", noun, ":");
    }
    StrAppend(&text, " ", row.verb);
  }
  return text + "\n";
}

std::string VerbList(std::string_view noun) {
  std::string text;
  for (const CommandRow& row : Commands()) {
    if (noun != row.noun) continue;
    StrAppend(&text, "  csictl ", row.noun, " ", row.verb,
              *row.positional ? " NAME" : "", "  - ", row.help, "\n");
  }
  return text;
}

}  // namespace csi::tools
