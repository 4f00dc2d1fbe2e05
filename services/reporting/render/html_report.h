// Renders a CSI report as one self-contained HTML document: style and charts
// are inside, no script, nothing is loaded.
//
// Pure and deterministic: the same model gives the same bytes. Never fails;
// what is missing is said to be missing. For a laptop and for A4 paper, light
// and dark.
#ifndef CSI_SERVICES_REPORTING_RENDER_HTML_REPORT_H_
#define CSI_SERVICES_REPORTING_RENDER_HTML_REPORT_H_

#include <string>

#include "services/reporting/render/report_model.h"

namespace csi::reporting::render {

std::string RenderHtml(const ReportModel& model);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_HTML_REPORT_H_
