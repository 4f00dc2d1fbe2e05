// Every decision of the service, by the name of its method.
#ifndef CSI_SERVICES_RACI_DOMAIN_COMMANDS_COMMANDS_H_
#define CSI_SERVICES_RACI_DOMAIN_COMMANDS_COMMANDS_H_

#include "common/domain/domain.h"
#include "csi/raci/v1/raci_planning.pb.h"
#include "csi/raci/v1/raci_service.pb.h"

namespace csi::raci {

// people.cc
absl::Status DecideCreatePerson(const v1::CreatePersonRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecideUpdatePerson(const v1::UpdatePersonRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecideRecordAbsence(const v1::RecordAbsenceRequest& request,
                                 const Context& context, Outcome& outcome);
// register_leaver.cc
absl::Status DecideRegisterLeaver(const v1::RegisterLeaverRequest& request,
                                  const Context& context, Outcome& outcome);
// groups.cc
absl::Status DecideCreateUnit(const v1::CreateUnitRequest& request,
                              const Context& context, Outcome& outcome);
absl::Status DecideUpdateUnit(const v1::UpdateUnitRequest& request,
                              const Context& context, Outcome& outcome);
absl::Status DecideCreateTeam(const v1::CreateTeamRequest& request,
                              const Context& context, Outcome& outcome);
absl::Status DecideUpdateTeam(const v1::UpdateTeamRequest& request,
                              const Context& context, Outcome& outcome);
// catalogue.cc
absl::Status DecideCreateService(const v1::CreateServiceRequest& request,
                                 const Context& context, Outcome& outcome);
absl::Status DecideUpdateService(const v1::UpdateServiceRequest& request,
                                 const Context& context, Outcome& outcome);
absl::Status DecideCreateProcess(const v1::CreateProcessRequest& request,
                                 const Context& context, Outcome& outcome);
absl::Status DecideUpdateProcess(const v1::UpdateProcessRequest& request,
                                 const Context& context, Outcome& outcome);
absl::Status DecideCreateCalendar(const v1::CreateCalendarRequest& request,
                                  const Context& context, Outcome& outcome);
absl::Status DecideUpdateCalendar(const v1::UpdateCalendarRequest& request,
                                  const Context& context, Outcome& outcome);
// roles.cc
absl::Status DecideCreateRole(const v1::CreateRoleRequest& request,
                              const Context& context, Outcome& outcome);
absl::Status DecideUpdateRole(const v1::UpdateRoleRequest& request,
                              const Context& context, Outcome& outcome);
// rules_of_authority.cc
absl::Status DecideCreateAuthorityLimit(
    const v1::CreateAuthorityLimitRequest& request, const Context& context,
    Outcome& outcome);
absl::Status DecideUpdateAuthorityLimit(
    const v1::UpdateAuthorityLimitRequest& request, const Context& context,
    Outcome& outcome);
absl::Status DecideCreateAppointmentRight(
    const v1::CreateAppointmentRightRequest& request, const Context& context,
    Outcome& outcome);
absl::Status DecideUpdateAppointmentRight(
    const v1::UpdateAppointmentRightRequest& request, const Context& context,
    Outcome& outcome);
absl::Status DecideCreateReportingLine(
    const v1::CreateReportingLineRequest& request, const Context& context,
    Outcome& outcome);
absl::Status DecideUpdateReportingLine(
    const v1::UpdateReportingLineRequest& request, const Context& context,
    Outcome& outcome);
// appoint_holder.cc, end_assignment.cc
absl::Status DecideAppointHolder(const v1::AppointHolderRequest& request,
                                 const Context& context, Outcome& outcome);
absl::Status DecideEndAssignment(const v1::EndAssignmentRequest& request,
                                 const Context& context, Outcome& outcome);
// hand_over_roles.cc
absl::Status DecideHandOverRoles(const v1::HandOverRolesRequest& request,
                                 const Context& context, Outcome& outcome);
// draft_matrix.cc
absl::Status DecideCreateMatrix(const v1::CreateMatrixRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecideSetCells(const v1::SetCellsRequest& request,
                            const Context& context, Outcome& outcome);
// deploy_matrix.cc
absl::Status DecideTestMatrix(const v1::TestMatrixRequest& request,
                              const Context& context, Outcome& outcome);
absl::Status DecideDeployMatrix(const v1::DeployMatrixRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecideRetireMatrix(const v1::RetireMatrixRequest& request,
                                const Context& context, Outcome& outcome);
// import_matrix.cc
absl::Status DecideImportMatrix(const v1::ImportMatrixRequest& request,
                                const Context& context, Outcome& outcome);
// apply_pack.cc
absl::Status DecideApplyPack(const v1::ApplyPackRequest& request,
                             const Context& context, Outcome& outcome);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_COMMANDS_COMMANDS_H_
