// csictl definition put|check|document|draw: a process in a file, checked,
// written as a draft, told as a page and drawn. A name in place of a file reads
// the definition from the server.
#include <cstdio>
#include <fstream>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "services/workflow/definitions/definition_check.h"
#include "services/workflow/definitions/definition_drawing.h"
#include "services/workflow/definitions/definition_page.h"
#include "services/workflow/definitions/definition_text.h"
#include "tools/csictl/matrix_flags.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace pb = workflow::v1;

constexpr char kService[] = "csi.workflow.v1.WorkflowService.";
constexpr char kPutUsage[] =
    "csictl definition put FILE [--id ID] [--comment TEXT] [--etag ETAG] "
    "[--request-id ID] [--validate-only] --as PERSON: writes the draft of a "
    "definition from a file (textproto as the pack has it, or JSON) and says "
    "what is wrong with it. csictl definition publish makes it a revision.";
constexpr char kCheckUsage[] =
    "csictl definition check FILE [--server] [--output json]: what is wrong "
    "with a definition in a file, by what stands in it; --server asks the "
    "matrices in force too. Exit code 3 when it cannot be published.";
constexpr char kPageUsage[] =
    "csictl definition document|draw FILE|NAME [--revision N] [--out FILE]: "
    "the definition as a page in Markdown, or as a picture in SVG.";

bool IsFile(const std::string& path) {
  return path == "-" || std::ifstream(path).is_open();
}

absl::StatusOr<pb::Definition> ReadFile(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadMatrixBytes(path);
  if (!bytes.ok()) return bytes.status();
  return workflow::ParseDefinition(*bytes);
}

std::string FullName(const Arguments& arguments, const std::string& id) {
  return id.find('/') == std::string::npos
             ? ResourceName(arguments.tenant, "definitions", id)
             : id;
}

template <class List>
int PrintFindings(const List& findings) {
  bool failed = false;
  for (const common::v1::Finding& finding : findings) {
    PrintFinding(finding);
    failed |= finding.severity() == common::v1::SEVERITY_ERROR;
  }
  std::printf("%s\n", failed             ? "not fit for runs"
                      : findings.empty() ? "no findings"
                                         : "fit for runs");
  return failed ? kExitRefused : kExitOk;
}

int Put(Arguments& arguments) {
  const std::string path = arguments.word(2);
  const auto id = arguments.TakeFlag("id");
  pb::PutDefinitionRequest request;
  request.set_comment(arguments.TakeFlag("comment").value_or(""));
  request.set_etag(arguments.TakeFlag("etag").value_or(""));
  request.set_request_id(arguments.TakeFlag("request-id").value_or(""));
  request.set_validate_only(arguments.TakeFlag("validate-only").has_value());
  if (arguments.help || path.empty() || arguments.words.size() > 3 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kPutUsage);
  }
  absl::StatusOr<pb::Definition> definition = ReadFile(path);
  if (!definition.ok()) return Report(definition.status());
  const std::string name = id.value_or(definition->name());
  if (name.empty()) {
    return UsageError("The file has no name; give one with --id.");
  }
  request.set_name(FullName(arguments, name));
  *request.mutable_definition() = *std::move(definition);
  pb::DefinitionDraft draft;
  Client client = MakeClient(arguments);
  const absl::Status status =
      CallMethod(client, StrCat(kService, "PutDefinition"), request, draft);
  if (!status.ok()) return Report(status);
  if (arguments.format != OutputFormat::kTable) {
    std::fputs(Render(draft, arguments.format, {}).c_str(), stdout);
    return kExitOk;
  }
  std::printf("draft of %s, revision %u\n", request.name().c_str(),
              draft.definition().revision());
  PrintFindings(draft.findings());
  return kExitOk;
}

int Check(Arguments& arguments) {
  const std::string path = arguments.word(2);
  const bool server = arguments.TakeFlag("server").has_value();
  if (arguments.help || path.empty() || arguments.words.size() > 3 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kCheckUsage);
  }
  absl::StatusOr<pb::Definition> definition = ReadFile(path);
  if (!definition.ok()) return Report(definition.status());
  pb::CheckDefinitionResponse response;
  if (server) {
    pb::CheckDefinitionRequest request;
    request.set_parent(StrCat("tenants/", arguments.tenant));
    *request.mutable_definition() = *definition;
    Client client = MakeClient(arguments);
    const absl::Status status = CallMethod(
        client, StrCat(kService, "CheckDefinition"), request, response);
    if (!status.ok()) return Report(status);
  } else {
    const workflow::Findings found = workflow::FindInDefinition(*definition);
    response.mutable_findings()->Add(found.begin(), found.end());
  }
  if (arguments.format == OutputFormat::kTable) {
    return PrintFindings(response.findings());
  }
  std::fputs(Render(response, arguments.format, {}).c_str(), stdout);
  for (const common::v1::Finding& finding : response.findings()) {
    if (finding.severity() == common::v1::SEVERITY_ERROR) return kExitRefused;
  }
  return kExitOk;
}

absl::StatusOr<pb::Definition> FileOrStored(Arguments& arguments,
                                            uint32_t revision) {
  const std::string word = arguments.word(2);
  if (IsFile(word)) return ReadFile(word);
  pb::GetDefinitionRequest request;
  request.set_name(FullName(arguments, word));
  request.set_revision(revision);
  pb::Definition definition;
  Client client = MakeClient(arguments);
  const absl::Status status = CallMethod(
      client, StrCat(kService, "GetDefinition"), request, definition);
  if (!status.ok()) return status;
  return definition;
}

int Tell(Arguments& arguments, bool draw) {
  const auto out = arguments.TakeFlag("out");
  const std::string revision = arguments.TakeFlag("revision").value_or("0");
  const bool number =
      revision.find_first_not_of("0123456789") == std::string::npos &&
      !revision.empty() && revision.size() < 6;
  if (arguments.help || arguments.word(2).empty() || !number ||
      arguments.words.size() > 3 || !arguments.flags.empty()) {
    return Usage(arguments, kPageUsage);
  }
  const absl::StatusOr<pb::Definition> definition =
      FileOrStored(arguments, static_cast<uint32_t>(std::stoul(revision)));
  if (!definition.ok()) return Report(definition.status());
  const std::string text = draw ? workflow::DefinitionDrawing(*definition)
                                : workflow::DefinitionPage(*definition);
  if (!out) {
    std::fputs(text.c_str(), stdout);
    return kExitOk;
  }
  std::ofstream file(*out, std::ios::binary);
  file << text;
  file.close();
  if (file.fail()) {
    return Report(absl::InternalError(StrCat("Cannot write ", *out, ".")));
  }
  std::printf("wrote %s\n", out->c_str());
  return kExitOk;
}

}  // namespace

std::optional<int> RunDefinition(Arguments& arguments) {
  const std::string verb = arguments.word(1);
  if (verb == "put") return Put(arguments);
  if (verb == "check") return Check(arguments);
  if (verb == "document") return Tell(arguments, false);
  if (verb == "draw") return Tell(arguments, true);
  return std::nullopt;
}

}  // namespace csi::tools
