// A report model with the figures of the two worked cases: release bypass
// (improved, still changing) and incidents within their SLA (inconclusive).
//
// For tests, and for looking at the report without a server. The people and
// times are made up; the weekly SLA figures are derived from a public incident
// log, which the model names as its source. Pure.
#ifndef CSI_SERVICES_REPORTING_RENDER_DEMO_MODEL_H_
#define CSI_SERVICES_REPORTING_RENDER_DEMO_MODEL_H_

#include <string_view>

#include "absl/time/time.h"
#include "services/reporting/render/report_model.h"

namespace csi::reporting::render {

ReportModel DemoModel();

// With agreements, KPIs, flow and timeline, laid out for an audience.
ReportModel DemoReport(Audience audience);
void AddDemoOverview(ReportModel* model);

Improvement DemoBypass();
Improvement DemoSla();

// Acts, changes, consultations and refusals of the first.
void AddDemoBypassRecord(Improvement* improvement);

// "2025-01-31 08:05" in UTC. REQUIRES: well-formed.
absl::Time DemoTime(std::string_view text);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_DEMO_MODEL_H_
