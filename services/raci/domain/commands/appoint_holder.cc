// AppointHolder. ORDER: form of the fields, exists, actor and right, rules of
// who may hold the role (SECOND_OWNER, TWO_ACCOUNTABLE, P6, P2).
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/appointing.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/holders.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {
namespace {

namespace limits = authority::limits;
using authority::ScopeParts;

// A start that is missing or now becomes now; the past is refused, since
// others had the authority then.
absl::Status FixInterval(const Context& context, v1::Assignment& assignment) {
  common::v1::Interval& interval = *assignment.mutable_interval();
  if (!interval.has_start_time()) {
    *interval.mutable_start_time() = authority::TimestampOf(context.now);
  }
  const absl::Time start = authority::TimeOf(interval.start_time());
  if (start < context.now) {
    return FieldError("assignment.interval.start_time",
                      "nobody is appointed for the past: others had the "
                      "authority then. Leave it empty for now.");
  }
  if (interval.has_end_time() &&
      authority::TimeOf(interval.end_time()) <= start) {
    return FieldError("assignment.interval.end_time",
                      "the assignment would end before it starts.");
  }
  return absl::OkStatus();
}

absl::Status CheckHolder(const Context& context,
                         const v1::Assignment& assignment) {
  if (IsTeam(assignment.holder())) {
    return CheckReference(context, "assignment.holder", assignment.holder(),
                          "teams", authority::kTeamTag, "ListTeams");
  }
  ASSIGN_OR_RETURN(
      const v1::Person person,
      Load<v1::Person>(*context.state, context.tenant, "assignment.holder",
                       assignment.holder(), "people", authority::kPersonTag,
                       "ListPeople"));
  const auto& active = person.active_interval();
  if (!active.has_end_time()) return absl::OkStatus();
  const absl::Time leaves = authority::TimeOf(active.end_time());
  const auto& interval = assignment.interval();
  if (interval.has_end_time() &&
      authority::TimeOf(interval.end_time()) <= leaves) {
    return absl::OkStatus();
  }
  return Refusal(
      common::v1::ERROR_REASON_WRONG_STATE,
      StrCat(person.display_name(),
             leaves <= context.now ? " left on " : " leaves on ",
             absl::FormatTime("%Y-%m-%d %H:%M", leaves, absl::UTCTimeZone()),
             " UTC and holds no role after that. Appoint somebody else, or end "
             "the assignment by then."),
      {{"person", person.name()}});
}

// A bound role needs its process or service; a role that is one per process or
// service takes nothing else.
absl::Status CheckBinding(const v1::Role& role, v1::Assignment& assignment) {
  common::v1::Scope& scope = *assignment.mutable_scope();
  if (!role.bound_process().empty()) {
    if (!scope.process().empty() && scope.process() != role.bound_process()) {
      return FieldError("assignment.scope.process",
                        StrCat(role.display_name(), " belongs to ",
                               role.bound_process(), "; leave it empty."));
    }
    scope.clear_process();
  }
  const bool to_process = role.binding() == v1::ROLE_BINDING_PROCESS;
  const bool to_service = role.binding() == v1::ROLE_BINDING_SERVICE;
  if (to_process && scope.process().empty()) {
    return FieldError(
        "assignment.scope.process",
        StrCat(role.display_name(), " is held for one process; name it."));
  }
  if (to_service && scope.service().empty()) {
    return FieldError(
        "assignment.scope.service",
        StrCat(role.display_name(), " is held for one service; name it."));
  }
  const bool unique =
      role.uniqueness() == v1::ROLE_UNIQUENESS_ONE_PER_PROCESS ||
      role.uniqueness() == v1::ROLE_UNIQUENESS_ONE_PER_SERVICE;
  if (!unique) return absl::OkStatus();
  ScopeParts rest = authority::PartsOf(scope);
  if (to_process) rest[authority::kProcess].clear();
  if (to_service) rest[authority::kService].clear();
  if (rest != ScopeParts()) {
    return FieldError("assignment.scope",
                      StrCat("there is one ", role.display_name(),
                             " for the "
                             "whole of it; leave out ",
                             authority::ScopeText(rest), "."));
  }
  return absl::OkStatus();
}

absl::Status CheckFields(const Context& context, const v1::Role& role,
                         v1::Assignment& assignment) {
  RETURN_IF_ERROR(FixInterval(context, assignment));
  if (assignment.allocation_percent() < 0 ||
      assignment.allocation_percent() > 100) {
    return FieldError("assignment.allocation_percent", "it must be 0 to 100.");
  }
  RETURN_IF_ERROR(CheckText("assignment.comment", assignment.comment(),
                            limits::kTextBytesMax));
  RETURN_IF_ERROR(CheckReference(context, "assignment.deputy_of",
                                 assignment.deputy_of(), "people",
                                 authority::kPersonTag, "ListPeople"));
  RETURN_IF_ERROR(CheckScope(context, "assignment.scope", assignment.scope()));
  RETURN_IF_ERROR(CheckBinding(role, assignment));
  return CheckHolder(context, assignment);
}

}  // namespace

absl::Status DecideAppointHolder(const v1::AppointHolderRequest& request,
                                 const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(
      const std::string id,
      ChooseId("assignment_id", request.assignment_id(), *context.ids));
  v1::Assignment assignment = request.assignment();
  ClearOutputOnly(assignment);
  if (context.state->Has(authority::ResourceKey(authority::kAssignmentTag,
                                                context.tenant, id))) {
    return Refusal(
        common::v1::ERROR_REASON_ALREADY_EXISTS,
        StrCat("assignment_id: \"", id, "\" is taken. Choose another id."),
        {{"id", id}});
  }
  ASSIGN_OR_RETURN(const v1::Role role,
                   Load<v1::Role>(*context.state, context.tenant,
                                  "assignment.role", assignment.role(), "roles",
                                  authority::kRoleTag, "ListRoles"));
  RETURN_IF_ERROR(ActorOf(context).status());
  RETURN_IF_ERROR(CheckFields(context, role, assignment));
  StampNew(context, "assignments", id, assignment);
  ASSIGN_OR_RETURN(
      const common::v1::AuthorityGrant grant,
      RequireAppointmentRight(context, assignment,
                              StrCat("appoint the ", role.display_name())));
  RETURN_IF_ERROR(CheckMayHold(context, role, assignment));
  assignment.set_appointed_by(grant.person());
  assignment.set_appointed_through(grant.role());
  for (const std::string& exception : grant.exceptions()) {
    if (exception == "BOOTSTRAP") assignment.set_bootstrap(true);
  }
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_holder_appointed();
  *event.mutable_assignment() = assignment;
  event.set_generic_role(role.specialises());
  event.set_generic_process(role.bound_process());
  *event.mutable_grant() = grant;
  if (authority::Covers(assignment.interval(), context.now)) {
    EmitFilled(context, assignment, outcome);
  }
  outcome.ReplyWith(WithEtag(assignment));
  return absl::OkStatus();
}

}  // namespace csi::raci
