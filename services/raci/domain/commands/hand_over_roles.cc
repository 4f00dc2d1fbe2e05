// HandOverRoles: what one person holds, another holds from then on. Each pair
// of end and appointment follows the rules of a single one, read through those
// before it, so that an owner is neither missing nor doubled in between.
#include <algorithm>
#include <set>

#include "common/authority/fold.h"
#include "common/authority/limits.h"
#include "common/kv/overlay.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/appointing.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/inner_event.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/standing.h"

namespace csi::raci {
namespace {

// A command's events go into one record.
constexpr size_t kHandOverAssignmentsMax = 200;

// Decides on a draft of the state that has the events decided so far.
class HandOver {
 public:
  HandOver(const Context& context, const v1::HandOverRolesRequest& request,
           absl::Time time, Outcome& outcome)
      : request_(request),
        time_(time),
        draft_(*context.state),
        context_(context),
        outcome_(outcome) {
    context_.state = &draft_;
  }

  absl::Status Pass(const v1::Assignment& assignment) {
    const authority::Directory directory(draft_, context_.tenant);
    ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                     RequireAppointmentRight(
                         context_, assignment,
                         StrCat("hand over the role of ",
                                directory.RoleTitle(assignment.role()))));
    auto& ended = *outcome_.Emit<v1::JournalEvent>().mutable_assignment_ended();
    ended = EndedAt(draft_, context_.tenant, assignment, time_, context_.now);
    *ended.mutable_grant() = grant;
    FoldNew();
    *reply_.add_ended() = WithEtag(ended.assignment());
    return HeldBySuccessor(assignment) ? absl::OkStatus() : Begin(assignment);
  }

  v1::HandOverRolesResponse& reply() { return reply_; }

 private:
  // The successor has the same role in the same scope from then on.
  bool HeldBySuccessor(const v1::Assignment& assignment) const {
    for (const v1::Assignment& held : StandingAssignments(
             draft_, context_.tenant, request_.successor(), From(assignment))) {
      if (held.role() == assignment.role() &&
          authority::PartsOf(held.scope()) ==
              authority::PartsOf(assignment.scope()) &&
          held.deputy_of() == assignment.deputy_of() &&
          authority::TimeOf(held.interval().start_time()) <= From(assignment)) {
        return true;
      }
    }
    return false;
  }

  absl::Time From(const v1::Assignment& assignment) const {
    return std::max(time_,
                    authority::TimeOf(assignment.interval().start_time()));
  }

  absl::Status Begin(const v1::Assignment& assignment) {
    v1::AppointHolderRequest appoint;
    v1::Assignment& next = *appoint.mutable_assignment();
    next.set_role(assignment.role());
    next.set_holder(request_.successor());
    *next.mutable_scope() = assignment.scope();
    *next.mutable_interval() = assignment.interval();
    *next.mutable_interval()->mutable_start_time() =
        authority::TimestampOf(From(assignment));
    next.set_allocation_percent(assignment.allocation_percent());
    next.set_deputy_of(assignment.deputy_of());
    next.set_comment(request_.comment());
    RETURN_IF_ERROR(DecideAppointHolder(appoint, context_, outcome_));
    for (const auto& event : FoldNew()) {
      if (event->has_holder_appointed()) {
        *reply_.add_begun() = WithEtag(event->holder_appointed().assignment());
      }
    }
    return absl::OkStatus();
  }

  // Into the draft: what was emitted since the last time.
  std::vector<const v1::JournalEvent*> FoldNew() {
    std::vector<const v1::JournalEvent*> folded;
    for (; folded_ < outcome_.events().size(); ++folded_) {
      const auto& event =
          static_cast<const v1::JournalEvent&>(*outcome_.events()[folded_]);
      authority::FoldDirectory(*InnerEvent(event), context_.tenant,
                               context_.actor, context_.now, draft_);
      folded.push_back(&event);
    }
    return folded;
  }

  const v1::HandOverRolesRequest& request_;
  const absl::Time time_;
  Overlay draft_;
  Context context_;
  Outcome& outcome_;
  size_t folded_ = 0;
  v1::HandOverRolesResponse reply_;
};

absl::StatusOr<std::vector<v1::Assignment>> Chosen(
    const v1::HandOverRolesRequest& request, const Context& context,
    absl::Time time) {
  const std::set<std::string> roles(request.roles().begin(),
                                    request.roles().end());
  for (const std::string& role : roles) {
    RETURN_IF_ERROR(CheckReference(context, "roles", role, "roles",
                                   authority::kRoleTag, "ListRoles"));
  }
  std::vector<v1::Assignment> chosen =
      StandingAssignments(*context.state, context.tenant, request.name(), time);
  std::erase_if(chosen, [&](const v1::Assignment& assignment) {
    return !roles.empty() && !roles.contains(assignment.role());
  });
  if (chosen.empty()) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(request.name(), " holds ",
                          roles.empty() ? "no role" : "none of these roles",
                          " from then on: there is nothing to hand over. "
                          "ListAssignments shows who holds what."),
                   {{"person", request.name()}});
  }
  if (chosen.size() > kHandOverAssignmentsMax) {
    return Refusal(common::v1::ERROR_REASON_FIELD_INVALID,
                   StrCat("They are ", chosen.size(), " assignments; at most ",
                          kHandOverAssignmentsMax,
                          " are handed over at once. Name some of the roles."),
                   {{"limit", "hand_over_assignments"}});
  }
  return chosen;
}

}  // namespace

absl::Status DecideHandOverRoles(const v1::HandOverRolesRequest& request,
                                 const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(Load<v1::Person>(*context.state, context.tenant, "name",
                                   request.name(), "people",
                                   authority::kPersonTag, "ListPeople")
                      .status());
  RETURN_IF_ERROR(CheckReference(context, "successor", request.successor(),
                                 "people", authority::kPersonTag,
                                 "ListPeople"));
  RETURN_IF_ERROR(CheckText("comment", request.comment(),
                            authority::limits::kTextBytesMax));
  if (request.successor() == request.name()) {
    return FieldError("successor", "it is the same person; name another.");
  }
  const absl::Time time = request.has_hand_over_time()
                              ? authority::TimeOf(request.hand_over_time())
                              : context.now;
  if (time < context.now) {
    return FieldError("hand_over_time",
                      "nothing passes in the past: what was done with the "
                      "authority stands. Leave it empty for now.");
  }
  RETURN_IF_ERROR(ActorOf(context).status());
  ASSIGN_OR_RETURN(const std::vector<v1::Assignment> chosen,
                   Chosen(request, context, time));
  HandOver hand_over(context, request, time, outcome);
  for (const v1::Assignment& assignment : chosen) {
    RETURN_IF_ERROR(hand_over.Pass(assignment));
  }
  outcome.ReplyWith(std::move(hand_over.reply()));
  return absl::OkStatus();
}

}  // namespace csi::raci
