#include "services/raci/domain/duty_plan.h"

#include "services/raci/domain/dates.h"
#include "services/raci/domain/duty_dates.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {

absl::StatusOr<v1::Duty> LoadDuty(const Context& context,
                                  const std::string& name) {
  return Load<v1::Duty>(*context.state, context.tenant, "name", name, "duties",
                        kDutyTag, "ListDuties");
}

absl::CivilDay Today(const Context& context, const v1::Calendar& calendar) {
  const absl::CivilDay utc = absl::ToCivilDay(context.now, absl::UTCTimeZone());
  // In zones ahead of UTC it is tomorrow already, in others still yesterday.
  for (int i = 1; i >= -1; --i) {
    if (StartOfDay(calendar, utc + i) <= context.now) return utc + i;
  }
  return utc;
}

v1::Calendar CalendarOf(const Context& context, const v1::Duty& duty) {
  auto calendar = GetRow<v1::Calendar>(
      *context.state,
      authority::ResourceKey(authority::kCalendarTag, context.tenant,
                             LastPart(duty.calendar())));
  return calendar ? *std::move(calendar) : v1::Calendar();
}

// Puts a day of the series up as the next one.
void Plan(const v1::Calendar& calendar, absl::CivilDay day, v1::Duty& duty) {
  *duty.mutable_planned_date() = DateOfDay(day);
  const absl::CivilDay due = WorkingDayFrom(calendar, day);
  *duty.mutable_due_date() = DateOfDay(due);
  *duty.mutable_due_time() = authority::TimestampOf(StartOfDay(calendar, due));
  duty.set_announced(false);
  duty.set_finished(false);
  duty.clear_postpone_reason();
  duty.clear_postponements();
}

}  // namespace csi::raci
