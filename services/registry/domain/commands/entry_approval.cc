#include "services/registry/domain/commands/entry_approval.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/plan_approvers.h"
#include "services/registry/domain/plans.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/state_machine.h"

namespace csi::registry {
namespace {

using common::v1::AuthorityGrant;
using google::protobuf::util::MessageDifferencer;

authority::Resolution Reviewers(const Context& context,
                                const v1::Opportunity& entry) {
  authority::Question question;
  question.activity = std::string(kPrioritise);
  question.variant = entry.matrix_variant();
  question.scope = entry.scope();
  question.as_of = context.now;
  return authority::Directory(*context.views, context.tenant).Resolve(question);
}

// Unset amounts are not stated; another currency may be any amount.
bool ReachesCost(const google::type::Money& least,
                 const v1::Opportunity& entry) {
  if (!entry.has_cost()) return false;
  const google::type::Money& cost = entry.cost();
  if (cost.currency_code() != least.currency_code()) return true;
  if (cost.units() != least.units()) return cost.units() > least.units();
  return cost.nanos() >= least.nanos();
}

bool Applies(const v1::ApprovalRule& rule, const v1::Opportunity& entry) {
  if (rule.size_min() != v1::SIZE_UNSPECIFIED &&
      entry.size() < rule.size_min()) {
    return false;
  }
  return !rule.has_cost_min() || ReachesCost(rule.cost_min(), entry);
}

// A later word of the same person replaces the earlier one.
std::vector<v1::EntryApproval> Joined(const v1::Opportunity& entry,
                                      v1::EntryApproval added) {
  std::vector<v1::EntryApproval> all;
  for (const v1::EntryApproval& known : entry.approvals()) {
    if (known.person() != added.person()) all.push_back(known);
  }
  all.push_back(std::move(added));
  return all;
}

bool IsDecided(const std::vector<v1::EntryApproval>& approvals) {
  return std::any_of(approvals.begin(), approvals.end(),
                     [](const v1::EntryApproval& approval) {
                       return approval.grant().letter() !=
                              common::v1::LETTER_RESPONSIBLE;
                     });
}

template <class Message>
bool Differs(bool had, bool has, const Message& before, const Message& after) {
  return had != has || !MessageDifferencer::Equals(before, after);
}

}  // namespace

int QuorumOf(const v1::Policy& policy, const v1::Opportunity& entry) {
  int quorum = 1;
  for (const v1::ApprovalRule& rule : policy.approval_rules()) {
    if (Applies(rule, entry)) quorum = std::max(quorum, rule.quorum());
  }
  return quorum;
}

absl::StatusOr<EntryVote> VoteFor(const Context& context, std::string_view what,
                                  std::string_view reason,
                                  const v1::Opportunity& entry) {
  EntryVote vote;
  const int wanted =
      QuorumOf(CurrentPolicy(*context.state, context.tenant), entry);
  if (wanted == 1) {
    ASSIGN_OR_RETURN(vote.grant, AuthorizeReview(context, what, entry));
    return vote;
  }
  ASSIGN_OR_RETURN(vote.grant, Authorize(context, what, kPrioritise,
                                         {common::v1::LETTER_ACCOUNTABLE,
                                          common::v1::LETTER_RESPONSIBLE},
                                         entry));
  std::set<std::string> eligible;
  const authority::Resolution reviewers = Reviewers(context, entry);
  for (const auto* letter : {&reviewers.accountable, &reviewers.responsible}) {
    for (const authority::Holder& holder : letter->holders) {
      eligible.insert(holder.person);
    }
  }
  vote.quorum =
      std::max(1, std::min(wanted, static_cast<int>(eligible.size())));
  v1::EntryApproval approval;
  approval.set_person(ActorName(context));
  *approval.mutable_approve_time() = ToTimestamp(context.now);
  approval.set_reason(std::string(reason));
  *approval.mutable_grant() = vote.grant;
  vote.approvals = Joined(entry, std::move(approval));
  vote.enough = IsDecided(vote.approvals) &&
                static_cast<int>(vote.approvals.size()) >= vote.quorum;
  return vote;
}

void EmitApproval(const Context& context, const EntryVote& vote,
                  std::string_view reason, v1::OpportunityRow& row,
                  Outcome& outcome) {
  const v1::Opportunity& entry = row.opportunity();
  v1::JournalEvent event;
  v1::OpportunityApprovalGiven& given =
      *event.mutable_opportunity_approval_given();
  given.set_from_state(entry.state());
  *given.mutable_grant() = vote.grant;
  given.set_reason(std::string(reason));
  for (const v1::EntryApproval& each : vote.approvals) {
    *given.add_approvals() = each;
  }
  given.set_quorum(vote.quorum);
  *given.mutable_approval_due_time() = entry.has_approval_due_time()
                                           ? entry.approval_due_time()
                                           : ToTimestamp(ApprovalDue(context));
  EmitEntryEvent(context, std::move(event), row, outcome);
}

void MarkApprovals(const v1::Opportunity& before,
                   v1::OpportunityUpdated& event) {
  const v1::Opportunity& after = event.change();
  std::vector<std::string> fields;
  bool scope = false;
  for (const std::string& field : event.changed_fields()) {
    if ((field == "cost" && Differs(before.has_cost(), after.has_cost(),
                                    before.cost(), after.cost())) ||
        (field == "size" && before.size() != after.size()) ||
        (field == "primary_indicator" &&
         Differs(before.has_primary_indicator(), after.has_primary_indicator(),
                 before.primary_indicator(), after.primary_indicator()))) {
      fields.push_back(field);
    }
    scope |= field == "scope" &&
             !MessageDifferencer::Equals(before.scope(), after.scope());
  }
  if (ProgressOf(before) == v1::OPPORTUNITY_STATE_APPROVED) {
    for (std::string& field : fields) {
      event.add_reapproval_fields(std::move(field));
    }
  }
  event.set_approvals_lapsed(!before.approvals().empty() &&
                             before.has_approval_due_time() &&
                             (scope || !fields.empty()));
}

absl::Status DecideReapproveOpportunity(
    const v1::ReapproveOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), true));
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  const std::string what = StrCat("approve entry ", Called(entry), " again");
  RETURN_IF_ERROR(CheckActor(context, what));
  ASSIGN_OR_RETURN(const EntryVote vote,
                   VoteFor(context, what, request.reason(), entry));
  if (entry.reapproval_fields().empty() || IsFinal(entry.state())) {
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat("Entry ", Called(entry), " is ", StateName(entry.state()),
               " and stands as it was approved; nothing waits to "
               "be approved again."),
        {{"rule", "NOTHING_CHANGED"}});
  }
  ReplyWithEntry(context, entry.name(), outcome);
  if (!vote.enough) {
    EmitApproval(context, vote, request.reason(), row, outcome);
    return absl::OkStatus();
  }
  v1::JournalEvent event;
  v1::OpportunityReapproved& approved = *event.mutable_opportunity_reapproved();
  approved.set_from_state(entry.state());
  *approved.mutable_grant() = vote.grant;
  approved.set_reason(request.reason());
  *approved.mutable_fields() = entry.reapproval_fields();
  for (const v1::EntryApproval& each : vote.approvals) {
    *approved.add_approvals() = each;
  }
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

absl::Status FireEntryApproval(const Timer& timer, const Context& context,
                               Outcome& outcome) {
  std::optional<v1::OpportunityRow> row =
      ReadHead(*context.state, context.tenant, LastPart(timer.subject));
  if (!row) return absl::OkStatus();
  const v1::Opportunity& entry = row->opportunity();
  // The row may be gone on: decided, or waiting anew.
  if (!entry.has_approval_due_time() ||
      FromTimestamp(entry.approval_due_time()) > context.now) {
    return absl::OkStatus();
  }
  v1::JournalEvent event;
  v1::OpportunityApprovalExpired& expired =
      *event.mutable_opportunity_approval_expired();
  expired.set_from_state(entry.state());
  *expired.mutable_lapsed() = entry.approvals();
  const authority::Resolution reviewers = Reviewers(context, entry);
  std::string role;
  for (const authority::Holder& holder : reviewers.accountable.holders) {
    role = std::string(LastPart(holder.role));
  }
  if (role.empty() && !reviewers.accountable.vacant_roles.empty()) {
    role = std::string(LastPart(reviewers.accountable.vacant_roles.front()));
  }
  const LineAbove above = EscalationLine(context, role, entry.scope());
  if (!above.role.empty()) {
    expired.set_to_role(ResourceName(context.tenant, "roles", above.role));
  }
  for (const authority::Holder& holder : above.holders) {
    expired.add_to_persons(holder.person);
  }
  EmitEntryEvent(context, std::move(event), *row, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
