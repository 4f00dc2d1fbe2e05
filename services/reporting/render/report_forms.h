// A report as Markdown, CSV and JSON, from the same blocks as the HTML. Pure
// and deterministic: the same model gives the same bytes.
#ifndef CSI_SERVICES_REPORTING_RENDER_REPORT_FORMS_H_
#define CSI_SERVICES_REPORTING_RENDER_REPORT_FORMS_H_

#include <string>

#include "services/reporting/render/report_model.h"

namespace csi::reporting::render {

// CommonMark with pipe tables. What people typed cannot become markup: each
// character that could is escaped.
std::string RenderMarkdown(const ReportModel& model);

// The figures, one a line: section, table, row, column, value, text. RFC 4180
// with LF; values keep full precision; a text that a spreadsheet would take
// for a formula starts with an apostrophe.
std::string RenderCsv(const ReportModel& model);

// Sections with their sentences and tables. Keys are stable.
std::string RenderReportJson(const ReportModel& model);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_REPORT_FORMS_H_
