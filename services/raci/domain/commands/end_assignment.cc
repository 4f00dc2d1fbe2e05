// EndAssignment. Ending always succeeds for who may appoint; what becomes
// vacant by it is said by RoleVacated.
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/appointing.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/standing.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {
namespace {

absl::Status CheckEnd(const Context& context, const v1::Assignment& assignment,
                      absl::Time end) {
  if (end < context.now) {
    return FieldError("end_time",
                      "nothing ends in the past: what was done with the "
                      "authority stands. Leave it empty for now.");
  }
  const auto& interval = assignment.interval();
  if (interval.has_end_time() &&
      authority::TimeOf(interval.end_time()) <= end) {
    return Refusal(
        common::v1::ERROR_REASON_WRONG_STATE,
        StrCat(assignment.name(), " ends earlier already, at ",
               absl::FormatTime("%Y-%m-%d %H:%M",
                                authority::TimeOf(interval.end_time()),
                                absl::UTCTimeZone()),
               " UTC. Appoint anew to go on longer."),
        {{"assignment", assignment.name()}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideEndAssignment(const v1::EndAssignmentRequest& request,
                                 const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(
      v1::Assignment assignment,
      Load<v1::Assignment>(*context.state, context.tenant, "name",
                           request.name(), "assignments",
                           authority::kAssignmentTag, "ListAssignments"));
  RETURN_IF_ERROR(CheckText("comment", request.comment(),
                            authority::limits::kTextBytesMax));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), assignment.revision(), assignment.name()));
  const authority::Directory directory(*context.state, context.tenant);
  ASSIGN_OR_RETURN(
      const common::v1::AuthorityGrant grant,
      RequireAppointmentRight(context, assignment,
                              StrCat("end the assignment of the ",
                                     directory.RoleTitle(assignment.role()))));
  absl::Time end = request.has_end_time()
                       ? authority::TimeOf(request.end_time())
                       : context.now;
  RETURN_IF_ERROR(CheckEnd(context, assignment, end));
  if (!request.comment().empty()) assignment.set_comment(request.comment());
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_assignment_ended();
  event = EndedAt(*context.state, context.tenant, assignment, end, context.now);
  *event.mutable_grant() = grant;
  assignment = event.assignment();
  // One that has not begun never begins.
  end = authority::TimeOf(assignment.interval().end_time());
  if (end <= context.now) {
    EmitVacated(context, assignment, {assignment.name()}, end,
                v1::Vacancy::CAUSE_ASSIGNMENT_ENDED, outcome);
  }
  outcome.ReplyWith(WithEtag(assignment));
  return absl::OkStatus();
}

}  // namespace csi::raci
