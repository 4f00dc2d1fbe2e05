// CompleteDuty, PostponeDuty. ORDER: form of the fields, exists, etag, actor
// and authority, state of the duty, days of the series.
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/governance_commands.h"
#include "services/raci/domain/dates.h"
#include "services/raci/domain/duty_dates.h"
#include "services/raci/domain/duty_plan.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/limits.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

using authority::limits::kTextBytesMax;

// Who holds the role, acts for it while it is vacant, or keeps duties.
absl::StatusOr<common::v1::AuthorityGrant> RequireDuty(const Context& context,
                                                       const v1::Duty& duty,
                                                       std::string_view what) {
  ASSIGN_OR_RETURN(const std::string actor, ActorOf(context));
  const authority::Directory directory(*context.state, context.tenant);
  const std::string_view role = LastPart(duty.accountable_role());
  if (auto held = directory.Holding(actor, role, duty.scope(), context.now)) {
    return GrantOf(*held);
  }
  if (directory.HoldersOf(role, duty.scope(), context.now).empty()) {
    for (const authority::Holder& acting :
         directory.ActingFor(role, duty.scope(), context.now)) {
      if (acting.person == actor) return GrantOf(acting);
    }
  }
  return RequireAuthority(
      context, kMayCatalogue,
      StrCat(what, " without being the ", directory.RoleTitle(role)));
}

absl::Status CheckRuns(const v1::Duty& duty) {
  if (!duty.retired() && !duty.finished()) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_WRONG_STATE,
      StrCat(duty.display_name(),
             duty.retired() ? " was given up. UpdateDuty with retired = false "
                              "takes it up again."
                            : " was due once and is done. UpdateDuty with a "
                              "new first_date plans it again."),
      {{"duty", duty.name()}});
}

absl::Status CheckFindings(const v1::CompleteDutyRequest& request) {
  if (request.evidence().empty()) {
    return FieldError("evidence",
                      "it is empty; say where it shows, for example the name "
                      "of the minutes.");
  }
  RETURN_IF_ERROR(CheckText("evidence", request.evidence(), kTextBytesMax));
  RETURN_IF_ERROR(CheckCount("findings", request.findings_size(),
                             limits::kDutyFindingsMax));
  for (int i = 0; i < request.findings_size(); ++i) {
    const std::string field = StrCat("findings[", i, "]");
    if (request.findings(i).empty()) {
      return FieldError(field, "it is empty; leave it out.");
    }
    RETURN_IF_ERROR(CheckText(field, request.findings(i), kTextBytesMax));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideCompleteDuty(const v1::CompleteDutyRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckFindings(request));
  ASSIGN_OR_RETURN(v1::Duty duty, LoadDuty(context, request.name()));
  RETURN_IF_ERROR(CheckEtag(request.etag(), duty.revision(), duty.name()));
  ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                   RequireDuty(context, duty, "complete a duty"));
  RETURN_IF_ERROR(CheckRuns(duty));
  const v1::Calendar calendar = CalendarOf(context, duty);
  v1::DutyCompletion completion;
  *completion.mutable_due_date() = duty.due_date();
  *completion.mutable_complete_time() = authority::TimestampOf(context.now);
  completion.set_completed_by(grant.person());
  completion.set_evidence(request.evidence());
  *completion.mutable_findings() = request.findings();
  const absl::CivilDay first = DayOf(duty.first_date());
  const absl::CivilDay planned = DayOf(duty.planned_date());
  const auto next = NextInSeries(first, duty.recurrence(),
                                 std::max(planned, Today(context, calendar)));
  if (next) {
    completion.set_skipped(
        DaysBetween(first, duty.recurrence(), planned, *next));
    Plan(calendar, *next, duty);
  } else {
    duty.set_finished(true);
  }
  *duty.mutable_last_completion() = completion;
  StampChanged(context, duty);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_duty_completed();
  *event.mutable_duty() = duty;
  *event.mutable_completion() = completion;
  *event.mutable_grant() = grant;
  outcome.ReplyWith(WithEtag(duty));
  return absl::OkStatus();
}

absl::Status DecidePostponeDuty(const v1::PostponeDutyRequest& request,
                                const Context& context, Outcome& outcome) {
  if (request.reason().empty()) {
    return FieldError("reason", "it is empty; say why it is put off.");
  }
  RETURN_IF_ERROR(CheckText("reason", request.reason(), kTextBytesMax));
  RETURN_IF_ERROR(CheckDate("until_date", request.until_date()));
  ASSIGN_OR_RETURN(v1::Duty duty, LoadDuty(context, request.name()));
  RETURN_IF_ERROR(CheckEtag(request.etag(), duty.revision(), duty.name()));
  ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                   RequireDuty(context, duty, "put a duty off"));
  RETURN_IF_ERROR(CheckRuns(duty));
  const v1::Calendar calendar = CalendarOf(context, duty);
  const absl::CivilDay until =
      WorkingDayFrom(calendar, DayOf(request.until_date()));
  const absl::CivilDay today = Today(context, calendar);
  if (until <= std::max(DayOf(duty.due_date()), today - 1)) {
    return FieldError("until_date",
                      "it is in the past, or not later than the day on which "
                      "it is due already.");
  }
  const auto next = NextInSeries(DayOf(duty.first_date()), duty.recurrence(),
                                 DayOf(duty.planned_date()));
  if (next && until >= *next) {
    return FieldError(
        "until_date",
        StrCat("it is due again on ", absl::FormatCivilTime(*next),
               "; choose a day before, or complete this one and "
               "say so in its findings."));
  }
  const google::type::Date from = duty.due_date();
  *duty.mutable_due_date() = DateOfDay(until);
  *duty.mutable_due_time() =
      authority::TimestampOf(StartOfDay(calendar, until));
  duty.set_announced(false);
  duty.set_postpone_reason(request.reason());
  duty.set_postponements(duty.postponements() + 1);
  StampChanged(context, duty);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_duty_postponed();
  *event.mutable_duty() = duty;
  *event.mutable_from_date() = from;
  *event.mutable_grant() = grant;
  outcome.ReplyWith(WithEtag(duty));
  return absl::OkStatus();
}

}  // namespace csi::raci
