// Agreements of a report: the month that it is about, and the months before.
#include <string>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_report.h"
#include "services/reporting/domain/agreements/agreement_words.h"
#include "services/reporting/domain/agreements/durations.h"
#include "services/reporting/domain/agreements/terms.h"
#include "services/reporting/domain/report/report_overview.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

render::Standing StandingOf(v1::AgreementStanding standing) {
  switch (standing) {
    case v1::AGREEMENT_STANDING_MET:
      return render::Standing::kMet;
    case v1::AGREEMENT_STANDING_AT_RISK:
      return render::Standing::kAtRisk;
    case v1::AGREEMENT_STANDING_BREACHED:
      return render::Standing::kMissed;
    case v1::AGREEMENT_STANDING_NO_TARGET:
      return render::Standing::kUnknown;
    default:
      return render::Standing::kNone;
  }
}

std::string KindOf(v1::AgreementKind kind) {
  std::string name = v1::AgreementKind_Name(kind);
  constexpr std::string_view kPrefix = "AGREEMENT_KIND_";
  return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : name;
}

absl::Duration SpanOf(const google::protobuf::Duration& duration) {
  return absl::Microseconds(MicrosOf(duration));
}

render::Availability FiguresOf(const v1::AvailabilityFigures& from) {
  render::Availability to;
  if (from.has_availability()) to.percent = from.availability();
  to.agreed = SpanOf(from.agreed());
  to.downtime = SpanOf(from.downtime());
  to.outages = from.outage_count();
  if (from.has_mtrs()) to.mtrs = SpanOf(from.mtrs());
  if (from.has_mtbf()) to.mtbf = SpanOf(from.mtbf());
  if (from.has_mtbsi()) to.mtbsi = SpanOf(from.mtbsi());
  return to;
}

std::string NodeTitle(const ReportSource& source, std::string_view node) {
  const auto row = GetRow<v1::ServiceNode>(
      source.state, Key(kServiceNodeTag, {source.tenant, LastPart(node)}));
  return row && !row->title().empty() ? row->title()
                                      : Humanized(LastPart(node));
}

void FillOutages(const ReportSource& source, const v1::AgreementReport& report,
                 render::AgreementResult& out) {
  for (const v1::CountedOutage& outage : report.outages()) {
    render::AgreementOutage line;
    line.what = NodeTitle(source, outage.node());
    line.start = TimeOf(outage.start_time());
    if (outage.has_end_time()) line.end = TimeOf(outage.end_time());
    line.planned = outage.planned();
    line.counted = SpanOf(outage.counted());
    line.summary = outage.summary();
    line.cause = outage.cause();
    out.outages.push_back(std::move(line));
  }
}

void FillShares(const v1::AgreementReport& report,
                render::AgreementResult& out) {
  for (const v1::UnderpinningShare& share : report.underpinning()) {
    render::AgreementShare line;
    line.title = share.title().empty()
                     ? std::string(LastPart(share.agreement()))
                     : share.title();
    line.kind = KindOf(share.kind());
    line.standing = StandingOf(share.standing());
    if (share.has_availability()) line.percent = share.availability();
    line.target = share.availability_target();
    line.share = SpanOf(share.share());
    line.share_percent = share.share_percent();
    line.caused = share.caused();
    out.shares.push_back(std::move(line));
  }
  out.unexplained = SpanOf(report.unexplained());
}

void FillTimes(const v1::AgreementReport& report,
               render::AgreementResult& out) {
  constexpr double kAll = 100;
  for (const v1::TimeTargetResult& result : report.time_targets()) {
    const v1::TimeTarget& target = result.target();
    render::AgreementTime line;
    line.target =
        StrCat(target.measure() == v1::TIME_MEASURE_RESPONSE ? "response"
                                                             : "resolution",
               target.priority().empty() ? "" : ", ", target.priority(), ", ",
               DurationWords(MicrosOf(target.within())));
    line.met = result.met();
    line.breached = result.breached();
    line.running = result.running();
    if (result.has_achievement()) line.achievement = result.achievement();
    line.wanted = target.share_percent() == 0 ? kAll : target.share_percent();
    line.standing = StandingOf(result.standing());
    out.times.push_back(std::move(line));
  }
}

render::AgreementResult ResultOf(const ReportSource& source,
                                 const v1::Agreement& agreement,
                                 const v1::AgreementReport& report) {
  render::AgreementResult out;
  out.title = agreement.title();
  out.kind = KindOf(agreement.kind());
  if (!agreement.service().empty()) {
    out.service = source.Service(agreement.service());
  }
  out.month = report.month();
  out.running = report.running();
  out.standing = StandingOf(report.standing());
  if (report.agreement().has_availability_target()) {
    out.target = report.agreement().availability_target();
  }
  out.full_month = FiguresOf(report.full_month());
  if (report.has_elapsed()) out.elapsed = FiguresOf(report.elapsed());
  if (report.has_allowed()) out.allowed = SpanOf(report.allowed());
  if (report.has_left()) out.left = SpanOf(report.left());
  if (report.has_breach_time()) out.breach_time = TimeOf(report.breach_time());
  FillOutages(source, report, out);
  FillShares(report, out);
  FillTimes(report, out);
  for (const v1::AgreementMonth& month : report.months()) {
    render::AgreementMonthFigure line;
    line.month = month.month();
    line.standing = StandingOf(month.standing());
    if (month.has_availability()) line.percent = month.availability();
    line.downtime = SpanOf(month.downtime());
    line.running = month.running();
    out.months.push_back(std::move(line));
  }
  for (const v1::AgreementImprovement& entry : report.improvements()) {
    out.improvements.push_back(
        entry.title().empty()
            ? std::string(LastPart(entry.opportunity()))
            : StrCat(entry.title(), " (", Humanized(entry.state()), ")"));
  }
  out.sentence = report.sentence();
  if (report.tickets_truncated()) {
    out.sentence += " There are more tickets than a report reads.";
  }
  return out;
}

}  // namespace

std::vector<render::AgreementResult> AgreementsOf(
    const ReportSource& source, const OverviewRequest& request) {
  std::vector<v1::Agreement> agreements;
  source.state.ScanPrefix(
      KeyPrefix(kAgreementTag, {source.tenant}),
      [&](std::string_view, std::string_view value) {
        v1::Agreement row;
        const bool read =
            row.ParseFromArray(value.data(), static_cast<int>(value.size()));
        const bool wanted = read && (request.service.empty() ||
                                     row.service() == request.service);
        if (wanted) agreements.push_back(std::move(row));
        return agreements.size() <
               static_cast<size_t>(limits::kReportAgreementsMax);
      });
  std::vector<render::AgreementResult> out;
  for (const v1::Agreement& agreement : agreements) {
    const auto hours = HoursOf(agreement);
    if (!hours.ok()) continue;
    AgreementQuestion question{
        .state = source.state,
        .views = source.views,
        .tenant = source.tenant,
        .agreement = std::string(LastPart(agreement.name())),
        .month = {},
        .chart_months = limits::kReportMonthsMax,
        .now_us = absl::ToUnixMicros(source.now),
        .tickets_max = limits::kReportTicketsMax};
    question.month = CalendarMonth::Of(question.now_us, hours->zone())
                         .Plus(request.last_whole_month ? -1 : 0);
    const auto report = ReportOn(question);
    if (report.ok()) out.push_back(ResultOf(source, agreement, *report));
  }
  return out;
}

}  // namespace csi::reporting
