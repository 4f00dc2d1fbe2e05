// The sections of the HTML report in the order in which they are read.
// Internal to html_report.cc; each only adds to the markup.
#ifndef CSI_SERVICES_REPORTING_RENDER_REPORT_SECTIONS_H_
#define CSI_SERVICES_REPORTING_RENDER_REPORT_SECTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "services/reporting/render/markup.h"
#include "services/reporting/render/report_model.h"

namespace csi::reporting::render {

// glance_section.cc
void AddReportHeader(const ReportModel& model, Markup* out);
void AddGlance(const ReportModel& model, Markup* out);

// improvement_section.cc
std::string ImprovementId(size_t index);  // "i1"
// A layout below full depth shows what is needed to decide: chart and verdict.
void AddImprovement(const Improvement& improvement, size_t index,
                    const Layout& layout, Markup* out);

// verdict_section.cc
void AddVerdict(const Improvement& improvement, Markup* out);
void AddEffects(const Improvement& improvement, Markup* out);

// trend_section.cc
void AddTrends(const Improvement& improvement, Markup* out);
void AddWorkedFigures(const Improvement& improvement, Markup* out);
void AddPointTable(const ChartModel& chart, Markup* out);

// record_section.cc
void AddActs(const std::vector<Act>& acts, Markup* out);
void AddRfcs(const std::vector<Rfc>& rfcs, Markup* out);
void AddConsultations(const std::vector<Consultation>& list, Markup* out);
void AddRefusals(const std::vector<Refusal>& refusals, Markup* out);

// evidence_section.cc
void AddEvidence(const ReportModel& model, Markup* out);
void AddReportFooter(const ReportModel& model, Markup* out);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_REPORT_SECTIONS_H_
