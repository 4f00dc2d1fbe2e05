// Sections of blocks as HTML; improvements are drawn with their charts.
// Internal to html_report.cc; only adds to the markup.
#ifndef CSI_SERVICES_REPORTING_RENDER_BLOCK_HTML_H_
#define CSI_SERVICES_REPORTING_RENDER_BLOCK_HTML_H_

#include "services/reporting/render/markup.h"
#include "services/reporting/render/report_model.h"

namespace csi::reporting::render {

// The sections of the model's layout. REQUIRES: it names some.
void AddSections(const ReportModel& model, Markup* out);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_BLOCK_HTML_H_
