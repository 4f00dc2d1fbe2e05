// csictl next --as PERSON: what waits for a person, on one screen, with why it
// is they, since when, until when, and the command that acts on it.
#include <cstdio>

#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

using workflow::v1::InboxItem;

// What fits on one screen; the rest is told by its number.
constexpr int kItemsShown = 12;

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

// The command that moves the item on.
std::string CommandOf(const InboxItem& item, const std::string& person) {
  const std::string run(LastPart(item.run()));
  const std::string as = " --as " + person;
  switch (item.kind()) {
    case InboxItem::KIND_WORK:
      return StrCat("csictl run record ", run, " --step ", item.step(),
                    " --field KEY=VALUE", as, "; then csictl run submit ", run,
                    " --step ", item.step(), as);
    case InboxItem::KIND_APPROVE:
      return StrCat("csictl run approve ", run, " --step ", item.step(), as,
                    " (or run send-back ... --reason TEXT)");
    case InboxItem::KIND_CONSULT:
      return StrCat("csictl consultation answer ",
                    LastPart(item.consultation()), " --answer TEXT", as);
    case InboxItem::KIND_ESCALATION:
      return StrCat("csictl run explain ", run);
    case InboxItem::KIND_REVIEW_EFFECT:
      return StrCat("csictl compare run --opportunity ",
                    LastPart(item.opportunity()), as,
                    "; then csictl compare accept NAME", as);
    default:
      return StrCat("csictl run explain ", run);
  }
}

void PrintItem(const InboxItem& item, const std::string& person) {
  std::printf("%s\n", item.what().c_str());
  if (!item.why().empty()) std::printf("  why you  %s\n", item.why().c_str());
  std::printf("  since    %s%s%s\n", TimeText(item.create_time()).c_str(),
              item.has_due_time() ? ", due " : "",
              item.has_due_time() ? TimeText(item.due_time()).c_str() : "");
  std::printf("  do       %s\n", CommandOf(item, person).c_str());
}

}  // namespace

int RunNext(Arguments& arguments) {
  if (arguments.help || arguments.actor.empty() || !arguments.flags.empty() ||
      arguments.words.size() > 1) {
    return UsageError(
        "csictl next --as PERSON: what waits for this person, "
        "why, since when, and the command that acts on it.");
  }
  Client client = MakeClient(arguments);
  const std::string person = client.options().actor;
  workflow::v1::ListInboxRequest request;
  request.set_parent(ResourceName(arguments.tenant, "people", person));
  workflow::v1::ListInboxResponse response;
  const absl::Status status = CallMethod(
      client, "csi.workflow.v1.WorkflowService.ListInbox", request, response);
  if (!status.ok()) return Report(status);
  if (arguments.format != OutputFormat::kTable) {
    std::fputs(Render(response, arguments.format, {}).c_str(), stdout);
    return kExitOk;
  }
  if (response.inbox_items().empty()) {
    std::printf("Nothing waits for %s.\n", person.c_str());
    return kExitOk;
  }
  int shown = 0;
  for (const InboxItem& item : response.inbox_items()) {
    if (shown == kItemsShown) break;
    if (shown++ > 0) std::printf("\n");
    PrintItem(item, person);
  }
  const int left = response.inbox_items_size() - shown;
  if (left > 0 || !response.next_page_token().empty()) {
    std::printf("\n%d%s more: csictl inbox list %s\n", left,
                response.next_page_token().empty() ? "" : " and",
                person.c_str());
  }
  return kExitOk;
}

}  // namespace csi::tools
