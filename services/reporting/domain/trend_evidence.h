// What further methods say of a series: a trend test for related neighbours,
// changes of level, a forecast with the error that it had. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_TREND_EVIDENCE_H_
#define CSI_SERVICES_REPORTING_DOMAIN_TREND_EVIDENCE_H_

#include <vector>

#include "csi/reporting/v1/reporting.pb.h"
#include "services/reporting/points/point_block.h"

namespace csi::reporting {

// `points` as recorded, ascending, at least one: the forecast is in their unit.
// `sensed` are the same with the values that have the trend (series.h).
v1::TrendEvidence EvidenceOf(const v1::Indicator& indicator,
                             const std::vector<StoredPoint>& points,
                             const std::vector<StoredPoint>& sensed);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_TREND_EVIDENCE_H_
