// RegisterLeaver: the person's assignments end with the person. It is never
// refused because of what becomes vacant; RoleVacated says what that is.
#include <set>

#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/standing.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {
namespace {

void EmitEnd(const Context& context, v1::Assignment& assignment,
             absl::Time leave, const common::v1::AuthorityGrant& grant,
             Outcome& outcome) {
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_assignment_ended();
  event =
      EndedAt(*context.state, context.tenant, assignment, leave, context.now);
  event.set_leaver(true);
  *event.mutable_grant() = grant;
  assignment = event.assignment();
}

}  // namespace

absl::Status DecideRegisterLeaver(const v1::RegisterLeaverRequest& request,
                                  const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(
      v1::Person person,
      Load<v1::Person>(*context.state, context.tenant, "name", request.name(),
                       "people", authority::kPersonTag, "ListPeople"));
  RETURN_IF_ERROR(CheckText("comment", request.comment(),
                            authority::limits::kTextBytesMax));
  RETURN_IF_ERROR(CheckEtag(request.etag(), person.revision(), person.name()));
  ASSIGN_OR_RETURN(
      const common::v1::AuthorityGrant grant,
      RequireAuthority(context, kMayPeople, "register who leaves"));
  const absl::Time leave = request.has_leave_time()
                               ? authority::TimeOf(request.leave_time())
                               : context.now;
  if (leave < context.now) {
    return FieldError("leave_time",
                      "nobody leaves in the past: what the person did since "
                      "then stands. Leave it empty for now.");
  }
  if (person.active_interval().has_end_time() &&
      authority::TimeOf(person.active_interval().end_time()) <= leave) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(person.display_name(),
                          " is registered as leaving earlier already."),
                   {{"person", person.name()}});
  }
  auto& left = *outcome.Emit<v1::JournalEvent>().mutable_person_left();
  left.set_person(person.name());
  *left.mutable_leave_time() = authority::TimestampOf(leave);
  left.set_revision(person.revision() + 1);
  left.set_comment(request.comment());

  std::vector<v1::Assignment> standing =
      StandingAssignments(*context.state, context.tenant, person.name(), leave);
  std::set<std::string> gone;
  for (v1::Assignment& assignment : standing) {
    EmitEnd(context, assignment, leave, grant, outcome);
    gone.insert(assignment.name());
  }
  if (leave <= context.now) {
    for (const v1::Assignment& assignment : standing) {
      if (authority::TimeOf(assignment.interval().start_time()) > leave) {
        continue;
      }
      EmitVacated(context, assignment, gone, leave, v1::Vacancy::CAUSE_LEAVER,
                  outcome);
    }
  }
  *person.mutable_active_interval()->mutable_end_time() =
      authority::TimestampOf(leave);
  StampChanged(context, person);
  outcome.ReplyWith(WithEtag(person));
  return absl::OkStatus();
}

}  // namespace csi::raci
