// csictl opportunity print NAME [FILE.html|FILE.txt]: one page of an entry.
#include <cstdio>
#include <fstream>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/opportunity_sheet.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace reg = registry::v1;

constexpr char kUsage[] =
    "csictl opportunity print NAME [FILE.html|FILE.txt]: an entry on one "
    "page, with its score, objections and history; as text on standard "
    "output unless a file is named.";
constexpr int kLinesMax = 1000;

class Reader {
 public:
  Reader(Client& client, std::string tenant)
      : client_(client), tenant_(std::move(tenant)) {}

  absl::StatusOr<OpportunityFile> Read(const std::string& name) {
    OpportunityFile file;
    reg::GetOpportunityRequest get;
    get.set_name(name);
    Call("GetOpportunity", get, file.entry);
    reg::ListWaitingRequest waiting;
    waiting.set_parent("tenants/" + tenant_);
    waiting.set_filter(StrCat("number = ", file.entry.number()));
    waiting.set_order_by("number");
    reg::ListWaitingResponse who;
    Call("ListWaiting", waiting, who);
    if (who.waiting_size() > 0) file.waiting = who.waiting(0);
    reg::ExplainScoreRequest explain;
    explain.set_name(name);
    Call("ExplainScore", explain, file.score);
    reg::ListHistoryRequest list;
    list.set_parent(name);
    list.set_page_size(kLinesMax);
    reg::ListHistoryResponse history;
    Call("ListHistory", list, history);
    file.history.assign(history.history().begin(), history.history().end());
    reg::ListObjectionsRequest object;
    object.set_parent("tenants/" + tenant_);
    object.set_filter(StrCat("subject = \"", name, "\""));
    reg::ListObjectionsResponse objections;
    Call("ListObjections", object, objections);
    file.objections.assign(objections.objections().begin(),
                           objections.objections().end());
    if (!status_.ok()) return status_;
    return file;
  }

 private:
  void Call(const char* method, const google::protobuf::Message& request,
            google::protobuf::Message& response) {
    if (!status_.ok()) return;
    status_ =
        CallMethod(client_, StrCat("csi.registry.v1.RegistryService.", method),
                   request, response);
  }

  Client& client_;
  const std::string tenant_;
  absl::Status status_;
};

}  // namespace

int RunOpportunityPrint(Arguments& arguments) {
  std::string name = arguments.word(2);
  const std::string path = arguments.word(3);
  if (arguments.help || name.empty() || arguments.words.size() > 4 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  if (!path.empty() && !path.ends_with(".html") && !path.ends_with(".txt")) {
    return UsageError(
        StrCat("The page of an entry is written as FILE.html or "
               "FILE.txt, not as ",
               path, "."));
  }
  if (name.find('/') == std::string::npos) {
    name = ResourceName(arguments.tenant, "opportunities", name);
  }
  Client client = MakeClient(arguments);
  const auto file = Reader(client, arguments.tenant).Read(name);
  if (!file.ok()) return Report(file.status());
  const Sheet sheet = MakeSheet(*file);
  if (path.empty()) {
    std::fputs(SheetAsText(sheet).c_str(), stdout);
    return kExitOk;
  }
  std::ofstream out(path, std::ios::binary);
  out << (path.ends_with(".html") ? SheetAsHtml(sheet) : SheetAsText(sheet));
  if (out.flush()) return kExitOk;
  return Report(absl::PermissionDeniedError(
      StrCat("Cannot write ", path, "; check the folder and its rights.")));
}

}  // namespace csi::tools
