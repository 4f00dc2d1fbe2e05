// What a report shows beyond single improvements, as its layout needs it.
// Bounded by limits.h; pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_OVERVIEW_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_OVERVIEW_H_

#include <string>
#include <vector>

#include "services/reporting/domain/report/report_source.h"

namespace csi::reporting {

struct OverviewRequest {
  std::string service;            // agreements of this service; empty: all
  bool last_whole_month = false;  // instead of the running one
  // Entries that the report shows, in its order.
  std::vector<EntrySource> entries;
};

// Agreements, success tree, flow, months, timeline and evidence.
void FillOverview(const ReportSource& source, const OverviewRequest& request,
                  render::ReportModel& model);

// report_agreements.cc
std::vector<render::AgreementResult> AgreementsOf(
    const ReportSource& source, const OverviewRequest& request);

// report_timeline.cc; needs the model's agreements.
render::Timeline TimelineOf(const ReportSource& source,
                            const OverviewRequest& request,
                            const render::ReportModel& model);

// report_trend_evidence.cc
std::vector<render::TrendEvidence> TrendEvidenceOf(
    const ReportSource& source, const OverviewRequest& request);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_OVERVIEW_H_
