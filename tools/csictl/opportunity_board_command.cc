// csictl opportunity board --entries N: the best entries of each state below
// its count.
#include <cstdio>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"
#include "tools/csictl/value_text.h"

namespace csi::tools {
namespace {

namespace reg = registry::v1;

constexpr char kUsage[] =
    "csictl opportunity board [--entries N]: entries counted by state; with "
    "--entries the first N (1 to 100) of each state by number, with owner, "
    "day and score.";
constexpr int kEntriesMax = 100;
constexpr char kService[] = "csi.registry.v1.RegistryService.";

absl::Status PrintColumn(Client& client, const std::string& parent,
                         const reg::BoardColumn& column, int entries) {
  const std::string state = FieldText(column, "state");
  std::printf("%s (%llu)\n", state.c_str(),
              static_cast<unsigned long long>(column.count()));
  reg::ListOpportunitiesRequest request;
  request.set_parent(parent);
  request.set_page_size(entries);
  request.set_filter("state = " + state);
  reg::ListOpportunitiesResponse response;
  const absl::Status read = CallMethod(
      client, StrCat(kService, "ListOpportunities"), request, response);
  if (!read.ok()) return read;
  std::vector<std::vector<std::string>> rows;
  for (const reg::Opportunity& entry : response.opportunities()) {
    rows.push_back({"", StrCat(entry.number()), entry.title(),
                    FieldText(entry, "accountable"),
                    FieldText(entry, "due_date"),
                    absl::StrFormat("%.1f", entry.score())});
  }
  if (!rows.empty()) std::fputs(AlignColumns(rows).c_str(), stdout);
  if (column.count() > static_cast<uint64_t>(rows.size())) {
    std::printf(
        "  ... %llu more: csictl opportunity list --filter \"state = "
        "%s\"\n",
        static_cast<unsigned long long>(column.count() - rows.size()),
        state.c_str());
  }
  return absl::OkStatus();
}

}  // namespace

int RunOpportunityBoard(Arguments& arguments) {
  int entries = 0;
  const std::string count = arguments.TakeFlag("entries").value_or("");
  if (arguments.help || !absl::SimpleAtoi(count, &entries) || entries < 1 ||
      entries > kEntriesMax || arguments.words.size() > 2 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  Client client = MakeClient(arguments);
  reg::GetBoardRequest request;
  request.set_parent("tenants/" + arguments.tenant);
  reg::Board board;
  absl::Status status =
      CallMethod(client, StrCat(kService, "GetBoard"), request, board);
  for (const reg::BoardColumn& column : board.columns()) {
    if (!status.ok()) break;
    if (column.count() == 0) continue;
    status = PrintColumn(client, request.parent(), column, entries);
  }
  if (!status.ok()) return Report(status);
  std::printf("%llu entries\n", static_cast<unsigned long long>(board.total()));
  return kExitOk;
}

}  // namespace csi::tools
