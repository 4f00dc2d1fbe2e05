// Bounds of the reporting service. One that is reached is answered with
// TOO_LARGE or RULE_VIOLATED naming it.
#ifndef CSI_SERVICES_REPORTING_POINTS_LIMITS_H_
#define CSI_SERVICES_REPORTING_POINTS_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::reporting::limits {

// Points of one call, stream message or import chunk: their event stays well
// below the bound of a command's events.
inline constexpr int kPointsPerCallMax = 5000;
// Points of one stored block. Half a block is rewritten by an average single
// point, so a larger block would save little space and cost writes.
inline constexpr size_t kBlockPointsMax = 256;
inline constexpr int kDimensionsMax = 8;
inline constexpr size_t kDimensionNameBytesMax = 40;
inline constexpr size_t kDimensionValueBytesMax = 200;
inline constexpr size_t kUnitBytesMax = 40;
inline constexpr size_t kSourceEventBytesMax = 200;

// Figures of a frozen baseline and of an after window.
inline constexpr size_t kFrozenPointsMax = 2000;
// Late points that a baseline lists; the rest is counted.
inline constexpr int kLatePointsListedMax = 100;
// Baselines of one indicator and of one opportunity.
inline constexpr int kBaselinesPerSubjectMax = 200;
// Points that one analysis looks at.
inline constexpr size_t kAnalysisPointsMax = 20000;
// Gaps that a data-quality answer lists, and periods that it walks.
inline constexpr int kGapsListedMax = 100;
inline constexpr int64_t kQualityPeriodsMax = 100000;

// Thresholds that watch one indicator: each reads figures at every call.
inline constexpr int kThresholdsWatchingMax = 10;
// Figures that a threshold looks back on; older ones are not judged again.
inline constexpr size_t kThresholdLookBackMax = 1000;
// k, n and m of a threshold's hysteresis.
inline constexpr int kThresholdPeriodsMax = 50;
inline constexpr int kThresholdInformedMax = 10;
// Alerts that one threshold opens in one call; the newest ones are kept, since
// the events of a call are bounded.
inline constexpr size_t kAlertsOpenedPerCallMax = 5;
// Alerts and problems that a backtest lists, and problems it is given.
inline constexpr int kBacktestListedMax = 100;
// Longer series are cut at changes of level by FPOP: a command waits for it.
inline constexpr size_t kCommandPeltPointsMax = 1000;

// Critical success factors of a tenant: the tree is read at once.
inline constexpr int kFactorsMax = 100;
inline constexpr int kKpisPerFactorMax = 20;
inline constexpr int kMetricsPerKpiMax = 20;
// What ITIL advises at most: KPIs of a factor, factors of a service or process.
inline constexpr int kKpisAdvised = 5;
inline constexpr int kFactorsAdvised = 5;

// Improvements of one report, and acts shown of each.
inline constexpr int kReportImprovementsMax = 50;
inline constexpr int kReportEntriesMax = 500;
inline constexpr int kReportActsMax = 200;
// Agreements and months of one report, tickets read of each agreement, entries
// whose flow is read, rows of its heat map and of its timeline.
inline constexpr int kReportAgreementsMax = 10;
inline constexpr int kReportMonthsMax = 12;
inline constexpr int kReportTicketsMax = 2000;
inline constexpr int kReportFlowEntriesMax = 2000;
inline constexpr int kReportFlowActsMax = 200;
inline constexpr int kReportHeatRowsMax = 30;
inline constexpr int kReportTimelineMax = 30;
// Indicators of further trend evidence, and points of each that it reads.
inline constexpr int kReportEvidenceMax = 10;
inline constexpr int kReportEvidencePointsMax = 1000;
// Report subscriptions of a tenant.
inline constexpr int kSubscriptionsMax = 200;
// Open entries that have been in their state for longer are stale.
inline constexpr int kStaleDays = 60;
// Compressed content of a report; it travels in one event.
inline constexpr size_t kReportGzipBytesMax = 200 * 1024;
// Uncompressed part of GetReportContent, and of one stored row.
inline constexpr size_t kReportPartBytes = 3 * 1024 * 1024;

// Acts, RFCs and runs that the views keep of one opportunity.
inline constexpr int kRfcsPerOpportunityMax = 200;

}  // namespace csi::reporting::limits

#endif  // CSI_SERVICES_REPORTING_POINTS_LIMITS_H_
