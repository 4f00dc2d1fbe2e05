#include "services/raci/server/raci_server.h"

#include "csi/raci/v1/raci_service.pb.h"
#include "services/raci/domain/raci_domain.h"
#include "services/raci/server/queries.h"

namespace csi::raci {
namespace {

void Bind(rpc::ServiceBinder& binder) {
  binder.Query("GetPerson", &GetPerson);
  binder.Query("ListPeople", &ListPeople);
  binder.Query("GetUnit", &GetUnit);
  binder.Query("ListUnits", &ListUnits);
  binder.Query("GetTeam", &GetTeam);
  binder.Query("ListTeams", &ListTeams);
  binder.Query("GetRole", &GetRole);
  binder.Query("ListRoles", &ListRoles);
  binder.Query("GetService", &GetService);
  binder.Query("ListServices", &ListServices);
  binder.Query("GetProcess", &GetProcess);
  binder.Query("ListProcesses", &ListProcesses);
  binder.Query("GetCalendar", &GetCalendar);
  binder.Query("ListCalendars", &ListCalendars);
  binder.Query("GetAuthorityLimit", &GetAuthorityLimit);
  binder.Query("ListAuthorityLimits", &ListAuthorityLimits);
  binder.Query("GetAppointmentRight", &GetAppointmentRight);
  binder.Query("ListAppointmentRights", &ListAppointmentRights);
  binder.Query("GetReportingLine", &GetReportingLine);
  binder.Query("ListReportingLines", &ListReportingLines);
  binder.Query("GetAssignment", &GetAssignment);
  binder.Query("ListAssignments", &ListAssignments);
  binder.Query("GetMatrix", &GetMatrix);
  binder.Query("ListMatrices", &ListMatrices);
  binder.Query("CheckMatrix", &CheckMatrix);
  binder.Query("ExportMatrix", &ExportMatrix);
  binder.Query("ResolveRaci", &ResolveRaci);
  binder.Query("CheckAuthority", &CheckAuthority);
  binder.Query("ListVacancies", &ListVacancies);
  binder.Query("PreviewPack", &PreviewPack);
  binder.Query("PreviewLeaver", &PreviewLeaver);
  binder.Query("AuditSkills", &AuditSkills);
  binder.Query("SuggestHolders", &SuggestHolders);
  binder.Query("GetResponsibilityTable", &GetResponsibilityTable);
  binder.Query("ListResponsibilityTables", &ListResponsibilityTables);
  binder.Query("GetRuleSettings", &GetRuleSettings);
  binder.Query("GetCoverage", &GetCoverage);
  binder.Query("GetDuty", &GetDuty);
  binder.Query("ListDuties", &ListDuties);
  binder.Query("GetStrategy", &GetStrategy);
  binder.Query("ListStrategies", &ListStrategies);
  binder.Query("GetNotice", &GetNotice);
  binder.Query("ListNotices", &ListNotices);
  binder.Query("ListNoticeReceipts", &ListNoticeReceipts);
  binder.Query("GetOrganisationalFunction", &GetOrganisationalFunction);
  binder.Query("ListOrganisationalFunctions", &ListOrganisationalFunctions);
  binder.Query("GetParty", &GetParty);
  binder.Query("ListParties", &ListParties);
  binder.Query("GetTransfer", &GetTransfer);
  binder.Query("ListTransfers", &ListTransfers);
}

}  // namespace

program::ServiceModule MakeRaciModule() {
  // Any message of the file: its descriptor knows the service beside it.
  const auto* file = v1::GetPersonRequest::descriptor()->file();
  return {"raci", &MakeRaciDomain, file->FindServiceByName("RaciService"),
          &Bind};
}

}  // namespace csi::raci
