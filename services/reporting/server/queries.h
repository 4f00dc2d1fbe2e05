// The reads of reporting: functions of one snapshot of state and views. Each
// reads a few rows, or one page of an index; thread-safe.
#ifndef CSI_SERVICES_REPORTING_SERVER_QUERIES_H_
#define CSI_SERVICES_REPORTING_SERVER_QUERIES_H_

#include "absl/status/status.h"
#include "common/domain/paging.h"
#include "csi/reporting/v1/reporting_service.pb.h"

namespace csi::reporting {

absl::Status GetIndicator(const QueryContext& context,
                          const v1::GetIndicatorRequest& request,
                          v1::Indicator* indicator);
absl::Status ListIndicators(const QueryContext& context,
                            const v1::ListIndicatorsRequest& request,
                            v1::ListIndicatorsResponse* response);
absl::Status ListIndicatorRevisions(
    const QueryContext& context,
    const v1::ListIndicatorRevisionsRequest& request,
    v1::ListIndicatorRevisionsResponse* response);
absl::Status GetDataQuality(const QueryContext& context,
                            const v1::GetDataQualityRequest& request,
                            v1::DataQuality* quality);
absl::Status ListPoints(const QueryContext& context,
                        const v1::ListPointsRequest& request,
                        v1::ListPointsResponse* response);

absl::Status GetImportJob(const QueryContext& context,
                          const v1::GetImportJobRequest& request,
                          v1::ImportJob* job);
absl::Status ListImportJobs(const QueryContext& context,
                            const v1::ListImportJobsRequest& request,
                            v1::ListImportJobsResponse* response);
absl::Status ListRefusedRows(const QueryContext& context,
                             const v1::ListRefusedRowsRequest& request,
                             v1::ListRefusedRowsResponse* response);

absl::Status GetBaseline(const QueryContext& context,
                         const v1::GetBaselineRequest& request,
                         v1::Baseline* baseline);
absl::Status ListBaselines(const QueryContext& context,
                           const v1::ListBaselinesRequest& request,
                           v1::ListBaselinesResponse* response);
absl::Status GetTarget(const QueryContext& context,
                       const v1::GetTargetRequest& request, v1::Target* target);
absl::Status ListTargets(const QueryContext& context,
                         const v1::ListTargetsRequest& request,
                         v1::ListTargetsResponse* response);
absl::Status GetComparison(const QueryContext& context,
                           const v1::GetComparisonRequest& request,
                           v1::Comparison* comparison);
absl::Status ListComparisons(const QueryContext& context,
                             const v1::ListComparisonsRequest& request,
                             v1::ListComparisonsResponse* response);

absl::Status AnalyzeIndicator(const QueryContext& context,
                              const v1::AnalyzeIndicatorRequest& request,
                              v1::Analysis* analysis);
absl::Status GetAnalysis(const QueryContext& context,
                         const v1::GetAnalysisRequest& request,
                         v1::Analysis* analysis);
absl::Status ListAnalyses(const QueryContext& context,
                          const v1::ListAnalysesRequest& request,
                          v1::ListAnalysesResponse* response);

absl::Status GetReport(const QueryContext& context,
                       const v1::GetReportRequest& request, v1::Report* report);
absl::Status ListReports(const QueryContext& context,
                         const v1::ListReportsRequest& request,
                         v1::ListReportsResponse* response);
absl::Status GetReportContent(const QueryContext& context,
                              const v1::GetReportContentRequest& request,
                              v1::GetReportContentResponse* response);
// threshold_queries.cc
absl::Status GetThreshold(const QueryContext& context,
                          const v1::GetThresholdRequest& request,
                          v1::Threshold* threshold);
absl::Status ListThresholds(const QueryContext& context,
                            const v1::ListThresholdsRequest& request,
                            v1::ListThresholdsResponse* response);
absl::Status BacktestThreshold(const QueryContext& context,
                               const v1::BacktestThresholdRequest& request,
                               v1::Backtest* backtest);
absl::Status GetAlert(const QueryContext& context,
                      const v1::GetAlertRequest& request, v1::Alert* alert);
absl::Status ListAlerts(const QueryContext& context,
                        const v1::ListAlertsRequest& request,
                        v1::ListAlertsResponse* response);
// success_queries.cc
absl::Status GetReportSubscription(
    const QueryContext& context,
    const v1::GetReportSubscriptionRequest& request,
    v1::ReportSubscription* subscription);
absl::Status ListReportSubscriptions(
    const QueryContext& context,
    const v1::ListReportSubscriptionsRequest& request,
    v1::ListReportSubscriptionsResponse* response);
absl::Status GetSuccessFactor(const QueryContext& context,
                              const v1::GetSuccessFactorRequest& request,
                              v1::SuccessFactor* factor);
absl::Status ListSuccessFactors(const QueryContext& context,
                                const v1::ListSuccessFactorsRequest& request,
                                v1::ListSuccessFactorsResponse* response);
absl::Status GetSuccessTree(const QueryContext& context,
                            const v1::GetSuccessTreeRequest& request,
                            v1::SuccessTree* tree);
// flow_queries.cc
absl::Status AnalyzeFlow(const QueryContext& context,
                         const v1::AnalyzeFlowRequest& request,
                         v1::FlowAnalysis* reply);
// report_queries.cc
absl::Status SummarizeImprovements(
    const QueryContext& context,
    const v1::SummarizeImprovementsRequest& request,
    v1::ImprovementSummary* summary);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_SERVER_QUERIES_H_
