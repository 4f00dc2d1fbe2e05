// The layout that a report asks for: of its audience, unless it names sections
// or a depth of its own.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_LAYOUT_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_LAYOUT_H_

#include "absl/status/statusor.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "services/reporting/render/report_layout.h"

namespace csi::reporting {

render::Audience AudienceOf(v1::ReportAudience audience);

// FIELD_INVALID for unknown or repeated sections and for a template beside an
// audience. Empty sections: the overview.
absl::StatusOr<render::Layout> LayoutOf(const v1::Report& report);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_LAYOUT_H_
