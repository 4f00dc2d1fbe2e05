// What a threshold would have raised over recorded figures, and how much of
// that was right. Pure.
//
// A problem is a stretch that the caller labels, or, without labels, a segment
// between the change points of the figures (PELT, FPOP) whose mean is worse
// than that of the segment before it. An alert is right if its episode overlaps
// a problem, else false; a problem without such an alert is missed. The delay
// of a problem is the number of figures from its first one to the opening of
// its first alert. False share, missed problems and delay are the precision,
// recall and detection time of alerts in "Alerting on SLOs" (The Site
// Reliability Workbook, 2018); the average run length is that of control charts
// (Page 1954): figures outside of problems per false alert.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_BACKTEST_H_
#define CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_BACKTEST_H_

#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting_thresholds.pb.h"
#include "services/reporting/points/point_block.h"

namespace csi::reporting {

// Stretches [from, to) in microseconds, ascending, not overlapping.
struct Stretch {
  int64_t from_us = 0;
  int64_t to_us = 0;
};

// From figures in order; `labels` null looks for changes.
v1::Backtest RunBacktest(const v1::Indicator& indicator,
                         const v1::Threshold& threshold,
                         const std::vector<StoredPoint>& points,
                         const std::vector<Stretch>* labels);

// Reads the figures of the window, the newest kAnalysisPointsMax. FIELD_INVALID
// for labels that are no intervals, RULE_VIOLATED for a window without figures.
absl::StatusOr<v1::Backtest> BacktestOf(
    const KvReader& state, std::string_view tenant,
    const v1::Indicator& indicator, const v1::Threshold& threshold,
    const csi::common::v1::Interval& window,
    const google::protobuf::RepeatedPtrField<csi::common::v1::Interval>&
        problems);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_BACKTEST_H_
