// The tree of goals, critical success factors, KPIs and metrics: where each
// stands and what is missing. Pure; reads a bounded number of rows.
//
// A KPI is MISSED if its newest figure misses the newest target or an alert is
// open that nobody dismissed, MET if there is a figure and a target and neither
// holds, else UNKNOWN. A factor is as its worst KPI, a goal as its worst factor
// (MISSED before UNKNOWN before MET), each with the number that are MET;
// percentages of different things are never averaged.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_SUCCESS_TREE_H_
#define CSI_SERVICES_REPORTING_DOMAIN_SUCCESS_TREE_H_

#include <string_view>

#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "csi/reporting/v1/reporting_success_factors.pb.h"

namespace csi::reporting {

v1::SuccessTree BuildSuccessTree(const KvReader& state,
                                 std::string_view tenant);

// Where one KPI stands now.
v1::KpiStanding StandingOf(const KvReader& state, std::string_view tenant,
                           const v1::Kpi& kpi);

// Whether a figure meets a target, by the indicator's sense.
bool MeetsTarget(const v1::Indicator& indicator, double value, double target);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_SUCCESS_TREE_H_
