// CreateDuty, UpdateDuty. ORDER: form of the fields, exists, etag, actor and
// authority, the days of the series.
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/governance_commands.h"
#include "services/raci/domain/dates.h"
#include "services/raci/domain/duty_dates.h"
#include "services/raci/domain/duty_plan.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/limits.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

// The process or service that the duty is about is where its role is held.
void CompleteScope(v1::Duty& duty) {
  if (duty.has_scope()) return;
  if (duty.subject().find("/services/") != std::string::npos) {
    duty.mutable_scope()->set_service(duty.subject());
  } else if (duty.subject().find("/processes/") != std::string::npos) {
    duty.mutable_scope()->set_process(duty.subject());
  }
}

absl::Status CheckRecurrence(const v1::Recurrence& recurrence) {
  const bool once = recurrence.unit() == v1::RECURRENCE_UNIT_UNSPECIFIED;
  const int count = recurrence.count();
  if (once && count == 0) return absl::OkStatus();
  if (!once && v1::RecurrenceUnit_IsValid(recurrence.unit()) && count >= 1 &&
      count <= limits::kRecurrenceCountMax) {
    return absl::OkStatus();
  }
  return FieldError("duty.recurrence",
                    "it needs a unit (DAY, WEEK, MONTH, YEAR) and a count of 1 "
                    "to 1000, or neither for a duty that is due once.");
}

absl::Status CheckDuty(const Context& context, const v1::Duty& duty,
                       const v1::Duty*) {
  RETURN_IF_ERROR(CheckDisplayName("duty.display_name", duty.display_name()));
  if (duty.kind() == v1::DUTY_KIND_UNSPECIFIED ||
      !v1::DutyKind_IsValid(duty.kind())) {
    return FieldError("duty.kind", "say what it is, for example AUDIT.");
  }
  RETURN_IF_ERROR(
      CheckText("duty.subject", duty.subject(), limits::kSubjectBytesMax));
  if (duty.accountable_role().empty()) {
    return FieldError("duty.accountable_role",
                      "it is missing; a duty that nobody answers for is not "
                      "done.");
  }
  RETURN_IF_ERROR(CheckReference(context, "duty.accountable_role",
                                 duty.accountable_role(), "roles",
                                 authority::kRoleTag, "ListRoles"));
  RETURN_IF_ERROR(CheckScope(context, "duty.scope", duty.scope()));
  RETURN_IF_ERROR(CheckReference(context, "duty.calendar", duty.calendar(),
                                 "calendars", authority::kCalendarTag,
                                 "ListCalendars"));
  RETURN_IF_ERROR(CheckRecurrence(duty.recurrence()));
  return CheckDate("duty.first_date", duty.first_date());
}

void EmitDuty(const v1::Duty& duty, const Context&, bool, Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>().mutable_duty_set()->mutable_duty() = duty;
}

constexpr Kind<v1::Duty> kDuty = {"duties",     kDutyTag,      "duty",
                                  "ListDuties", kMayCatalogue, "keep duties",
                                  &CheckDuty,   &EmitDuty};

bool SameSchedule(const v1::Duty& a, const v1::Duty& b) {
  return ToBytes(a.first_date()) == ToBytes(b.first_date()) &&
         ToBytes(a.recurrence()) == ToBytes(b.recurrence()) &&
         a.calendar() == b.calendar();
}

}  // namespace

absl::Status DecideCreateDuty(const v1::CreateDutyRequest& request,
                              const Context& context, Outcome& outcome) {
  v1::CreateDutyRequest planned = request;
  v1::Duty& duty = *planned.mutable_duty();
  ClearOutputOnly(duty);
  CompleteScope(duty);
  RETURN_IF_ERROR(CheckDuty(context, duty, nullptr));
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId("duty_id", request.duty_id(), *context.ids));
  if (context.state->Has(
          authority::ResourceKey(kDutyTag, context.tenant, id))) {
    return AlreadyExists(kDuty, id);
  }
  const v1::Calendar calendar = CalendarOf(context, duty);
  if (DayOf(duty.first_date()) < Today(context, calendar)) {
    return FieldError("duty.first_date",
                      "it is in the past; name the next day on which it is "
                      "due.");
  }
  RETURN_IF_ERROR(
      RequireAuthority(context, kMayCatalogue, "keep duties").status());
  StampNew(context, "duties", id, duty);
  Plan(calendar, DayOf(duty.first_date()), duty);
  EmitDuty(duty, context, true, outcome);
  outcome.ReplyWith(WithEtag(duty));
  return absl::OkStatus();
}

absl::Status DecideUpdateDuty(const v1::UpdateDutyRequest& request,
                              const Context& context, Outcome& outcome) {
  const v1::Duty& change = request.duty();
  ASSIGN_OR_RETURN(const v1::Duty old, LoadDuty(context, change.name()));
  RETURN_IF_ERROR(CheckEtag(change.etag(), old.revision(), old.name()));
  RETURN_IF_ERROR(
      RequireAuthority(context, kMayCatalogue, "keep duties").status());
  v1::Duty duty = old;
  RETURN_IF_ERROR(MergeMasked(change, request.update_mask(), duty));
  CompleteScope(duty);
  RETURN_IF_ERROR(CheckDuty(context, duty, &old));
  const bool again = old.retired() && !duty.retired() && !old.finished();
  if (!SameSchedule(old, duty) || again) {
    const v1::Calendar calendar = CalendarOf(context, duty);
    const auto next = NextInSeries(DayOf(duty.first_date()), duty.recurrence(),
                                   Today(context, calendar) - 1);
    if (!next) {
      return FieldError("duty.first_date",
                        "no day of the series is still to come; name one.");
    }
    Plan(calendar, *next, duty);
  }
  StampChanged(context, duty);
  EmitDuty(duty, context, false, outcome);
  outcome.ReplyWith(WithEtag(duty));
  return absl::OkStatus();
}

}  // namespace csi::raci
