// Lists of entries: by filter, order and view, and by whom they wait for.
#include <set>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/entry_filter.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/views.h"
#include "services/registry/server/list_plan.h"
#include "services/registry/server/page_scan.h"
#include "services/registry/server/queries.h"
#include "services/registry/server/waiting.h"

namespace csi::registry {
namespace {

using v1::Opportunity;

absl::Status CheckParent(const QueryContext& context,
                         const std::string& parent) {
  if (parent == StrCat("tenants/", context.tenant)) return absl::OkStatus();
  return FieldError("parent", StrCat("\"", parent, "\" is not tenants/",
                                     context.tenant, "."));
}

struct Listing {
  Filter filter;
  Filter view_filter;
  ListPlan plan;
  bool needs_texts;
};

absl::StatusOr<Listing> MakeListing(const QueryContext& context,
                                    const std::string& filter_text,
                                    const std::string& order_text,
                                    const v1::View& view) {
  const FilterVariables variables =
      EntryVariables(context.tenant, context.actor, context.now,
                     CurrentPolicy(context.state, context.tenant).stale_days());
  ASSIGN_OR_RETURN(Filter filter,
                   Filter::Parse(filter_text, EntrySchema(), variables));
  ASSIGN_OR_RETURN(Filter view_filter,
                   Filter::Parse(view.filter(), EntrySchema(), variables));
  ASSIGN_OR_RETURN(
      const EntryOrder order,
      ParseOrder(order_text.empty() ? view.order_by() : order_text));
  // Both have to hold; the index is chosen by both together.
  const std::string both =
      filter_text.empty() || view.filter().empty()
          ? StrCat(filter_text, view.filter())
          : StrCat("(", view.filter(), ") AND (", filter_text, ")");
  ASSIGN_OR_RETURN(const Filter whole,
                   Filter::Parse(both, EntrySchema(), variables));
  ListPlan plan = PlanList(context.tenant, order, whole);
  const bool texts = whole.Mentions("text") ||
                     whole.Mentions("framework_clauses") ||
                     whole.Mentions("extra_fields");
  return Listing{std::move(filter), std::move(view_filter), std::move(plan),
                 texts};
}

// Calls `take` with each entry of the page; it says whether the entry counts.
std::string ScanEntries(const QueryContext& context, const Page& page,
                        const Listing& listing,
                        absl::FunctionRef<bool(Opportunity&)> take) {
  const auto matches = [&](const Opportunity& entry) {
    return listing.filter.Matches(entry) && listing.view_filter.Matches(entry);
  };
  const auto row = [&](std::string_view, std::string_view id) {
    // Texts have rows of their own: read for matches only, if possible.
    if (!listing.needs_texts) {
      const auto head = ReadRow<v1::OpportunityRow>(
          context.state, EntryKey(context.tenant, id));
      if (head == nullptr || !matches(head->opportunity())) return false;
    }
    auto entry = ReadEntry(context.state, context.tenant, id);
    if (!entry || (listing.needs_texts && !matches(*entry))) return false;
    return take(*entry);
  };
  const ListPlan& plan = listing.plan;
  return plan.joined.empty()
             ? ScanRange(context.state, page, plan.from, plan.to,
                         plan.backwards, row)
             : JoinPage(context.state, page, plan.joined, plan.backwards, row);
}

// A view by id or name.
absl::StatusOr<v1::View> FindView(const QueryContext& context,
                                  const std::string& field,
                                  const std::string& name) {
  std::string id = name;
  if (name.find('/') != std::string::npos) {
    ASSIGN_OR_RETURN(id, IdOf(field, name, context.tenant, "views"));
  }
  if (auto view = BuiltInView(context.tenant, id)) return *std::move(view);
  auto view = GetRow<v1::View>(context.state, ViewKey(context.tenant, id));
  if (!view) return NoSuch("view", name);
  view->set_etag(EtagOf(view->revision()));
  return *std::move(view);
}

// What an unknown person is asked for would be a filter that finds nothing.
absl::StatusOr<std::string> PersonAsked(const QueryContext& context,
                                        const std::string& person) {
  if (LastPart(person) != "@me") {
    return person.empty() || person.find('/') != std::string::npos
               ? person
               : ResourceName(context.tenant, "people", person);
  }
  if (!context.actor.empty()) {
    return ResourceName(context.tenant, "people", context.actor);
  }
  return FieldError("person", "@me is the caller, and none is named.");
}

}  // namespace

absl::Status ListOpportunities(const QueryContext& context,
                               const v1::ListOpportunitiesRequest& request,
                               v1::ListOpportunitiesResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  v1::View view;
  if (!request.view().empty()) {
    ASSIGN_OR_RETURN(view, FindView(context, "view", request.view()));
  }
  ASSIGN_OR_RETURN(
      const Listing listing,
      MakeListing(context, request.filter(), request.order_by(), view));
  reply->set_next_page_token(
      ScanEntries(context, page, listing, [&](Opportunity& entry) {
        *reply->add_opportunities() = std::move(entry);
        return true;
      }));
  return absl::OkStatus();
}

absl::Status ListWaiting(const QueryContext& context,
                         const v1::ListWaitingRequest& request,
                         v1::ListWaitingResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  ASSIGN_OR_RETURN(const std::string person,
                   PersonAsked(context, request.person()));
  v1::View unfinished;
  unfinished.set_filter("open = true");
  ASSIGN_OR_RETURN(
      const Listing listing,
      MakeListing(context, request.filter(), request.order_by(), unfinished));
  const authority::Directory directory(context.views, context.tenant);
  reply->set_next_page_token(
      ScanEntries(context, page, listing, [&](Opportunity& entry) {
        v1::WaitingEntry waiting = WaitingOf(directory, entry, context.now);
        bool wanted = person.empty();
        for (const std::string& each : waiting.waiting_for()) {
          wanted = wanted || each == person;
        }
        if (wanted) *reply->add_waiting() = std::move(waiting);
        return wanted;
      }));
  return absl::OkStatus();
}

absl::Status GetView(const QueryContext& context,
                     const v1::GetViewRequest& request, v1::View* reply) {
  ASSIGN_OR_RETURN(*reply, FindView(context, "name", request.name()));
  return absl::OkStatus();
}

absl::Status ListViews(const QueryContext& context,
                       const v1::ListViewsRequest& request,
                       v1::ListViewsResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  if (page.after_key.empty()) {
    for (v1::View& view : BuiltInViews(context.tenant)) {
      *reply->add_views() = std::move(view);
    }
  }
  reply->set_next_page_token(
      ScanPage(context.state, page, ViewPrefix(context.tenant), false,
               [&](std::string_view, std::string_view value) {
                 v1::View& view = *reply->add_views();
                 if (!view.ParseFromArray(value.data(),
                                          static_cast<int>(value.size()))) {
                   return false;
                 }
                 view.set_etag(EtagOf(view.revision()));
                 return true;
               }));
  return absl::OkStatus();
}

}  // namespace csi::registry
