// csictl: one client for all services.
#include <cstdio>

#include "common/base/strings.h"
#include "tools/csictl/arguments.h"
#include "tools/csictl/command_table.h"
#include "tools/csictl/linked_protos.h"
#include "tools/csictl/run_command.h"

namespace {

constexpr char kHelp[] =
    R"(csictl - the client of the CSI services

  csictl NOUN VERB [NAME] [--FLAG VALUE ...]
  csictl NOUN --help            verbs of a noun
  csictl NOUN VERB --help       flags of a verb

Global flags: --address HOST:PORT (127.0.0.1:7470, CSI_ADDRESS), --tenant ID
(demo, CSI_TENANT), --as PERSON (CSI_ACTOR; without it you may only read),
--output table|json|yaml, --timeout SECONDS, --quiet.

Services that run as separate programs are named one by one:
--address raci=HOST:PORT,registry=HOST:PORT,workflow=HOST:PORT,
reporting=HOST:PORT (without blanks).

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by a rule,
4 the server is away or busy: repeat with the same --request-id.

Nouns and verbs:
)";

constexpr char kSpecialHelp[] = R"(
Also:
  health [--wait SECONDS]       is the server serving; exit code 0 or 4
  next                          what waits for me (--as PERSON)
  events watch                  public events as they happen
  perform FILE.jsonl            many commands, one JSON object a line
  point import FILE.csv --indicator ID
  import incident-log FILE      a ServiceNow-style event log, CSV or zip
  analyze --in FILE.csv --improvement higher|lower [--season N] [--horizon N]
  analyze --compare BEFORE.csv AFTER.csv --improvement higher|lower
  raci check FILE               a matrix in a file, without a server
  report render --out FILE      HTML, Markdown, CSV, JSON or PDF
  demo advance-clock TIME       on a server with --demo-clock
  journal dump|verify DIR       on a stopped server's folder
  state show|verify|rebuild DIR
  state checkpoint [--id ID]    a copy of a running server's data
  state restore CHECKPOINT DIR  verifies it, copies it into a new folder
  topics plan|apply|check --kafka HOST:PORT
  dlq list|show|replay|discard --kafka HOST:PORT
  completion bash|zsh
)";

}  // namespace

int main(int argc, char** argv) {
  using namespace csi::tools;
  LinkProtos();
  absl::StatusOr<Arguments> arguments = ParseArguments(argc, argv);
  if (!arguments.ok()) {
    return UsageError(std::string(arguments.status().message()));
  }
  if (arguments->words.empty()) {
    std::fputs(kHelp, stdout);
    std::fputs(CommandList().c_str(), stdout);
    std::fputs(kSpecialHelp, stdout);
    return arguments->help ? kExitOk : kExitUsage;
  }
  return RunCommand(*std::move(arguments));
}
