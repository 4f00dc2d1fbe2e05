// Limits of authority, rights to appoint and reporting lines.
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/holders.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

constexpr int kRankMax = 1000;

absl::Status CheckRoleReference(const Context& context, std::string_view field,
                                std::string_view name, bool required) {
  if (name.empty() && required) return FieldError(field, "it is missing.");
  return CheckReference(context, field, name, "roles", authority::kRoleTag,
                        "ListRoles");
}

absl::Status CheckLimit(const Context& context, const v1::AuthorityLimit& limit,
                        const v1::AuthorityLimit*) {
  RETURN_IF_ERROR(
      CheckRoleReference(context, "authority_limit.role", limit.role(), true));
  RETURN_IF_ERROR(CheckRoleReference(context, "authority_limit.beyond",
                                     limit.beyond(), true));
  RETURN_IF_ERROR(CheckScope(context, "authority_limit.scope", limit.scope()));
  if (!IsResourceId(limit.activity())) {
    return FieldError("authority_limit.activity",
                      "it is no activity id, for example decide-sip.");
  }
  if (limit.role() == limit.beyond()) {
    return FieldError("authority_limit.beyond",
                      "a role does not hand on to itself.");
  }
  if (!limit.has_max_cost() &&
      limit.max_size() == v1::AUTHORITY_SIZE_UNSPECIFIED) {
    return FieldError("authority_limit", "set max_cost, max_size or both.");
  }
  if (limit.has_max_cost() &&
      (limit.max_cost().currency_code().size() != 3 ||
       limit.max_cost().units() < 0 || limit.max_cost().nanos() < 0 ||
       limit.max_cost().nanos() > 999999999)) {
    return FieldError("authority_limit.max_cost",
                      "it needs a currency code of three letters and an amount "
                      "of at least 0.");
  }
  // Beyond the limit this role is accountable: it may not be held twice.
  return CheckMayMakeAccountable(context, LastPart(limit.beyond()));
}

void EmitLimit(const v1::AuthorityLimit& limit, const Context&, bool,
               Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>()
       .mutable_authority_limit_set()
       ->mutable_limit() = limit;
}

absl::Status CheckRight(const Context& context,
                        const v1::AppointmentRight& right,
                        const v1::AppointmentRight*) {
  RETURN_IF_ERROR(CheckRoleReference(context,
                                     "appointment_right.appointer_role",
                                     right.appointer_role(), true));
  return CheckRoleReference(context, "appointment_right.appointed_role",
                            right.appointed_role(), false);
}

void EmitRight(const v1::AppointmentRight& right, const Context&, bool,
               Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>()
       .mutable_appointment_right_set()
       ->mutable_right() = right;
}

absl::Status CheckLine(const Context& context, const v1::ReportingLine& line,
                       const v1::ReportingLine*) {
  RETURN_IF_ERROR(CheckRoleReference(context, "reporting_line.from_role",
                                     line.from_role(), true));
  RETURN_IF_ERROR(CheckRoleReference(context, "reporting_line.to_role",
                                     line.to_role(), true));
  if (line.from_role() == line.to_role()) {
    return FieldError("reporting_line.to_role",
                      "a role does not report to itself.");
  }
  if (!IsResourceId(line.purpose())) {
    return FieldError("reporting_line.purpose",
                      "it is no id, for example accountability or "
                      "sip-escalation.");
  }
  if (line.rank() < 0 || line.rank() > kRankMax) {
    return FieldError("reporting_line.rank", "it must be 0 to 1000.");
  }
  return absl::OkStatus();
}

void EmitLine(const v1::ReportingLine& line, const Context&, bool,
              Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>()
       .mutable_reporting_line_set()
       ->mutable_line() = line;
}

constexpr Kind<v1::AuthorityLimit> kLimit = {
    "authorityLimits", authority::kLimitTag,
    "authority_limit", "ListAuthorityLimits",
    kMayRoles,         "set limits of authority",
    &CheckLimit,       &EmitLimit};
constexpr Kind<v1::AppointmentRight> kRight = {
    "appointmentRights", authority::kRightTag,
    "appointment_right", "ListAppointmentRights",
    kMayRoles,           "set rights to appoint",
    &CheckRight,         &EmitRight};
constexpr Kind<v1::ReportingLine> kLine = {
    "reportingLines", authority::kLineTag,
    "reporting_line", "ListReportingLines",
    kMayRoles,        "set reporting lines",
    &CheckLine,       &EmitLine};

}  // namespace

absl::Status DecideCreateAuthorityLimit(
    const v1::CreateAuthorityLimitRequest& request, const Context& context,
    Outcome& outcome) {
  return DecideCreate(kLimit, request, context, outcome);
}
absl::Status DecideUpdateAuthorityLimit(
    const v1::UpdateAuthorityLimitRequest& request, const Context& context,
    Outcome& outcome) {
  return DecideUpdate(kLimit, request, context, /*own=*/false, outcome);
}
absl::Status DecideCreateAppointmentRight(
    const v1::CreateAppointmentRightRequest& request, const Context& context,
    Outcome& outcome) {
  return DecideCreate(kRight, request, context, outcome);
}
absl::Status DecideUpdateAppointmentRight(
    const v1::UpdateAppointmentRightRequest& request, const Context& context,
    Outcome& outcome) {
  return DecideUpdate(kRight, request, context, /*own=*/false, outcome);
}
absl::Status DecideCreateReportingLine(
    const v1::CreateReportingLineRequest& request, const Context& context,
    Outcome& outcome) {
  return DecideCreate(kLine, request, context, outcome);
}
absl::Status DecideUpdateReportingLine(
    const v1::UpdateReportingLineRequest& request, const Context& context,
    Outcome& outcome) {
  return DecideUpdate(kLine, request, context, /*own=*/false, outcome);
}

}  // namespace csi::raci
