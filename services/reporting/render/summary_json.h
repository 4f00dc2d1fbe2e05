// The report in short for programs (summary.json): counts by state, and for
// each improvement the verdict with reasons, effect, interval and figures.
//
// Keys are stable: later versions add keys, they rename none. Every key is
// always there; what is unknown is null or an empty list. Numbers have full
// precision. Pure and deterministic.
#ifndef CSI_SERVICES_REPORTING_RENDER_SUMMARY_JSON_H_
#define CSI_SERVICES_REPORTING_RENDER_SUMMARY_JSON_H_

#include <string>

#include "services/reporting/render/report_model.h"

namespace csi::reporting::render {

std::string RenderSummaryJson(const ReportModel& model);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_SUMMARY_JSON_H_
