#include "services/raci/server/queries.h"

#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/resource.h"
#include "services/raci/server/lists.h"

namespace csi::raci {
#define CSI_GET(Type, collection, tag, list)                                   \
  absl::Status Get##Type(const QueryContext& context,                          \
                         const v1::Get##Type##Request& request,                \
                         v1::Type* reply) {                                    \
    return GetOne(context, request, collection, authority::tag, #list, reply); \
  }
#define CSI_LIST(list, Type, field, tag)                    \
  absl::Status list(const QueryContext& context,            \
                    const v1::list##Request& request,       \
                    v1::list##Response* reply) {            \
    return List<v1::Type>(context, request, authority::tag, \
                          reply->mutable_##field(), reply); \
  }

CSI_GET(Person, "people", kPersonTag, ListPeople)
CSI_GET(Unit, "units", kUnitTag, ListUnits)
CSI_GET(Team, "teams", kTeamTag, ListTeams)
CSI_GET(Role, "roles", kRoleTag, ListRoles)
CSI_GET(Service, "services", kServiceTag, ListServices)
CSI_GET(Process, "processes", kProcessTag, ListProcesses)
CSI_GET(Calendar, "calendars", kCalendarTag, ListCalendars)
CSI_GET(AuthorityLimit, "authorityLimits", kLimitTag, ListAuthorityLimits)
CSI_GET(AppointmentRight, "appointmentRights", kRightTag, ListAppointmentRights)
CSI_GET(ReportingLine, "reportingLines", kLineTag, ListReportingLines)
CSI_GET(Assignment, "assignments", kAssignmentTag, ListAssignments)
CSI_GET(Matrix, "matrices", kMatrixTag, ListMatrices)
CSI_LIST(ListUnits, Unit, units, kUnitTag)
CSI_LIST(ListTeams, Team, teams, kTeamTag)
CSI_LIST(ListRoles, Role, roles, kRoleTag)
CSI_LIST(ListServices, Service, services, kServiceTag)
CSI_LIST(ListProcesses, Process, processes, kProcessTag)
CSI_LIST(ListCalendars, Calendar, calendars, kCalendarTag)
CSI_LIST(ListAuthorityLimits, AuthorityLimit, authority_limits, kLimitTag)
CSI_LIST(ListAppointmentRights, AppointmentRight, appointment_rights, kRightTag)
CSI_LIST(ListReportingLines, ReportingLine, reporting_lines, kLineTag)

#undef CSI_GET
#undef CSI_LIST

absl::Status ListPeople(const QueryContext& context,
                        const v1::ListPeopleRequest& request,
                        v1::ListPeopleResponse* reply) {
  return List<v1::Person>(
      context, request, authority::kPersonTag, reply->mutable_people(), reply,
      {"active"}, [&](const v1::Person& person, const Filter& filter) {
        const bool active =
            authority::Covers(person.active_interval(), context.now);
        return IsWantedFlag(filter, "active", active);
      });
}

absl::Status ListMatrices(const QueryContext& context,
                          const v1::ListMatricesRequest& request,
                          v1::ListMatricesResponse* reply) {
  return List<v1::Matrix>(
      context, request, authority::kMatrixTag, reply->mutable_matrices(), reply,
      {"state"}, [](const v1::Matrix& matrix, const Filter& filter) {
        return IsWanted(
            filter, "state",
            WordOf(v1::Matrix::State_Name(matrix.state()), "STATE_"));
      });
}

absl::Status ListResponsibilityTables(
    const QueryContext& context,
    const v1::ListResponsibilityTablesRequest& request,
    v1::ListResponsibilityTablesResponse* reply) {
  return List<v1::ResponsibilityTable>(context, request, kTableTag,
                                       reply->mutable_responsibility_tables(),
                                       reply);
}

absl::Status ListAssignments(const QueryContext& context,
                             const v1::ListAssignmentsRequest& request,
                             v1::ListAssignmentsResponse* reply) {
  RETURN_IF_ERROR(CheckOrder(request));
  ASSIGN_OR_RETURN(const Filter filter,
                   ParseFilter(request.filter(), {"role", "holder", "active"}));
  auto keep = [&](v1::Assignment assignment) {
    const bool active = authority::Covers(assignment.interval(), context.now);
    if (!IsWantedFlag(filter, "active", active) ||
        !IsWanted(filter, "role", assignment.role()) ||
        !IsWanted(filter, "holder", assignment.holder())) {
      return false;
    }
    *reply->add_assignments() = std::move(assignment);
    return true;
  };
  // By holder or role the index row ends in the id of the assignment.
  auto by_index = [&](std::string_view key, std::string_view) {
    auto row = GetRow<v1::Assignment>(
        context.state,
        authority::ResourceKey(authority::kAssignmentTag, context.tenant,
                               key.substr(key.rfind('\0') + 1)));
    return row && keep(WithEtag(*std::move(row)));
  };
  if (auto holder = filter.find("holder"); holder != filter.end()) {
    return Scan(context, request,
                authority::HeldPrefix(context.tenant, holder->second), reply,
                by_index);
  }
  if (auto role = filter.find("role"); role != filter.end()) {
    return Scan(context, request,
                authority::RoleAssignmentsPrefix(context.tenant,
                                                 LastPart(role->second)),
                reply, by_index);
  }
  return Scan(
      context, request,
      authority::ResourcePrefix(authority::kAssignmentTag, context.tenant),
      reply, [&](std::string_view, std::string_view value) {
        return keep(Parsed<v1::Assignment>(value));
      });
}

absl::Status ListVacancies(const QueryContext& context,
                           const v1::ListVacanciesRequest& request,
                           v1::ListVacanciesResponse* reply) {
  ASSIGN_OR_RETURN(const Filter filter,
                   ParseFilter(request.filter(), {"role"}));
  auto role = filter.find("role");
  const std::string prefix = authority::VacancyPrefix(
      context.tenant,
      role == filter.end() ? std::string_view() : LastPart(role->second));
  return Scan(context, request, prefix, reply,
              [&](std::string_view, std::string_view value) {
                reply->add_vacancies()->ParseFromArray(
                    value.data(), static_cast<int>(value.size()));
                return true;
              });
}

}  // namespace csi::raci
