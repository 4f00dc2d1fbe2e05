#include "services/reporting/domain/commands/agreement_rules.h"

#include <optional>
#include <set>
#include <string>

#include "common/authority/rows.h"
#include "csi/raci/v1/raci.pb.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/terms.h"
#include "services/reporting/domain/agreements/ticket_clocks.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

absl::Status CheckName(const Context& context, std::string_view field,
                       std::string_view name, std::string_view collection) {
  if (name.empty()) return absl::OkStatus();
  return IdOf(field, name, context.tenant, collection).status();
}

absl::Status CheckTitle(std::string_view field, std::string_view title) {
  if (title.empty()) {
    return FieldError(field, "it is the name that people read; give one.");
  }
  return CheckLength(field, title, limits::kAgreementTitleBytesMax);
}

absl::Status CheckHours(const v1::Agreement& agreement) {
  const v1::AgreedHours& hours = agreement.hours();
  RETURN_IF_ERROR(CheckDayHours("agreement.hours.hours", hours.hours()));
  RETURN_IF_ERROR(CheckDayHours("agreement.weekly_maintenance",
                                agreement.weekly_maintenance()));
  if (hours.holidays_size() > limits::kHolidaysMax) {
    return FieldError("agreement.hours.holidays",
                      StrCat("at most ", limits::kHolidaysMax, "."));
  }
  for (const google::type::Date& date : hours.holidays()) {
    const absl::CivilDay day(date.year(), date.month(), date.day());
    if (date.year() < 1970 || day.month() != date.month() ||
        day.day() != date.day()) {
      return FieldError("agreement.hours.holidays",
                        "each is a day with year, month and day.");
    }
  }
  return HoursOf(agreement).status();
}

absl::Status CheckMaintenance(const v1::Agreement& agreement) {
  if (agreement.maintenance_windows_size() > limits::kMaintenanceWindowsMax) {
    return FieldError("agreement.maintenance_windows",
                      StrCat("at most ", limits::kMaintenanceWindowsMax, "."));
  }
  for (const common::v1::Interval& window : agreement.maintenance_windows()) {
    if (!window.has_start_time() || !window.has_end_time() ||
        !IsValidTime(window.start_time()) || !IsValidTime(window.end_time()) ||
        MicrosOf(window.start_time()) >= MicrosOf(window.end_time())) {
      return FieldError("agreement.maintenance_windows",
                        "a window has a start and an end behind it.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckUnderpinning(const Context& context,
                               const v1::Agreement& agreement) {
  if (agreement.underpinned_by_size() > limits::kUnderpinningMax) {
    return FieldError("agreement.underpinned_by",
                      StrCat("at most ", limits::kUnderpinningMax, "."));
  }
  std::set<std::string_view> seen;
  for (const std::string& name : agreement.underpinned_by()) {
    RETURN_IF_ERROR(
        CheckName(context, "agreement.underpinned_by", name, "agreements"));
    if (name == agreement.name() || !seen.insert(name).second) {
      return FieldError("agreement.underpinned_by",
                        StrCat(name,
                               " stands there twice, or is the "
                               "agreement itself."));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCount(const v1::ServiceNode& node) {
  const bool component = node.kind() == v1::SERVICE_NODE_KIND_COMPONENT;
  if (component != node.parts().empty()) {
    return FieldError("service_node.parts",
                      component ? "a component has no parts; say series, "
                                  "parallel or k-of-n."
                                : "a group has parts; name them.");
  }
  if (node.parts_size() > limits::kNodePartsMax) {
    return FieldError("service_node.parts",
                      StrCat("at most ", limits::kNodePartsMax,
                             "; put some together in a group of their own."));
  }
  const bool counts = node.kind() == v1::SERVICE_NODE_KIND_K_OF_N;
  const bool fits =
      node.required_count() >= 1 && node.required_count() <= node.parts_size();
  if (counts ? !fits : node.required_count() != 0) {
    return FieldError("service_node.required_count",
                      "it goes with k-of-n alone: 1 to the number of parts.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckAgreement(const Context& context,
                            const v1::Agreement& agreement) {
  RETURN_IF_ERROR(CheckTitle("agreement.title", agreement.title()));
  RETURN_IF_ERROR(CheckLength("agreement.description", agreement.description(),
                              limits::kAgreementTextBytesMax));
  if (agreement.kind() == v1::AGREEMENT_KIND_UNSPECIFIED) {
    return FieldError("agreement.kind", "it is an SLA, an OLA or a UC.");
  }
  RETURN_IF_ERROR(CheckName(context, "agreement.customer", agreement.customer(),
                            "parties"));
  RETURN_IF_ERROR(CheckName(context, "agreement.provider", agreement.provider(),
                            "parties"));
  RETURN_IF_ERROR(
      CheckName(context, "agreement.service", agreement.service(), "services"));
  RETURN_IF_ERROR(CheckName(context, "agreement.indicator",
                            agreement.indicator(), "indicators"));
  RETURN_IF_ERROR(CheckHours(agreement));
  RETURN_IF_ERROR(CheckMaintenance(agreement));
  RETURN_IF_ERROR(CheckAvailabilityTarget(agreement));
  RETURN_IF_ERROR(CheckTimeTargets(agreement));
  if (agreement.warning_percent() < 0 || agreement.warning_percent() > 99) {
    return FieldError("agreement.warning_percent", "1 to 99, or 0 for 80.");
  }
  if (!agreement.last_month().empty()) {
    RETURN_IF_ERROR(CalendarMonth::Parse(agreement.last_month()).status());
  }
  return CheckUnderpinning(context, agreement);
}

absl::Status CheckServiceNode(const Context& context,
                              const v1::ServiceNode& node) {
  RETURN_IF_ERROR(CheckTitle("service_node.title", node.title()));
  if (node.kind() == v1::SERVICE_NODE_KIND_UNSPECIFIED) {
    return FieldError("service_node.kind",
                      "it is a component, series, parallel or k-of-n.");
  }
  RETURN_IF_ERROR(
      CheckName(context, "service_node.service", node.service(), "services"));
  RETURN_IF_ERROR(CheckCount(node));
  std::set<std::string_view> seen;
  for (const std::string& part : node.parts()) {
    RETURN_IF_ERROR(
        IdOf("service_node.parts", part, context.tenant, "serviceNodes")
            .status());
    if (!seen.insert(part).second) {
      return FieldError("service_node.parts",
                        StrCat(part, " stands there twice."));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::AgreedHours> HoursOfCalendar(const Context& context,
                                                std::string_view field,
                                                std::string_view calendar) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf(field, calendar, context.tenant, "calendars"));
  const auto row = ReadRow<raci::v1::Calendar>(
      *context.views,
      authority::ResourceKey(authority::kCalendarTag, context.tenant, id));
  if (row == nullptr) return NotFound("calendars", calendar);
  v1::AgreedHours hours;
  hours.set_time_zone(row->time_zone());
  for (const raci::v1::WorkingHours& from : row->working_hours()) {
    v1::DayHours& to = *hours.add_hours();
    to.set_day_of_week(from.day_of_week());
    to.set_start_minute(from.start_minute());
    to.set_end_minute(from.end_minute());
  }
  *hours.mutable_holidays() = row->holidays();
  hours.set_calendar_revision(row->revision());
  return hours;
}

absl::StatusOr<CalendarMonth> EffectiveMonth(const Context& context,
                                             std::string_view field,
                                             std::string_view stated,
                                             std::string_view older,
                                             absl::TimeZone zone) {
  const CalendarMonth running =
      CalendarMonth::Of(absl::ToUnixMicros(context.now), zone);
  CalendarMonth month = running;
  if (!stated.empty()) {
    ASSIGN_OR_RETURN(month, CalendarMonth::Parse(stated));
  }
  if (month.Number() < running.Number() - limits::kMonthsBackMax) {
    return FieldError(
        field,
        StrCat("it is at most ", limits::kMonthsBackMax, " months back: from ",
               running.Plus(-limits::kMonthsBackMax).Text(), " on."));
  }
  if (!older.empty() && month.Text() < older) {
    return FieldError(
        field, StrCat("what is there counts from ", older,
                      " on, and what held before it stays; take that month or "
                      "a later one."));
  }
  return month;
}

}  // namespace csi::reporting
