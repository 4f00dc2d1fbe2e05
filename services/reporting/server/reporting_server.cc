#include "services/reporting/server/reporting_server.h"

#include "csi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/dashboard/dashboard_files.h"
#include "services/reporting/domain/reporting_domain.h"
#include "services/reporting/inbound/measurement_mapping.h"
#include "services/reporting/server/agreement_queries.h"
#include "services/reporting/server/queries.h"

namespace csi::reporting {
namespace {

// Refused rows that the answer of a stream names.
constexpr int kRefusedRowsMax = 1000;

// Every message of the stream is one RecordPoints of its own.
rpc::ServiceBinder::StreamRule PointStream() {
  rpc::ServiceBinder::StreamRule rule;
  rule.mutation = "RecordPoints";
  rule.to_request = [](const google::protobuf::Message& message) {
    const auto& item = static_cast<const v1::StreamPointsRequest&>(message);
    auto request = std::make_unique<v1::RecordPointsRequest>();
    request->set_name(item.name());
    *request->mutable_points() = item.points();
    request->set_request_id(item.request_id());
    request->set_first_line(item.first_line());
    request->set_skip_refused(true);
    return request;
  };
  rule.merge = [](const google::protobuf::Message& reply,
                  google::protobuf::Message& total) {
    const auto& part = static_cast<const v1::RecordPointsResponse&>(reply);
    auto& answer = static_cast<v1::StreamPointsResponse&>(total);
    answer.set_message_count(answer.message_count() + 1);
    answer.set_recorded_count(answer.recorded_count() + part.recorded_count());
    answer.set_duplicate_count(answer.duplicate_count() +
                               part.duplicate_count());
    answer.set_refused_count(answer.refused_count() + part.refused_rows_size());
    for (const v1::RefusedRow& row : part.refused_rows()) {
      if (answer.refused_rows_size() >= kRefusedRowsMax) break;
      *answer.add_refused_rows() = row;
    }
  };
  return rule;
}

void Bind(rpc::ServiceBinder& binder) {
  binder.Query("GetIndicator", &GetIndicator);
  binder.Query("ListIndicators", &ListIndicators);
  binder.Query("ListIndicatorRevisions", &ListIndicatorRevisions);
  binder.Query("GetDataQuality", &GetDataQuality);
  binder.Query("ListPoints", &ListPoints);
  binder.Query("GetImportJob", &GetImportJob);
  binder.Query("ListImportJobs", &ListImportJobs);
  binder.Query("ListRefusedRows", &ListRefusedRows);
  binder.Query("GetBaseline", &GetBaseline);
  binder.Query("ListBaselines", &ListBaselines);
  binder.Query("GetTarget", &GetTarget);
  binder.Query("ListTargets", &ListTargets);
  binder.Query("GetComparison", &GetComparison);
  binder.Query("ListComparisons", &ListComparisons);
  binder.Query("AnalyzeIndicator", &AnalyzeIndicator);
  binder.Query("GetAnalysis", &GetAnalysis);
  binder.Query("ListAnalyses", &ListAnalyses);
  binder.Query("GetReport", &GetReport);
  binder.Query("ListReports", &ListReports);
  binder.Query("GetReportContent", &GetReportContent);
  binder.Query("SummarizeImprovements", &SummarizeImprovements);
  binder.Query("AnalyzeFlow", &AnalyzeFlow);
  binder.Query("GetAgreement", &GetAgreement);
  binder.Query("ListAgreements", &ListAgreements);
  binder.Query("ReportAgreement", &ReportAgreement);
  binder.Query("ListAgreementBreaches", &ListAgreementBreaches);
  binder.Query("GetServiceNode", &GetServiceNode);
  binder.Query("ListServiceNodes", &ListServiceNodes);
  binder.Query("GetOutage", &GetOutage);
  binder.Query("ListOutages", &ListOutages);
  binder.Query("GetTicket", &GetTicket);
  binder.Query("ListTickets", &ListTickets);
  binder.Query("ReadTicketClocks", &ReadTicketClocks);
  binder.Query("GetThreshold", &GetThreshold);
  binder.Query("ListThresholds", &ListThresholds);
  binder.Query("BacktestThreshold", &BacktestThreshold);
  binder.Query("GetAlert", &GetAlert);
  binder.Query("ListAlerts", &ListAlerts);
  binder.Query("GetReportSubscription", &GetReportSubscription);
  binder.Query("ListReportSubscriptions", &ListReportSubscriptions);
  binder.Query("GetSuccessFactor", &GetSuccessFactor);
  binder.Query("ListSuccessFactors", &ListSuccessFactors);
  binder.Query("GetSuccessTree", &GetSuccessTree);
  binder.AddClientStream("StreamPoints", PointStream());
}

std::unique_ptr<inbound::InputMapper> MakeMapper() {
  return std::make_unique<MeasurementMapper>();
}

}  // namespace

program::ServiceModule MakeReportingModule() {
  // Any message of the file: its descriptor knows the service beside it.
  const auto* file = v1::GetIndicatorRequest::descriptor()->file();
  return {"reporting",
          &MakeReportingDomain,
          file->FindServiceByName("ReportingService"),
          &Bind,
          "itsm.measurements",
          "measurements",
          &MakeMapper,
          DashboardFiles()};
}

}  // namespace csi::reporting
