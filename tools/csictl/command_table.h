// The nouns and verbs of csictl and the calls that they make.
#ifndef CSI_TOOLS_CSICTL_COMMAND_TABLE_H_
#define CSI_TOOLS_CSICTL_COMMAND_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

namespace csi::tools {

struct CommandRow {
  const char* noun;
  const char* verb;
  const char* method;  // full name: csi.raci.v1.RaciService.GetPerson
  // Field that the word behind the verb sets; empty: the command takes none.
  const char* positional;
  // Collection of that word when it is an id; empty: taken as it is. A pattern
  // says where the id goes (*) and where the person who acts (-), for example
  // people/-/inboxItems/*. Without a word people are who acts.
  const char* collection;
  // Columns of the table, separated by spaces; empty: a default.
  const char* columns;
  const char* help;
};

const std::vector<CommandRow>& Commands();

// Nullptr when there is none.
const CommandRow* FindCommand(std::string_view noun, std::string_view verb);

// All commands, by noun.
std::string CommandList();
// The verbs of a noun; empty when there is no such noun.
std::string VerbList(std::string_view noun);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_COMMAND_TABLE_H_
