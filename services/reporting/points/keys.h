// Keys of the reporting service. Names stand without the tenant prefix: ids.
//
//   state
//     rep.ind    tenant indicator                  Indicator (no counters)
//     rep.inds   tenant indicator                  IndicatorStats
//     rep.indr   tenant indicator ~revision        IndicatorRevision
//     rep.ser    tenant indicator series           SeriesRow
//     rep.pt     tenant indicator series bound     PointBlock; bound is a time
//                below the first point, 0 for the first block of a series
//     rep.pth    tenant indicator series time ~rev PointHistory
//     rep.job    tenant job                        ImportJob
//     rep.jobx   tenant job chunk                  RefusedRows
//     rep.bl     tenant baseline                   Baseline
//     rep.bli    tenant indicator baseline         (empty) baselines of
//     indicator rep.blo    tenant opportunity ~time baseline (empty) newest
//     first rep.tg     tenant target                     Target rep.tgi tenant
//     indicator target           (empty) rep.tgo    tenant opportunity target
//     (empty) rep.cmp    tenant comparison                 Comparison rep.cmpo
//     tenant opportunity ~time comparison (empty) newest first rep.an tenant
//     analysis                   Analysis rep.ani    tenant indicator analysis
//     (empty)
//     rep.th     tenant threshold                  Threshold
//     rep.thv    tenant threshold ~version         Threshold, that version
//     rep.thw    tenant indicator threshold        ThresholdWatch
//     rep.csf    tenant factor                     SuccessFactor
//     rep.csfv   tenant factor ~revision           SuccessFactor, that version
//     rep.sub    tenant subscription               ReportSubscription
//     rep.al     tenant alert                      Alert
//     rep.alt    tenant threshold alert            (empty)
//     rep.ale    tenant threshold time             alert that opened there and
//                is not withdrawn
//     rep.rp     tenant report                     Report rep.rpc
//     tenant report                     content, gzip rep.cnt    tenant what
//     Counter
//   views of other services' events
//     v.rep.opp  tenant opportunity                OpportunityView
//     v.rep.ops  tenant state opportunity          (empty)
//     v.rep.cnt  tenant state                      Counter
//     v.rep.run  tenant run                        RunView
//     v.rep.orun tenant opportunity                name of its newest run
//     v.rep.act  tenant opportunity time sequence id  ActView
//     v.rep.rfc  tenant opportunity run rfc        RfcView
//     v.rep.rfci tenant indicator opportunity      (empty) entries that count
//     on
//                the indicator, for other changes in its windows
//     v.reg.agr  tenant agreement opportunity      (empty) entries tied to it
//     v.rep.con  tenant opportunity consultation   ConsultationView
//
// Numbers are big-endian; "~" means inverted, so that the newest comes first.
// A time is microseconds since 1970 with the sign bit flipped. A series is ""
// for the total, else name=value pairs in the indicator's order, joined by
// 0x1f.
#ifndef CSI_SERVICES_REPORTING_POINTS_KEYS_H_
#define CSI_SERVICES_REPORTING_POINTS_KEYS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "common/kv/keys.h"

namespace csi::reporting {

inline constexpr std::string_view kIndicatorTag = "rep.ind";
inline constexpr std::string_view kIndicatorStatsTag = "rep.inds";
inline constexpr std::string_view kIndicatorRevisionTag = "rep.indr";
inline constexpr std::string_view kSeriesTag = "rep.ser";
inline constexpr std::string_view kPointTag = "rep.pt";
inline constexpr std::string_view kPointHistoryTag = "rep.pth";
inline constexpr std::string_view kImportJobTag = "rep.job";
inline constexpr std::string_view kImportRefusedTag = "rep.jobx";
inline constexpr std::string_view kBaselineTag = "rep.bl";
inline constexpr std::string_view kBaselineByIndicatorTag = "rep.bli";
inline constexpr std::string_view kBaselineByOpportunityTag = "rep.blo";
inline constexpr std::string_view kTargetTag = "rep.tg";
inline constexpr std::string_view kTargetByIndicatorTag = "rep.tgi";
inline constexpr std::string_view kTargetByOpportunityTag = "rep.tgo";
inline constexpr std::string_view kComparisonTag = "rep.cmp";
inline constexpr std::string_view kComparisonByOpportunityTag = "rep.cmpo";
inline constexpr std::string_view kAnalysisTag = "rep.an";
inline constexpr std::string_view kAnalysisByIndicatorTag = "rep.ani";
inline constexpr std::string_view kReportTag = "rep.rp";
inline constexpr std::string_view kReportContentTag = "rep.rpc";
inline constexpr std::string_view kCounterTag = "rep.cnt";
inline constexpr std::string_view kThresholdTag = "rep.th";
inline constexpr std::string_view kThresholdVersionTag = "rep.thv";
inline constexpr std::string_view kThresholdWatchTag = "rep.thw";
inline constexpr std::string_view kSuccessFactorTag = "rep.csf";
inline constexpr std::string_view kSubscriptionTag = "rep.sub";
inline constexpr std::string_view kSuccessFactorVersionTag = "rep.csfv";
inline constexpr std::string_view kAlertTag = "rep.al";
inline constexpr std::string_view kAlertByThresholdTag = "rep.alt";
inline constexpr std::string_view kEpisodeTag = "rep.ale";

// The second part names the service whose events fill the rows, so that the
// engine knows which view a decision rests on; acts come from several, and
// whoever reads them reads the entry and its run as well.
inline constexpr std::string_view kOpportunityViewTag = "v.reg.opp";
inline constexpr std::string_view kOpportunityStateTag = "v.reg.ops";
inline constexpr std::string_view kStateCountTag = "v.reg.cnt";
inline constexpr std::string_view kRunViewTag = "v.wf.run";
inline constexpr std::string_view kRunOfOpportunityTag = "v.wf.orun";
inline constexpr std::string_view kActViewTag = "v.all.act";
inline constexpr std::string_view kRfcViewTag = "v.wf.rfc";
inline constexpr std::string_view kByIndicatorTag = "v.reg.rfci";
inline constexpr std::string_view kConsultationViewTag = "v.wf.con";
inline constexpr std::string_view kByAgreementTag = "v.reg.agr";
inline constexpr std::string_view kPolicyViewTag = "v.reg.pol";

// Times as key parts: order of keys is order of time.
inline std::string TimePart(int64_t time_us) {
  return BigEndian(static_cast<uint64_t>(time_us) ^ (uint64_t{1} << 63));
}
inline int64_t TimeOfPart(std::string_view eight_bytes) {
  return static_cast<int64_t>(FromBigEndian(eight_bytes) ^ (uint64_t{1} << 63));
}
inline std::string NewestFirstPart(int64_t time_us) {
  return BigEndian(~(static_cast<uint64_t>(time_us) ^ (uint64_t{1} << 63)));
}
inline std::string LargestFirstPart(uint64_t number) {
  return BigEndian(~number);
}

// Keys that end in a number hold bytes that may be NUL: the number is always
// the tail, of fixed length.
inline std::string_view TailPart(std::string_view key, size_t bytes) {
  return key.substr(key.size() - bytes);
}

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_POINTS_KEYS_H_
