// csictl next --as PERSON: what waits for a person, on one screen, the most
// urgent first: until when, why it is they, and the command that acts on it.
#include <algorithm>
#include <cstdio>
#include <vector>

#include "absl/time/clock.h"
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

// Three lines each, with head and foot 24 lines: one screen. The rest is told
// by its number.
constexpr int kItemsShown = 7;

std::string DayText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds());
}

// "due 2016-03-14", "OVERDUE since 2016-03-14", "since 2016-03-07".
std::string WhenText(const InboxItem& item, absl::Time now) {
  if (!item.has_due_time()) {
    return "since " + DayText(TimeOf(item.create_time()));
  }
  const absl::Time due = TimeOf(item.due_time());
  return StrCat(due < now ? "OVERDUE since " : "due ", DayText(due));
}

// What is due first comes first; what has no date last.
bool IsMoreUrgent(const InboxItem* a, const InboxItem* b) {
  if (a->has_due_time() != b->has_due_time()) return a->has_due_time();
  const auto& left = a->has_due_time() ? a->due_time() : a->create_time();
  const auto& right = b->has_due_time() ? b->due_time() : b->create_time();
  return left.seconds() < right.seconds();
}

// The command that moves the item on.
std::string CommandOf(const InboxItem& item) {
  const std::string run(LastPart(item.run()));
  switch (item.kind()) {
    case InboxItem::KIND_WORK:
      return StrCat("csictl run submit ", run, " --step ", item.step(),
                    " --field KEY=VALUE ...");
    case InboxItem::KIND_APPROVE:
      return StrCat("csictl run approve ", run, " --step ", item.step(),
                    "   (or run send-back ... --reason TEXT)");
    case InboxItem::KIND_CONSULT:
      return StrCat("csictl consultation answer ",
                    LastPart(item.consultation()), " --answer TEXT");
    case InboxItem::KIND_REVIEW_EFFECT:
      return StrCat("csictl compare run --opportunity ",
                    LastPart(item.opportunity()),
                    "   (then compare accept NAME)");
    default:
      return StrCat("csictl run explain ", run);
  }
}

void PrintItem(const InboxItem& item, absl::Time now) {
  std::printf("%s\n", item.what().c_str());
  std::printf("  %s. %s\n", WhenText(item, now).c_str(), item.why().c_str());
  std::printf("  %s\n", CommandOf(item).c_str());
}

void PrintInbox(const workflow::v1::ListInboxResponse& response,
                const std::string& person, absl::Time now) {
  std::vector<const InboxItem*> items;
  for (const InboxItem& item : response.inbox_items()) items.push_back(&item);
  std::stable_sort(items.begin(), items.end(), IsMoreUrgent);
  const bool more = !response.next_page_token().empty();
  std::printf("%s %zu%s for %s; act with --as %s\n",
              items.size() == 1 ? "This waits:" : "These wait:", items.size(),
              more ? " or more" : "", person.c_str(), person.c_str());
  const size_t shown = std::min<size_t>(items.size(), kItemsShown);
  for (size_t i = 0; i < shown; ++i) PrintItem(*items[i], now);
  if (items.size() > shown || more) {
    std::printf("... and %zu%s: csictl inbox list %s\n", items.size() - shown,
                more ? " or more" : "", person.c_str());
  }
}

}  // namespace

int RunNext(Arguments& arguments) {
  if (arguments.help || arguments.actor.empty() || !arguments.flags.empty() ||
      arguments.words.size() > 1) {
    return Usage(arguments,
                 "csictl next --as PERSON: what waits for this person, "
                 "the most urgent first, until when, why, and the command that "
                 "acts on it.");
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
  // A server that is older does not say what time it is there.
  PrintInbox(
      response, person,
      response.has_read_time() ? TimeOf(response.read_time()) : absl::Now());
  return kExitOk;
}

}  // namespace csi::tools
