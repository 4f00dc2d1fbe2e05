// Ties between entries, and from entries to agreements, plans and changes.
#include <algorithm>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/editors.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/plans.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

absl::Status Rule(std::string_view rule, const std::string& message) {
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED, message,
                 {{"rule", std::string(rule)}});
}

bool TiesEntries(v1::LinkType type) {
  return type == v1::LINK_TYPE_PARENT || type == v1::LINK_TYPE_RELATED ||
         type == v1::LINK_TYPE_DUPLICATE_OF;
}

absl::Status CheckTarget(const Context& context,
                         const v1::OpportunityLink& link) {
  if (link.type() == v1::LINK_TYPE_UNSPECIFIED) {
    return FieldError("link.type", "it is required.");
  }
  RETURN_IF_ERROR(
      CheckText("link.note", link.note(), csi::limits::kShortTextBytesMax));
  if (link.type() == v1::LINK_TYPE_AGREEMENT) {
    return IdOf("link.target", link.target(), context.tenant, "agreements")
        .status();
  }
  if (link.type() == v1::LINK_TYPE_PLAN) {
    return IdOf("link.target", link.target(), context.tenant, "plans").status();
  }
  if (link.type() == v1::LINK_TYPE_RFC) {
    return CheckSubject(context, "link.target", link.target());
  }
  return LoadEntry(context, "link.target", link.target(), "").status();
}

bool IsTied(const v1::Opportunity& entry, const v1::OpportunityLink& link) {
  if (link.type() == v1::LINK_TYPE_PARENT) {
    return entry.parent() == link.target();
  }
  if (link.type() == v1::LINK_TYPE_PLAN) return entry.plan() == link.target();
  if (link.type() == v1::LINK_TYPE_RFC) {
    for (const auto& rfc : entry.rfcs()) {
      if (rfc.rfc() == link.target()) return true;
    }
    return false;
  }
  for (const auto& known : entry.links()) {
    if (known.type() == link.type() && known.target() == link.target()) {
      return true;
    }
  }
  return false;
}

// Walks up from the parent wanted; meeting the entry would close a cycle.
absl::Status CheckParent(const Context& context, const v1::Opportunity& entry,
                         const std::string& parent) {
  if (!entry.parent().empty()) {
    return Rule("ONE_PARENT",
                StrCat("Entry ", Called(entry), " is part of ", entry.parent(),
                       " already; take that tie away first."));
  }
  std::string at = parent;
  for (int depth = 0; depth < limits::kHierarchyDepthMax; ++depth) {
    if (at == entry.name()) {
      return Rule("NO_CYCLE",
                  StrCat("Entry ", Called(entry), " cannot be part of ", parent,
                         ", which is part of it."));
    }
    const auto row = ReadHead(*context.state, context.tenant, LastPart(at));
    if (!row || row->opportunity().parent().empty()) return absl::OkStatus();
    at = row->opportunity().parent();
  }
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat(parent, " stands ", limits::kHierarchyDepthMax,
                        " levels deep; deeper hierarchies are not taken."),
                 {{"limit", StrCat(limits::kHierarchyDepthMax)}});
}

// A plan that is there and open, with room for one entry more.
absl::Status CheckPlanTie(const Context& context, const std::string& name) {
  ASSIGN_OR_RETURN(const v1::Plan plan, LoadPlan(context, name, ""));
  RETURN_IF_ERROR(CheckPlanOpen(plan, "tied to an entry"));
  return CheckCount("plan.opportunities", plan.opportunities_size() + 1,
                    limits::kPlanEntriesMax);
}

absl::Status CheckAdd(const Context& context, const v1::Opportunity& entry,
                      const v1::OpportunityLink& link) {
  if (IsTied(entry, link)) {
    return Rule("TIED_ALREADY", StrCat("Entry ", Called(entry), " is tied to ",
                                       link.target(), " in this way already."));
  }
  if (TiesEntries(link.type()) && link.target() == entry.name()) {
    return Rule("NO_CYCLE",
                StrCat("Entry ", Called(entry), " cannot be tied to itself."));
  }
  if (link.type() == v1::LINK_TYPE_PARENT) {
    return CheckParent(context, entry, link.target());
  }
  if (link.type() == v1::LINK_TYPE_PLAN && !entry.plan().empty()) {
    return Rule("ONE_PLAN",
                StrCat("Entry ", Called(entry), " has ", entry.plan(),
                       " already; take that tie away first."));
  }
  if (link.type() == v1::LINK_TYPE_PLAN) {
    return CheckPlanTie(context, link.target());
  }
  if (link.type() == v1::LINK_TYPE_RFC) {
    return CheckCount("opportunity.rfcs", entry.rfcs_size() + 1,
                      limits::kRfcsMax);
  }
  return CheckCount("opportunity.links", entry.links_size() + 1,
                    limits::kLinksMax);
}

// The plan names its entries too. A closed one keeps them as they were; an old
// name without a plan behind it has nothing to keep.
void ChangePlan(const Context& context, const std::string& entry,
                const std::string& name, bool remove,
                const common::v1::AuthorityGrant& grant, Outcome& outcome) {
  auto plan = ReadPlan(*context.state, context.tenant, LastPart(name));
  if (!plan || plan->state() != v1::PLAN_STATE_OPEN) return;
  auto& entries = *plan->mutable_opportunities();
  const auto found = std::find(entries.begin(), entries.end(), entry);
  if (remove == (found == entries.end())) return;
  if (remove) {
    entries.erase(found);
  } else {
    plan->add_opportunities(entry);
  }
  StampPlan(context, *plan);
  v1::PlanChanged& changed =
      *outcome.Emit<v1::JournalEvent>().mutable_plan_changed();
  changed.add_changed_fields("opportunities");
  if (!grant.person().empty()) *changed.mutable_grant() = grant;
  *changed.mutable_plan() = *std::move(plan);
}

absl::Status CheckRemove(const v1::Opportunity& entry,
                         const v1::OpportunityLink& link) {
  if (!IsTied(entry, link)) {
    return Rule("NOT_TIED", StrCat("Entry ", Called(entry), " is not tied to ",
                                   link.target(), " in this way."));
  }
  for (const auto& rfc : entry.rfcs()) {
    if (link.type() == v1::LINK_TYPE_RFC && rfc.rfc() == link.target() &&
        !rfc.status().empty()) {
      return Rule("RFC_FOLLOWED",
                  StrCat("The run of entry ", Called(entry), " follows ",
                         link.target(), "; that tie stays."));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideLinkOpportunity(const v1::LinkOpportunityRequest& request,
                                   const Context& context, Outcome& outcome) {
  const v1::OpportunityLink& link = request.link();
  RETURN_IF_ERROR(CheckTarget(context, link));
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  v1::JournalEvent event;
  v1::OpportunityLinked& linked = *event.mutable_opportunity_linked();
  ASSIGN_OR_RETURN(*linked.mutable_grant(),
                   AuthorizeEdit(context, "link", entry));
  if (linked.grant().person().empty()) linked.clear_grant();
  RETURN_IF_ERROR(CheckState(Verb::kLink, entry));
  RETURN_IF_ERROR(request.remove() ? CheckRemove(entry, link)
                                   : CheckAdd(context, entry, link));
  *linked.mutable_link() = link;
  linked.set_removed(request.remove());
  ReplyWithEntry(context, entry.name(), outcome);
  const common::v1::AuthorityGrant grant = linked.grant();
  EmitEntryEvent(context, std::move(event), row, outcome);
  if (link.type() == v1::LINK_TYPE_PLAN) {
    ChangePlan(context, request.name(), link.target(), request.remove(), grant,
               outcome);
  }
  return absl::OkStatus();
}

}  // namespace csi::registry
