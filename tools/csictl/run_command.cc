#include "tools/csictl/run_command.h"

#include <cstdio>
#include <memory>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "csi/workflow/v1/workflow_people.pb.h"
#include "tools/csictl/command_table.h"
#include "tools/csictl/flag_help.h"
#include "tools/csictl/short_values.h"
#include "tools/csictl/special_commands.h"
#include "tools/csictl/value_text.h"

namespace csi::tools {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

std::unique_ptr<Message> NewMessage(const Descriptor* descriptor) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

bool ValidatesOnly(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

// Fields that every request of a kind has and nobody wants to write.
void SetDefaults(const Arguments& arguments, Message& request) {
  const auto& reflection = *request.GetReflection();
  const Descriptor& type = *request.GetDescriptor();
  const auto* parent = type.FindFieldByName("parent");
  if (parent != nullptr && reflection.GetString(request, parent).empty()) {
    reflection.SetString(&request, parent, "tenants/" + arguments.tenant);
  }
  const auto* id = type.FindFieldByName("request_id");
  if (id != nullptr && reflection.GetString(request, id).empty()) {
    reflection.SetString(&request, id, NewRequestId());
  }
}

// A role that belongs to one process is held for it without naming it: the
// scope that somebody wrote is not in the answer, which should not puzzle.
std::string LeftOutNote(const Message& request, const Message& response) {
  if (request.GetTypeName() != "csi.raci.v1.AppointHolderRequest" ||
      FieldText(request, "assignment.scope.process") == "-" ||
      FieldText(response, "scope.process") != "-") {
    return "";
  }
  return StrCat("note: ", FieldText(response, "role"),
                " belongs to this process anyway; its scope is left out.\n");
}

// An event that nobody heard of is as good as lost, so it is said.
std::string NobodyToldNote(const Message& response) {
  const auto* taken = google::protobuf::DynamicCastToGenerated<
      workflow::v1::IngestServiceEventResponse>(&response);
  if (taken == nullptr || !taken->told().empty()) return "";
  if (taken->duplicate()) {
    return "note: this event was taken before; nobody is told twice.\n";
  }
  return "note: nobody was told. csictl inbox rules shows which roles hear of "
         "it; appoint somebody for the service.\n";
}

// The whole name for the positional field; empty where none was given. Below a
// person the name is that of who acts, unless another one is given.
std::string NameFrom(const CommandRow& row, const Arguments& arguments) {
  const std::string collection = row.collection;
  const std::string actor(LastPart(arguments.actor));
  std::string word = arguments.word(2);
  const bool of_people =
      collection.starts_with("people/*") ||
      (collection == "people" && std::string_view(row.positional) == "parent");
  if (word.empty() && of_people) word = actor;
  if (word.empty() || collection.empty() ||
      word.find('/') != std::string::npos) {
    return word;
  }
  if (collection.find('*') == std::string::npos) {
    return ResourceName(arguments.tenant, collection, word);
  }
  return StrCat("tenants/", arguments.tenant, "/",
                absl::StrReplaceAll(collection, {{"*", word}, {"-", actor}}));
}

int CallRow(const CommandRow& row, Arguments& arguments) {
  const MethodDescriptor* method =
      DescriptorPool::generated_pool()->FindMethodByName(row.method);
  if (method == nullptr) {
    return UsageError(StrCat("csictl ", row.noun, " ", row.verb,
                             " is not served by this version."));
  }
  if (arguments.help) {
    std::printf("csictl %s %s%s\n%s.\n\n%s%s", row.noun, row.verb,
                *row.positional ? " NAME" : "", row.help,
                DescribeShortValues(*method->input_type()).c_str(),
                DescribeFlags(*method->input_type(), row.positional).c_str());
    return kExitOk;
  }
  std::unique_ptr<Message> request = NewMessage(method->input_type());
  if (*row.positional != '\0') {
    const std::string word = NameFrom(row, arguments);
    if (!word.empty()) {
      absl::Status set =
          SetPath(row.positional, word, arguments.tenant, *request);
      if (!set.ok()) return UsageError(std::string(set.message()));
    }
  } else if (arguments.words.size() > 2) {
    return UsageError(StrCat("csictl ", row.noun, " ", row.verb,
                             " takes no name; \"", arguments.word(2),
                             "\" is too much."));
  }
  Client client = MakeClient(arguments);
  absl::Status set = TakeShortValues(client, arguments, *request);
  if (absl::IsInvalidArgument(set)) {
    return UsageError(std::string(set.message()));
  }
  if (!set.ok()) return Report(set);
  set = SetFlags(arguments.flags, arguments.tenant, *request);
  if (!set.ok()) return UsageError(std::string(set.message()));
  SetDefaults(arguments, *request);
  std::unique_ptr<Message> response = NewMessage(method->output_type());
  absl::Status status = client.Call(*method, *request, *response);
  if (!status.ok()) {
    const int code = Report(status);
    const std::string flags =
        FlagsFor(*method->input_type(), MetadataOf(status, "field"));
    if (!flags.empty()) {
      std::fprintf(stderr, "It is given by:\n%s", flags.c_str());
    }
    return code;
  }
  if (ValidatesOnly(*request) && arguments.format == OutputFormat::kTable) {
    std::puts("It would be accepted; nothing was changed.");
    return kExitOk;
  }
  std::vector<std::string> columns;
  if (*row.columns != '\0') columns = absl::StrSplit(row.columns, ' ');
  std::fputs(Render(*response, arguments.format, columns).c_str(), stdout);
  std::fputs(LeftOutNote(*request, *response).c_str(), stderr);
  std::fputs(NobodyToldNote(*response).c_str(), stderr);
  if (client.repeated()) {
    std::fputs("(recorded reply of an earlier call)\n", stderr);
  }
  return kExitOk;
}

}  // namespace

Client MakeClient(const Arguments& arguments) {
  ClientOptions options;
  // Parsed once already, when the command line was.
  options.addresses = *Addresses::Parse(arguments.address);
  options.tenant = arguments.tenant;
  options.actor = std::string(LastPart(arguments.actor));
  options.deadline = absl::Seconds(arguments.deadline_seconds);
  options.positions_file = DefaultPositionsFile(arguments.address);
  return Client(std::move(options));
}

int RunCommand(Arguments arguments) {
  if (std::optional<int> done = RunSpecial(arguments)) return *done;
  const std::string noun = arguments.word(0);
  const std::string verb = arguments.word(1);
  const CommandRow* row = FindCommand(noun, verb);
  if (row != nullptr) return CallRow(*row, arguments);
  const std::string verbs = VerbList(noun);
  if (verbs.empty()) {
    return UsageError(StrCat("\"", noun,
                             "\" is no noun of csictl. Nouns and "
                             "their verbs are:\n",
                             CommandList()));
  }
  if (arguments.help) {
    std::fputs(verbs.c_str(), stdout);
    return kExitOk;
  }
  return UsageError(
      StrCat(verb.empty() ? "A verb is missing."
                          : StrCat("\"", verb, "\" is no verb of ", noun, "."),
             " There are:\n", verbs));
}

}  // namespace csi::tools
