// Reads of the RACI directory: plain functions on one snapshot of its state.
// Anybody may read. Each call costs a few point reads, or one page of a scan.
#ifndef CSI_SERVICES_RACI_SERVER_QUERIES_H_
#define CSI_SERVICES_RACI_SERVER_QUERIES_H_

#include "absl/status/status.h"
#include "common/domain/paging.h"
#include "csi/raci/v1/raci_planning.pb.h"
#include "csi/raci/v1/raci_service.pb.h"

namespace csi::raci {

absl::Status GetPerson(const QueryContext& context,
                       const v1::GetPersonRequest& request, v1::Person* reply);
absl::Status ListPeople(const QueryContext& context,
                        const v1::ListPeopleRequest& request,
                        v1::ListPeopleResponse* reply);
absl::Status GetUnit(const QueryContext& context,
                     const v1::GetUnitRequest& request, v1::Unit* reply);
absl::Status ListUnits(const QueryContext& context,
                       const v1::ListUnitsRequest& request,
                       v1::ListUnitsResponse* reply);
absl::Status GetTeam(const QueryContext& context,
                     const v1::GetTeamRequest& request, v1::Team* reply);
absl::Status ListTeams(const QueryContext& context,
                       const v1::ListTeamsRequest& request,
                       v1::ListTeamsResponse* reply);
absl::Status GetRole(const QueryContext& context,
                     const v1::GetRoleRequest& request, v1::Role* reply);
absl::Status ListRoles(const QueryContext& context,
                       const v1::ListRolesRequest& request,
                       v1::ListRolesResponse* reply);
absl::Status GetService(const QueryContext& context,
                        const v1::GetServiceRequest& request,
                        v1::Service* reply);
absl::Status ListServices(const QueryContext& context,
                          const v1::ListServicesRequest& request,
                          v1::ListServicesResponse* reply);
absl::Status GetProcess(const QueryContext& context,
                        const v1::GetProcessRequest& request,
                        v1::Process* reply);
absl::Status ListProcesses(const QueryContext& context,
                           const v1::ListProcessesRequest& request,
                           v1::ListProcessesResponse* reply);
absl::Status GetCalendar(const QueryContext& context,
                         const v1::GetCalendarRequest& request,
                         v1::Calendar* reply);
absl::Status ListCalendars(const QueryContext& context,
                           const v1::ListCalendarsRequest& request,
                           v1::ListCalendarsResponse* reply);
absl::Status GetAuthorityLimit(const QueryContext& context,
                               const v1::GetAuthorityLimitRequest& request,
                               v1::AuthorityLimit* reply);
absl::Status ListAuthorityLimits(const QueryContext& context,
                                 const v1::ListAuthorityLimitsRequest& request,
                                 v1::ListAuthorityLimitsResponse* reply);
absl::Status GetAppointmentRight(const QueryContext& context,
                                 const v1::GetAppointmentRightRequest& request,
                                 v1::AppointmentRight* reply);
absl::Status ListAppointmentRights(
    const QueryContext& context,
    const v1::ListAppointmentRightsRequest& request,
    v1::ListAppointmentRightsResponse* reply);
absl::Status GetReportingLine(const QueryContext& context,
                              const v1::GetReportingLineRequest& request,
                              v1::ReportingLine* reply);
absl::Status ListReportingLines(const QueryContext& context,
                                const v1::ListReportingLinesRequest& request,
                                v1::ListReportingLinesResponse* reply);
absl::Status GetAssignment(const QueryContext& context,
                           const v1::GetAssignmentRequest& request,
                           v1::Assignment* reply);
absl::Status ListAssignments(const QueryContext& context,
                             const v1::ListAssignmentsRequest& request,
                             v1::ListAssignmentsResponse* reply);
absl::Status GetMatrix(const QueryContext& context,
                       const v1::GetMatrixRequest& request, v1::Matrix* reply);
absl::Status ListMatrices(const QueryContext& context,
                          const v1::ListMatricesRequest& request,
                          v1::ListMatricesResponse* reply);
absl::Status ListResponsibilityTables(
    const QueryContext& context,
    const v1::ListResponsibilityTablesRequest& request,
    v1::ListResponsibilityTablesResponse* reply);
absl::Status ListVacancies(const QueryContext& context,
                           const v1::ListVacanciesRequest& request,
                           v1::ListVacanciesResponse* reply);

// answers.cc
absl::Status ResolveRaci(const QueryContext& context,
                         const v1::ResolveRaciRequest& request,
                         v1::ResolveRaciResponse* reply);
absl::Status CheckAuthority(const QueryContext& context,
                            const v1::CheckAuthorityRequest& request,
                            v1::CheckAuthorityResponse* reply);
// matrix_queries.cc
absl::Status CheckMatrix(const QueryContext& context,
                         const v1::CheckMatrixRequest& request,
                         v1::CheckMatrixResponse* reply);
absl::Status ExportMatrix(const QueryContext& context,
                          const v1::ExportMatrixRequest& request,
                          v1::ExportMatrixResponse* reply);
absl::Status PreviewPack(const QueryContext& context,
                         const v1::PreviewPackRequest& request,
                         v1::PreviewPackResponse* reply);

// planning_queries.cc
absl::Status PreviewLeaver(const QueryContext& context,
                           const v1::PreviewLeaverRequest& request,
                           v1::PreviewLeaverResponse* reply);
absl::Status AuditSkills(const QueryContext& context,
                         const v1::AuditSkillsRequest& request,
                         v1::AuditSkillsResponse* reply);
absl::Status SuggestHolders(const QueryContext& context,
                            const v1::SuggestHoldersRequest& request,
                            v1::SuggestHoldersResponse* reply);

// duty_queries.cc
absl::Status GetDuty(const QueryContext& context,
                     const v1::GetDutyRequest& request, v1::Duty* reply);
absl::Status ListDuties(const QueryContext& context,
                        const v1::ListDutiesRequest& request,
                        v1::ListDutiesResponse* reply);

// direction_queries.cc
absl::Status GetStrategy(const QueryContext& context,
                         const v1::GetStrategyRequest& request,
                         v1::Strategy* reply);
absl::Status ListStrategies(const QueryContext& context,
                            const v1::ListStrategiesRequest& request,
                            v1::ListStrategiesResponse* reply);
absl::Status GetNotice(const QueryContext& context,
                       const v1::GetNoticeRequest& request, v1::Notice* reply);
absl::Status ListNotices(const QueryContext& context,
                         const v1::ListNoticesRequest& request,
                         v1::ListNoticesResponse* reply);
absl::Status ListNoticeReceipts(const QueryContext& context,
                                const v1::ListNoticeReceiptsRequest& request,
                                v1::ListNoticeReceiptsResponse* reply);

// party_queries.cc
absl::Status GetOrganisationalFunction(
    const QueryContext& context,
    const v1::GetOrganisationalFunctionRequest& request,
    v1::OrganisationalFunction* reply);
absl::Status ListOrganisationalFunctions(
    const QueryContext& context,
    const v1::ListOrganisationalFunctionsRequest& request,
    v1::ListOrganisationalFunctionsResponse* reply);
absl::Status GetParty(const QueryContext& context,
                      const v1::GetPartyRequest& request, v1::Party* reply);
absl::Status ListParties(const QueryContext& context,
                         const v1::ListPartiesRequest& request,
                         v1::ListPartiesResponse* reply);
absl::Status GetTransfer(const QueryContext& context,
                         const v1::GetTransferRequest& request,
                         v1::Transfer* reply);
absl::Status ListTransfers(const QueryContext& context,
                           const v1::ListTransfersRequest& request,
                           v1::ListTransfersResponse* reply);

// governance_queries.cc
absl::Status GetResponsibilityTable(
    const QueryContext& context,
    const v1::GetResponsibilityTableRequest& request,
    v1::ResponsibilityTable* reply);
absl::Status GetRuleSettings(const QueryContext& context,
                             const v1::GetRuleSettingsRequest& request,
                             v1::RuleSettingsVersion* reply);
absl::Status GetCoverage(const QueryContext& context,
                         const v1::GetCoverageRequest& request,
                         v1::GetCoverageResponse* reply);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_SERVER_QUERIES_H_
