#include "tools/csictl/special_commands.h"

#include <algorithm>
#include <cstdio>

#include "absl/time/time.h"
#include "common/base/strings.h"
#include "csi/common/v1/development_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tools/csictl/command_table.h"
#include "tools/csictl/run_command.h"

namespace csi::tools {
namespace {

using common::v1::CloudEvent;
using common::v1::WatchEventsRequest;
using common::v1::WatchEventsResponse;

void PrintEvent(const CloudEvent& event, OutputFormat format) {
  if (format == OutputFormat::kTable) {
    std::printf("%s  %8llu  %-24s  %s%s%s\n",
                absl::FormatTime("%Y-%m-%d %H:%M:%S",
                                 absl::FromUnixSeconds(event.time().seconds()),
                                 absl::UTCTimeZone())
                    .c_str(),
                static_cast<unsigned long long>(event.sequence()),
                event.type().substr(event.type().rfind('.') + 1).c_str(),
                event.subject().c_str(), event.actor().empty() ? "" : "  by ",
                event.actor().c_str());
  } else {
    CloudEvent shown = event;
    shown.clear_data();
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    google::protobuf::util::MessageToJsonString(shown, &json, options);
    std::printf("%s%s\n", format == OutputFormat::kYaml ? "---\n" : "",
                format == OutputFormat::kYaml ? JsonToYaml(json).c_str()
                                              : json.c_str());
  }
  std::fflush(stdout);
}

bool HasFlag(const Arguments& arguments, std::string_view name) {
  return std::any_of(arguments.flags.begin(), arguments.flags.end(),
                     [&](const auto& flag) { return flag.first == name; });
}

}  // namespace

int RunEventsWatch(Arguments& arguments) {
  WatchEventsRequest request;
  request.set_service(arguments.TakeFlag("service").value_or("workflow"));
  request.set_parent("tenants/" + arguments.tenant);
  request.set_json(arguments.format != OutputFormat::kTable);
  request.set_stop_at_end(arguments.TakeFlag("stop-at-end").has_value());
  while (auto type = arguments.TakeFlag("type")) request.add_types(*type);
  if (arguments.help || !arguments.flags.empty()) {
    return Usage(arguments,
                 StrCat(arguments.flags.empty()
                            ? std::string()
                            : StrCat("--", arguments.flags[0].first,
                                     " is no flag of events watch.\n"),
                        "csictl events watch [--service "
                        "raci|registry|workflow|reporting] [--type NAME]... "
                        "[--stop-at-end]: public events as they happen, of the "
                        "workflow unless another service is named."));
  }
  Client client = MakeClient(arguments);
  return Report(client.Watch(request, [&](const WatchEventsResponse& response) {
    for (const CloudEvent& event : response.events()) {
      PrintEvent(event, arguments.format);
    }
    return true;
  }));
}

int RunAdvanceClock(Arguments& arguments) {
  absl::Time time;
  std::string error;
  std::string text = arguments.word(2);
  if (text.size() == 10) text += "T00:00:00Z";
  if (arguments.help) {
    return Usage(arguments,
                 "csictl demo advance-clock TIME: moves the clock of a server "
                 "that was started with --demo-clock, never back and never "
                 "beyond the real time.");
  }
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return UsageError(StrCat("csictl demo advance-clock TIME: \"",
                             arguments.word(2),
                             "\" is no time such as 2025-01-31T12:00:00Z."));
  }
  common::v1::AdvanceClockRequest request;
  request.mutable_time()->set_seconds(absl::ToUnixSeconds(time));
  common::v1::AdvanceClockResponse response;
  const auto* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          "csi.common.v1.DevelopmentService.AdvanceClock");
  // Every program has a clock of its own.
  const auto addresses = Addresses::Parse(arguments.address);
  for (const std::string& address : addresses->All()) {
    Arguments one = arguments;
    one.address = address;
    absl::Status status = MakeClient(one).Call(*method, request, response);
    if (absl::IsUnimplemented(status)) {
      return UsageError(StrCat("The server at ", address,
                               " runs on the real clock; only one started "
                               "with --demo-clock can be moved."));
    }
    if (!status.ok()) return Report(status);
  }
  std::fputs(Render(response, arguments.format, {}).c_str(), stdout);
  return kExitOk;
}

int RunCompletion(const Arguments& arguments) {
  const std::string shell = arguments.word(1);
  std::string words;
  std::string cases;
  std::string noun;
  for (const CommandRow& row : Commands()) {
    if (noun != row.noun) {
      if (!noun.empty()) cases += "\" ;;\n";
      noun = row.noun;
      StrAppend(&words, noun, " ");
      StrAppend(&cases, "    ", noun, ") verbs=\"");
    }
    StrAppend(&cases, row.verb, " ");
  }
  cases += "\" ;;\n";
  words +=
      "health next perform events import analyze journal state topics "
      "completion demo";
  const std::string body = StrCat(
      "  local verbs=\"\"\n  case \"${COMP_WORDS[1]}\" in\n", cases,
      "    events) verbs=\"watch\" ;;\n    import) verbs=\"incident-log\" ;;\n"
      "    journal) verbs=\"dump verify\" ;;\n"
      "    state) verbs=\"checkpoint rebuild restore show verify\" ;;\n"
      "    topics) verbs=\"apply check plan\" ;;\n  esac\n");
  const std::string bash = StrCat(
      "_csictl() {\n  local word=\"${COMP_WORDS[COMP_CWORD]}\"\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=( $(compgen -W \"",
      words, "\" -- \"$word\") )\n    return\n  fi\n", body,
      "  if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
      "    COMPREPLY=( $(compgen -W \"$verbs\" -- \"$word\") )\n  else\n"
      "    COMPREPLY=( $(compgen -W \"--address --tenant --as --output "
      "--timeout --help\" -- \"$word\") )\n  fi\n}\n"
      "complete -F _csictl csictl\n");
  if (shell == "bash") {
    std::fputs(bash.c_str(), stdout);
    return kExitOk;
  }
  if (shell == "zsh") {
    std::printf("autoload -U +X bashcompinit && bashcompinit\n%s",
                bash.c_str());
    return kExitOk;
  }
  return Usage(arguments,
               "csictl completion bash|zsh: put the output into your "
               "shell's start file, for example: source <(csictl "
               "completion bash)");
}

namespace {

std::optional<int> RunOpportunitySpecial(Arguments& arguments) {
  const std::string verb = arguments.word(1);
  if (verb == "import") return RunOpportunityImport(arguments);
  if (verb == "export") return RunOpportunityExport(arguments);
  if (verb == "print") return RunOpportunityPrint(arguments);
  if (verb == "bulk") return RunOpportunityBulk(arguments);
  for (const auto& [flag, value] : arguments.flags) {
    if (verb == "board" && flag == "entries") {
      return RunOpportunityBoard(arguments);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<int> RunSpecial(Arguments& arguments) {
  const std::string noun = arguments.word(0);
  const std::string verb = arguments.word(1);
  if (noun == "health") return RunHealth(arguments);
  if (noun == "next") return RunNext(arguments);
  if (noun == "report" && verb == "render") return RunReportRender(arguments);
  if (noun == "point" && verb == "import") return RunPointImport(arguments);
  if (noun == "opportunity") return RunOpportunitySpecial(arguments);
  if (noun == "agreement" && verb == "report") {
    return RunAgreementReport(arguments);
  }
  if (noun == "definition") return RunDefinition(arguments);
  if (noun == "raci" && verb == "check") return RunRaciCheck(arguments);
  // Without a file these two are calls like any other.
  if (noun == "raci" && verb == "import" && !arguments.word(2).empty()) {
    return RunRaciImport(arguments);
  }
  if (noun == "raci" && verb == "export" && HasFlag(arguments, "out")) {
    return RunRaciExport(arguments);
  }
  if (noun == "raci" && verb == "table") return RunRaciTable(arguments);
  if (noun == "raci" && verb == "coverage") return RunRaciCoverage(arguments);
  if (noun == "rules" && verb == "set") return RunRulesSet(arguments);
  if (noun == "import" && verb == "incident-log") {
    return RunImportIncidentLog(arguments);
  }
  if (noun == "import") {
    return Usage(arguments,
                 "csictl import incident-log FILE: the only import there "
                 "is; single series come in by csictl point import.");
  }
  if (noun == "events" && verb == "watch") return RunEventsWatch(arguments);
  if (noun == "perform") return RunPerform(arguments);
  if (noun == "analyze") return RunAnalyze(arguments);
  if (noun == "demo" && verb == "advance-clock") {
    return RunAdvanceClock(arguments);
  }
  if (noun == "completion") return RunCompletion(arguments);
  if (noun == "journal") return RunJournal(arguments);
  if (noun == "state" && verb == "checkpoint") return RunCheckpoint(arguments);
  if (noun == "state" && verb == "restore") return RunRestore(arguments);
  if (noun == "state") return RunState(arguments);
  if (noun == "topics") return RunTopics(arguments);
  if (noun == "dlq") return RunDlq(arguments);
  return std::nullopt;
}

}  // namespace csi::tools
