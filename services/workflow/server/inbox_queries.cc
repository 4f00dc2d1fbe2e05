// The inbox of a person: what waits and what was told, and why.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/people_limits.h"
#include "services/workflow/domain/people_resources.h"
#include "services/workflow/server/inbox.h"
#include "services/workflow/server/lookups.h"
#include "services/workflow/server/people_queries.h"
#include "services/workflow/server/queries.h"

namespace csi::workflow {
namespace {

using Item = v1::InboxItem;

// One row on its way into a list: what it is sorted by, and the item.
struct Entry {
  std::string order;
  Item item;
};

std::string Digits(int64_t us) { return absl::StrFormat("%020d", us); }

std::string OrderOf(const Item& item, v1::InboxOrder order, bool told) {
  const int64_t create_us = MicrosOf(item.create_time());
  switch (order) {
    case v1::INBOX_ORDER_URGENCY:
      return StrCat(
          item.has_due_time() ? "0" : "1",
          Digits(item.has_due_time() ? MicrosOf(item.due_time()) : create_us),
          item.name());
    case v1::INBOX_ORDER_NEWEST:
      return StrCat(Digits(INT64_MAX - create_us), item.name());
    default:
      return StrCat(told ? "1" : "0", item.name());
  }
}

bool Wanted(const Item& item, const v1::ListInboxRequest& request) {
  if (request.unread() && item.has_acknowledge_time()) return false;
  if (!request.run().empty() && item.run() != request.run()) return false;
  return request.kinds().empty() ||
         std::find(request.kinds().begin(), request.kinds().end(),
                   item.kind()) != request.kinds().end();
}

void Collect(std::vector<Item> items, bool told,
             const v1::ListInboxRequest& request, std::vector<Entry>& entries) {
  for (Item& item : items) {
    if (!Wanted(item, request)) continue;
    std::string order = OrderOf(item, request.order(), told);
    entries.push_back({std::move(order), std::move(item)});
  }
}

std::vector<Entry> Sorted(const Inbox& inbox,
                          const v1::ListInboxRequest& request) {
  std::vector<Entry> entries;
  if (request.view() != v1::INBOX_VIEW_TOLD) {
    Collect(inbox.Waiting(), false, request, entries);
  }
  if (request.view() == v1::INBOX_VIEW_TOLD ||
      request.view() == v1::INBOX_VIEW_ALL) {
    Collect(inbox.Told(), true, request, entries);
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.order < b.order; });
  return entries;
}

void DigestText(v1::InboxDigest& digest, absl::Time now) {
  std::string text =
      StrCat(digest.waiting_count(), " wait, ", digest.overdue_count(),
             " overdue, ", digest.unread_count(), " unread.\n");
  for (const Item& item : digest.waiting()) {
    const bool due = item.has_due_time();
    const int64_t due_us = due ? MicrosOf(item.due_time()) : 0;
    StrAppend(&text, "- ", item.what(), "\n  ",
              !due ? std::string("No date.")
              : due_us < absl::ToUnixMicros(now)
                  ? StrCat("OVERDUE since ", TimeText(due_us), ".")
                  : StrCat("Due ", TimeText(due_us), "."),
              " ", item.why(), "\n");
  }
  if (!digest.told().empty()) StrAppend(&text, "Told since:\n");
  for (const Item& item : digest.told()) {
    StrAppend(&text, "- ", item.what(), "\n  ", item.why(), "\n");
  }
  digest.set_text(std::move(text));
}

}  // namespace

absl::Status ListInbox(const QueryContext& context,
                       const v1::ListInboxRequest& request,
                       v1::ListInboxResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  ASSIGN_OR_RETURN(std::string person,
                   IdOf("parent", request.parent(), context.tenant, "people"));
  out->set_unread_count(UnreadCount(context.state, context.tenant, person));
  SetTime(absl::ToUnixMicros(context.now), out->mutable_read_time());
  const Inbox inbox(context, std::move(person));
  std::string last;
  for (Entry& entry : Sorted(inbox, request)) {
    if (!page.after_key.empty() && entry.order <= page.after_key) continue;
    if (out->inbox_items_size() == page.size) {
      out->set_next_page_token(page.TokenAfter(last));
      break;
    }
    last = entry.order;
    *out->add_inbox_items() = std::move(entry.item);
  }
  return absl::OkStatus();
}

absl::Status GetInboxItem(const QueryContext& context,
                          const v1::GetInboxItemRequest& request,
                          v1::InboxItem* out) {
  ASSIGN_OR_RETURN(InboxItemName name,
                   InboxItemNameOf(request.name(), context.tenant));
  if (Inbox(context, std::move(name.person)).Find(name.item, *out)) {
    return absl::OkStatus();
  }
  return NotFound("inbox item", request.name());
}

absl::Status GetInboxDigest(const QueryContext& context,
                            const v1::GetInboxDigestRequest& request,
                            v1::InboxDigest* out) {
  ASSIGN_OR_RETURN(std::string person,
                   IdOf("parent", request.parent(), context.tenant, "people"));
  const int64_t now_us = absl::ToUnixMicros(context.now);
  const int64_t since_us =
      request.has_since_time()
          ? MicrosOf(request.since_time())
          : absl::ToUnixMicros(context.now - absl::Hours(24));
  out->set_person(request.parent());
  out->set_unread_count(UnreadCount(context.state, context.tenant, person));
  const Inbox inbox(context, std::move(person));
  v1::ListInboxRequest wanted;
  wanted.set_order(v1::INBOX_ORDER_URGENCY);
  for (Entry& entry : Sorted(inbox, wanted)) {
    out->set_waiting_count(out->waiting_count() + 1);
    if (entry.item.has_due_time() && MicrosOf(entry.item.due_time()) < now_us) {
      out->set_overdue_count(out->overdue_count() + 1);
    }
    if (out->waiting_size() < limits::kDigestItemsMax) {
      *out->add_waiting() = std::move(entry.item);
    }
  }
  wanted.set_view(v1::INBOX_VIEW_TOLD);
  wanted.set_order(v1::INBOX_ORDER_NEWEST);
  for (Entry& entry : Sorted(inbox, wanted)) {
    if (MicrosOf(entry.item.create_time()) < since_us ||
        out->told_size() == limits::kDigestItemsMax) {
      break;
    }
    *out->add_told() = std::move(entry.item);
  }
  DigestText(*out, context.now);
  return absl::OkStatus();
}

}  // namespace csi::workflow
