// The reads of agreements, service trees and outages: functions of one
// snapshot; each reads a few rows, one page, or the months of one chart.
#ifndef CSI_SERVICES_REPORTING_SERVER_AGREEMENT_QUERIES_H_
#define CSI_SERVICES_REPORTING_SERVER_AGREEMENT_QUERIES_H_

#include "absl/status/status.h"
#include "common/domain/paging.h"
#include "csi/reporting/v1/reporting_agreement_calls.pb.h"

namespace csi::reporting {

absl::Status GetAgreement(const QueryContext& context,
                          const v1::GetAgreementRequest& request,
                          v1::Agreement* agreement);
absl::Status ListAgreements(const QueryContext& context,
                            const v1::ListAgreementsRequest& request,
                            v1::ListAgreementsResponse* response);
absl::Status ReportAgreement(const QueryContext& context,
                             const v1::ReportAgreementRequest& request,
                             v1::AgreementReport* report);
absl::Status ListAgreementBreaches(
    const QueryContext& context,
    const v1::ListAgreementBreachesRequest& request,
    v1::ListAgreementBreachesResponse* response);
absl::Status GetServiceNode(const QueryContext& context,
                            const v1::GetServiceNodeRequest& request,
                            v1::ServiceNode* node);
absl::Status ListServiceNodes(const QueryContext& context,
                              const v1::ListServiceNodesRequest& request,
                              v1::ListServiceNodesResponse* response);
absl::Status GetOutage(const QueryContext& context,
                       const v1::GetOutageRequest& request, v1::Outage* outage);
absl::Status ListOutages(const QueryContext& context,
                         const v1::ListOutagesRequest& request,
                         v1::ListOutagesResponse* response);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_SERVER_AGREEMENT_QUERIES_H_
