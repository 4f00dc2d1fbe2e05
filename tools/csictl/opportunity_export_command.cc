// csictl opportunity export [FILE] [--filter ..] [--order-by ..] [--view ..]:
// the register as CSV, Markdown or JSON, by the end of the file's name. What it
// writes, `opportunity import` reads.
#include <cstdio>
#include <fstream>

#include "common/base/strings.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/register_rows.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace reg = registry::v1;

constexpr char kUsage[] =
    "csictl opportunity export [FILE.csv|FILE.md|FILE.json] [--filter TEXT] "
    "[--order-by TEXT] [--view NAME]: writes entries to a file, or as CSV to "
    "standard output. csictl opportunity import reads CSV and Markdown back.";
constexpr int kPageSize = 500;

absl::StatusOr<reg::ListOpportunitiesResponse> ReadAll(
    Client& client, reg::ListOpportunitiesRequest request) {
  reg::ListOpportunitiesResponse all;
  do {
    reg::ListOpportunitiesResponse page;
    const absl::Status read =
        CallMethod(client, "csi.registry.v1.RegistryService.ListOpportunities",
                   request, page);
    if (!read.ok()) return read;
    request.set_page_token(page.next_page_token());
    for (auto& entry : *page.mutable_opportunities()) {
      *all.add_opportunities() = std::move(entry);
    }
  } while (!request.page_token().empty());
  return all;
}

}  // namespace

int RunOpportunityExport(Arguments& arguments) {
  const std::string path = arguments.word(2);
  reg::ListOpportunitiesRequest request;
  request.set_parent("tenants/" + arguments.tenant);
  request.set_page_size(kPageSize);
  request.set_filter(arguments.TakeFlag("filter").value_or(""));
  request.set_order_by(arguments.TakeFlag("order-by").value_or(""));
  request.set_view(arguments.TakeFlag("view").value_or(""));
  if (arguments.help || arguments.words.size() > 3 ||
      !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  if (!path.empty() && !path.ends_with(".csv") && !path.ends_with(".md") &&
      !path.ends_with(".json")) {
    return Report(absl::InvalidArgumentError(
        StrCat(path,
               ": the register is written as CSV, Markdown or JSON. Let "
               "the name end in .csv, .md or .json.")));
  }
  Client client = MakeClient(arguments);
  const auto entries = ReadAll(client, std::move(request));
  if (!entries.ok()) return Report(entries.status());
  std::string text;
  if (path.ends_with(".json") ||
      (path.empty() && arguments.format == OutputFormat::kJson)) {
    text = Render(*entries, OutputFormat::kJson, {});
  } else {
    const TextTable table = ExportTable(entries->opportunities());
    text = path.ends_with(".md") ? WriteMarkdownTable(table)
                                 : WriteCsvTable(table);
  }
  if (path.empty()) {
    std::fputs(text.c_str(), stdout);
    return kExitOk;
  }
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) {
    return Report(absl::PermissionDeniedError(
        StrCat("Cannot write ", path, "; check the folder and its rights.")));
  }
  std::fprintf(stderr, "%d entries written to %s\n",
               entries->opportunities_size(), path.c_str());
  return kExitOk;
}

}  // namespace csi::tools
