// The decisions of reporting, one per verb. Each checks in this order: an actor
// is named, the thing exists, its etag is current, the person has the
// authority, the state allows it, the rules of the thing; then it emits events
// that carry everything Apply needs. Pure functions of their arguments.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_COMMANDS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_COMMANDS_H_

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_service.pb.h"

namespace csi::reporting {

absl::Status DecideCreateIndicator(const v1::CreateIndicatorRequest& request,
                                   const Context& context, Outcome& outcome);
absl::Status DecideUpdateIndicator(const v1::UpdateIndicatorRequest& request,
                                   const Context& context, Outcome& outcome);
absl::Status DecideApproveIndicator(const v1::ApproveIndicatorRequest& request,
                                    const Context& context, Outcome& outcome);

absl::Status DecideRecordPoints(const v1::RecordPointsRequest& request,
                                const Context& context, Outcome& outcome);
// The same from the topic, where nobody acts.
absl::Status TakePoints(const v1::RecordPointsRequest& request,
                        const Context& context, Outcome& outcome);
absl::Status DecideCorrectPoints(const v1::CorrectPointsRequest& request,
                                 const Context& context, Outcome& outcome);

absl::Status DecideCreateImportJob(const v1::CreateImportJobRequest& request,
                                   const Context& context, Outcome& outcome);
absl::Status DecideImportPoints(const v1::ImportPointsRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecideFinishImportJob(const v1::FinishImportJobRequest& request,
                                   const Context& context, Outcome& outcome);
absl::Status DecideCancelImportJob(const v1::CancelImportJobRequest& request,
                                   const Context& context, Outcome& outcome);

absl::Status DecideFreezeBaseline(const v1::FreezeBaselineRequest& request,
                                  const Context& context, Outcome& outcome);
absl::Status DecideProposeBaseline(const v1::ProposeBaselineRequest& request,
                                   const Context& context, Outcome& outcome);
absl::Status DecideAcceptBaseline(const v1::AcceptBaselineRequest& request,
                                  const Context& context, Outcome& outcome);

absl::Status DecideSetTarget(const v1::SetTargetRequest& request,
                             const Context& context, Outcome& outcome);

absl::Status DecideCompareWindows(const v1::CompareWindowsRequest& request,
                                  const Context& context, Outcome& outcome);
absl::Status DecideAcceptVerdict(const v1::AcceptVerdictRequest& request,
                                 const Context& context, Outcome& outcome);

absl::Status DecideCreateAnalysis(const v1::CreateAnalysisRequest& request,
                                  const Context& context, Outcome& outcome);
absl::Status DecideRenderReport(const v1::RenderReportRequest& request,
                                const Context& context, Outcome& outcome);

absl::Status DecideCreateThreshold(const v1::CreateThresholdRequest& request,
                                   const Context& context, Outcome& outcome);
absl::Status DecideUpdateThreshold(const v1::UpdateThresholdRequest& request,
                                   const Context& context, Outcome& outcome);
absl::Status DecideRecordBacktest(const v1::RecordBacktestRequest& request,
                                  const Context& context, Outcome& outcome);
absl::Status DecideApproveThreshold(const v1::ApproveThresholdRequest& request,
                                    const Context& context, Outcome& outcome);
absl::Status DecideRetireThreshold(const v1::RetireThresholdRequest& request,
                                   const Context& context, Outcome& outcome);
absl::Status DecideDismissAlert(const v1::DismissAlertRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecideRestoreAlert(const v1::RestoreAlertRequest& request,
                                const Context& context, Outcome& outcome);

absl::Status DecideSetReportSubscription(
    const v1::SetReportSubscriptionRequest& request, const Context& context,
    Outcome& outcome);
absl::Status DecidePauseReportSubscription(
    const v1::PauseReportSubscriptionRequest& request, const Context& context,
    Outcome& outcome);
absl::Status DecideDeleteReportSubscription(
    const v1::DeleteReportSubscriptionRequest& request, const Context& context,
    Outcome& outcome);
// Checks what is to be rendered; FIELD_INVALID or NOT_FOUND.
absl::Status CheckReport(const Context& context, const v1::Report& report);
// Renders and emits the report under this id. TOO_LARGE emits nothing.
absl::Status EmitReport(const v1::Report& asked,
                        const common::v1::AuthorityGrant& grant,
                        const std::string& id, const Context& context,
                        Outcome& outcome);
absl::Status DecideSetSuccessFactor(const v1::SetSuccessFactorRequest& request,
                                    const Context& context, Outcome& outcome);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_COMMANDS_H_
