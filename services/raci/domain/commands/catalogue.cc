// Services, processes and calendars. A new service or process has no owner
// yet: RoleVacated says so in the same command.
#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {
namespace {

namespace limits = authority::limits;

constexpr int kComponentsMax = 200;
constexpr int kMinutesOfDay = 24 * 60;

absl::Status CheckService(const Context& context, const v1::Service& service,
                          const v1::Service*) {
  RETURN_IF_ERROR(
      CheckDisplayName("service.display_name", service.display_name()));
  RETURN_IF_ERROR(CheckText("service.description", service.description(),
                            limits::kTextBytesMax));
  RETURN_IF_ERROR(CheckCount("service.components", service.components_size(),
                             kComponentsMax));
  return CheckReference(context, "service.calendar", service.calendar(),
                        "calendars", authority::kCalendarTag, "ListCalendars");
}

void EmitService(const v1::Service& service, const Context& context,
                 bool created, Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>()
       .mutable_service_defined()
       ->mutable_service() = service;
  if (!created) return;
  common::v1::Scope scope;
  scope.set_service(service.name());
  EmitNeverFilled(context, authority::kServiceOwner, scope, outcome);
}

absl::Status CheckProcess(const Context&, const v1::Process& process,
                          const v1::Process*) {
  RETURN_IF_ERROR(
      CheckDisplayName("process.display_name", process.display_name()));
  return CheckText("process.description", process.description(),
                   limits::kTextBytesMax);
}

void EmitProcess(const v1::Process& process, const Context& context,
                 bool created, Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>()
       .mutable_process_defined()
       ->mutable_process() = process;
  if (!created) return;
  common::v1::Scope scope;
  scope.set_process(process.name());
  EmitNeverFilled(context, authority::kProcessOwner, scope, outcome);
}

bool IsZoneName(std::string_view zone) {
  if (zone.empty() || zone.size() > limits::kListItemsMax) return false;
  for (char c : zone) {
    const bool known = absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                       c == '/' || c == '_' || c == '-' || c == '+';
    if (!known) return false;
  }
  return true;
}

absl::Status CheckCalendar(const Context&, const v1::Calendar& calendar,
                           const v1::Calendar*) {
  RETURN_IF_ERROR(
      CheckDisplayName("calendar.display_name", calendar.display_name()));
  if (!IsZoneName(calendar.time_zone())) {
    return FieldError("calendar.time_zone",
                      "it is no IANA zone name, for example Europe/London.");
  }
  if (absl::TimeZone zone; !absl::LoadTimeZone(calendar.time_zone(), &zone)) {
    return FieldError("calendar.time_zone",
                      StrCat("no zone \"", calendar.time_zone(),
                             "\" is known here, for example Europe/London. "
                             "Where none is known, install tzdata."));
  }
  RETURN_IF_ERROR(CheckCount("calendar.working_hours",
                             calendar.working_hours_size(),
                             limits::kWorkingHoursMax));
  RETURN_IF_ERROR(CheckCount("calendar.holidays", calendar.holidays_size(),
                             limits::kHolidaysMax));
  for (int i = 0; i < calendar.working_hours_size(); ++i) {
    const v1::WorkingHours& hours = calendar.working_hours(i);
    const std::string field = StrCat("calendar.working_hours[", i, "]");
    if (hours.day_of_week() < 1 || hours.day_of_week() > 7) {
      return FieldError(StrCat(field, ".day_of_week"),
                        "it must be 1 (Monday) to 7 (Sunday).");
    }
    if (hours.start_minute() < 0 || hours.end_minute() > kMinutesOfDay ||
        hours.start_minute() >= hours.end_minute()) {
      return FieldError(field,
                        "it must begin before it ends, between minute "
                        "0 and 1440 of the day.");
    }
    for (int j = 0; j < i; ++j) {
      const v1::WorkingHours& other = calendar.working_hours(j);
      if (other.day_of_week() == hours.day_of_week() &&
          other.start_minute() < hours.end_minute() &&
          hours.start_minute() < other.end_minute()) {
        return FieldError(field, StrCat("it overlaps working_hours[", j,
                                        "] of the same day."));
      }
    }
  }
  for (int i = 0; i < calendar.holidays_size(); ++i) {
    const google::type::Date& date = calendar.holidays(i);
    const absl::CivilDay day(date.year(), date.month(), date.day());
    if (date.year() < 1900 || date.year() > 9999 ||
        day.month() != date.month() || day.day() != date.day()) {
      return FieldError(StrCat("calendar.holidays[", i, "]"),
                        "there is no such day.");
    }
  }
  return absl::OkStatus();
}

void EmitCalendar(const v1::Calendar& calendar, const Context&, bool,
                  Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>()
       .mutable_calendar_changed()
       ->mutable_calendar() = calendar;
}

constexpr Kind<v1::Service> kService = {
    "services",    authority::kServiceTag,    "service",     "ListServices",
    kMayCatalogue, "make or change services", &CheckService, &EmitService};
constexpr Kind<v1::Process> kProcess = {
    "processes",   authority::kProcessTag,     "process",     "ListProcesses",
    kMayCatalogue, "make or change processes", &CheckProcess, &EmitProcess};
constexpr Kind<v1::Calendar> kCalendar = {
    "calendars",   authority::kCalendarTag,    "calendar",     "ListCalendars",
    kMayCatalogue, "make or change calendars", &CheckCalendar, &EmitCalendar};

// Owners keep the entry of what they own accurate.
bool Owns(const Context& context, std::string_view role,
          const common::v1::Scope& scope) {
  if (context.actor.empty()) return false;
  return authority::Directory(*context.state, context.tenant)
      .Holding(ResourceName(context.tenant, "people", context.actor), role,
               scope, context.now)
      .has_value();
}

}  // namespace

absl::Status DecideCreateService(const v1::CreateServiceRequest& request,
                                 const Context& context, Outcome& outcome) {
  return DecideCreate(kService, request, context, outcome);
}
absl::Status DecideUpdateService(const v1::UpdateServiceRequest& request,
                                 const Context& context, Outcome& outcome) {
  common::v1::Scope scope;
  scope.set_service(request.service().name());
  return DecideUpdate(kService, request, context,
                      Owns(context, authority::kServiceOwner, scope), outcome);
}
absl::Status DecideCreateProcess(const v1::CreateProcessRequest& request,
                                 const Context& context, Outcome& outcome) {
  return DecideCreate(kProcess, request, context, outcome);
}
absl::Status DecideUpdateProcess(const v1::UpdateProcessRequest& request,
                                 const Context& context, Outcome& outcome) {
  common::v1::Scope scope;
  scope.set_process(request.process().name());
  return DecideUpdate(kProcess, request, context,
                      Owns(context, authority::kProcessOwner, scope), outcome);
}
absl::Status DecideCreateCalendar(const v1::CreateCalendarRequest& request,
                                  const Context& context, Outcome& outcome) {
  return DecideCreate(kCalendar, request, context, outcome);
}
absl::Status DecideUpdateCalendar(const v1::UpdateCalendarRequest& request,
                                  const Context& context, Outcome& outcome) {
  return DecideUpdate(kCalendar, request, context, /*own=*/false, outcome);
}

}  // namespace csi::raci
