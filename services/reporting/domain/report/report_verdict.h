// A comparison as a report shows it: verdict, figures side by side, trend
// answers before and after. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_VERDICT_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_VERDICT_H_

#include <vector>

#include "services/reporting/domain/report/report_source.h"

namespace csi::reporting {

// kNone without a comparison.
render::VerdictValue VerdictValueOf(v1::VerdictValue value);
render::Verdict BuildVerdict(const ReportSource& source,
                             const EntrySource& entry);
std::vector<render::WorkedFigure> BuildFigures(const EntrySource& entry);
std::vector<render::TrendAnswers> BuildTrends(const EntrySource& entry);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_VERDICT_H_
