// csictl perform FILE: many commands over one stream, one JSON object a line,
// its request id made from the file where it has none, so that a file that was
// broken off is simply sent again.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "absl/strings/str_split.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/rpc/status_convert.h"
#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"
#include "tools/csictl/progress_bar.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

using common::v1::CommandResult;
using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using nlohmann::json;

constexpr char kUsage[] =
    "csictl perform FILE|- [--replies]: performs many commands over one "
    "stream. FILE has one JSON object a line: \"@type\" is the full name of a "
    "command's request, the rest are its fields, for example "
    "{\"@type\":\"csi.registry.v1.CreateOpportunityRequest\",\"parent\":"
    "\"tenants/demo\",\"opportunity\":{\"title\":\"Faster mail\"}}. Lines are "
    "sent in order; one that is refused does not stop the others. Run it again "
    "after an interruption: what was done is not done twice. --replies prints "
    "what each command answered (with --output json).";

absl::Status LineError(std::string_view what) {
  return absl::InvalidArgumentError(std::string(what));
}

// The message of a line; its request id is made from `seed` where it has none.
absl::StatusOr<std::unique_ptr<Message>> ParseLine(const std::string& line,
                                                   const std::string& seed) {
  json object = json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return LineError("it is no JSON object; each line holds one.");
  }
  const auto type = object.find("@type");
  if (type == object.end() || !type->is_string()) {
    return LineError(
        "\"@type\" is missing: the full name of the command's request, such "
        "as csi.registry.v1.CreateOpportunityRequest.");
  }
  std::string name = *type;
  name = name.substr(name.rfind('/') + 1);
  const Descriptor* descriptor =
      DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  const auto* id = descriptor == nullptr
                       ? nullptr
                       : descriptor->FindFieldByName("request_id");
  if (id == nullptr) {
    return LineError(StrCat("\"", name,
                            "\" is the request of no command; docs/api.md has "
                            "them all."));
  }
  object.erase(type);
  std::unique_ptr<Message> message(
      MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(object.dump(), message.get());
  if (!parsed.ok()) return LineError(std::string(parsed.message()));
  const auto& fields = *message->GetReflection();
  if (fields.GetString(*message, id).empty()) {
    fields.SetString(message.get(), id,
                     Hex(Sha256({seed, line})).substr(0, 32));
  }
  return message;
}

class Performing {
 public:
  Performing(Arguments& arguments, bool with_replies)
      : client_(MakeClient(arguments)),
        format_(arguments.format),
        with_replies_(with_replies),
        bar_("commands", arguments.quiet) {}

  absl::Status Take(const std::string& line, uint64_t number) {
    // Equal lines are told apart by how many came before, not by their place:
    // the others may be taken out of the file.
    const std::string hash = Sha256(line);
    auto message =
        ParseLine(line, StrCat("perform-", ++times_seen_[hash], "-"));
    if (!message.ok()) {
      Refused(number, message.status());
      return absl::OkStatus();
    }
    const std::vector<std::string> parts =
        absl::StrSplit((*message)->GetDescriptor()->full_name(), '.');
    auto& pipe = pipes_[parts[1]];
    if (!pipe) {
      pipe = client_.OpenCommands(
          parts[1], !with_replies_,
          [this](uint64_t at, const CommandResult& result) {
            Answered(at, result);
          });
    }
    return pipe->Send(number, **message);
  }

  absl::Status Finish() {
    for (auto& [service, pipe] : pipes_) {
      const absl::Status status = pipe->Finish();
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  int Told(const absl::Status& status) {
    bar_.Clear();
    size_t open = 0;
    for (auto& [service, pipe] : pipes_) open += pipe->Unanswered().size();
    if (format_ == OutputFormat::kTable) {
      std::printf("%llu done, %llu done before, %llu refused.\n",
                  static_cast<unsigned long long>(done_),
                  static_cast<unsigned long long>(repeated_),
                  static_cast<unsigned long long>(refused_));
    }
    if (!status.ok()) {
      std::fprintf(stderr,
                   "%zu commands have no answer. Run the same file again: "
                   "what was done is not done twice.\n",
                   open);
      return Report(status);
    }
    return refused_ > 0 ? kExitRefused : kExitOk;
  }

 private:
  void Answered(uint64_t line, const CommandResult& result) {
    if (result.has_error()) {
      Refused(line, rpc::FromGrpc(grpc::Status(
                        static_cast<grpc::StatusCode>(result.error().code()),
                        result.error().message(),
                        result.error().SerializeAsString())));
      return;
    }
    ++(result.repeated() ? repeated_ : done_);
    bar_.Show(done_ + repeated_ + refused_, 0);
    if (format_ == OutputFormat::kTable) return;
    json shown = {{"line", line}, {"done", true}};
    if (result.repeated()) shown["repeated"] = true;
    if (result.has_reply()) shown["reply"] = ReplyJson(result.reply());
    Print(shown);
  }

  static json ReplyJson(const google::protobuf::Any& reply) {
    std::string text;
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    google::protobuf::util::MessageToJsonString(reply, &text, options);
    return json::parse(text, nullptr, false);
  }

  void Refused(uint64_t line, const absl::Status& why) {
    ++refused_;
    if (format_ != OutputFormat::kTable) {
      const std::string reason = ReasonName(ReasonOf(why));
      Print({{"line", line},
             {"done", false},
             {"reason", reason},
             {"message", std::string(StdView(why.message()))}});
      return;
    }
    bar_.Clear();
    std::fprintf(stderr, "line %llu: %s\n",
                 static_cast<unsigned long long>(line), Describe(why).c_str());
  }

  void Print(const json& shown) const {
    const std::string text =
        shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::printf("%s%s\n", format_ == OutputFormat::kYaml ? "---\n" : "",
                format_ == OutputFormat::kYaml ? JsonToYaml(text).c_str()
                                               : text.c_str());
  }

  Client client_;
  const OutputFormat format_;
  const bool with_replies_;
  ProgressBar bar_;
  std::map<std::string, std::unique_ptr<CommandPipe>> pipes_;  // by service
  std::unordered_map<std::string, uint64_t> times_seen_;  // by hash of a line
  uint64_t done_ = 0;
  uint64_t repeated_ = 0;
  uint64_t refused_ = 0;
};

}  // namespace

namespace {

// What gRPC itself says, without a word of ours.
absl::Status InWords(const absl::Status& status, const std::string& address) {
  if (absl::IsUnimplemented(status)) {
    return absl::UnimplementedError(
        StrCat("The server at ", address,
               " is older and takes no streams of commands."));
  }
  const bool ours = ReasonOf(status) != common::v1::ERROR_REASON_UNSPECIFIED;
  if (!absl::IsUnavailable(status) || ours) return status;
  return absl::UnavailableError(
      StrCat("The server at ", address, " does not answer (", status.message(),
             "). Start csid, or name its address with --address."));
}

}  // namespace

int RunPerform(Arguments& arguments) {
  const bool with_replies = arguments.TakeFlag("replies").has_value();
  const std::string path = arguments.word(1);
  if (arguments.help || path.empty() || arguments.words.size() > 2) {
    return Usage(arguments, kUsage);
  }
  if (!arguments.flags.empty()) {
    return UsageError(StrCat("--", arguments.flags[0].first,
                             " is no flag of perform.\n", kUsage));
  }
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) return UsageError(StrCat(path, ": it cannot be read."));
  }
  std::istream& in = path == "-" ? std::cin : file;
  Performing performing(arguments, with_replies);
  absl::Status status;
  std::string line;
  for (uint64_t number = 1; status.ok() && std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    status = performing.Take(line, number);
  }
  if (status.ok()) status = performing.Finish();
  return performing.Told(InWords(status, arguments.address));
}

}  // namespace csi::tools
