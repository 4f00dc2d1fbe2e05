// Builds the model of a report from one snapshot of state and views. Bounded:
// lists the entries and improvements that the limits allow, and counts all.
// Pure: the same snapshot, request and time give the same model.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_BUILDER_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_BUILDER_H_

#include <string>

#include "services/reporting/domain/report/report_source.h"

namespace csi::reporting {

struct ReportRequest {
  std::string title;
  std::string opportunity;                  // empty: the whole tenant
  std::string generated_by;                 // person, resource name
  std::vector<std::string> view_revisions;  // service=revision
  render::Audience audience = render::Audience::kNone;
  render::Layout layout = {};
  std::string service = {};  // only what is of it; empty: all
  std::string process = {};
};

render::ReportModel BuildReport(const ReportSource& source,
                                const ReportRequest& request);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_BUILDER_H_
