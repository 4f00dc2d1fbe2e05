#include "services/reporting/domain/report/report_overview.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/analysis.h"
#include "services/reporting/domain/flow_source.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/domain/success_tree.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

render::Standing StandingOf(v1::Standing standing) {
  switch (standing) {
    case v1::STANDING_MET:
      return render::Standing::kMet;
    case v1::STANDING_MISSED:
      return render::Standing::kMissed;
    default:
      return render::Standing::kUnknown;
  }
}

std::string MonthOf(int64_t time_us) {
  const absl::CivilMonth month =
      absl::ToCivilMonth(absl::FromUnixMicros(time_us), absl::UTCTimeZone());
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

render::KpiNode KpiOf(const ReportSource& source,
                      const v1::KpiStanding& standing) {
  render::KpiNode out;
  out.title = standing.title().empty()
                  ? std::string(LastPart(standing.indicator()))
                  : standing.title();
  out.standing = StandingOf(standing.standing());
  if (standing.has_value()) out.value = standing.value();
  if (standing.has_target()) out.target = standing.target();
  if (const auto indicator = source.Indicator(standing.indicator())) {
    out.unit = indicator->unit();
  }
  if (standing.has_period_start_time()) {
    out.period = absl::FormatTime(
        "%Y-%m-%d", TimeOf(standing.period_start_time()), absl::UTCTimeZone());
  }
  out.open_alerts = standing.open_alerts();
  out.metrics = standing.metrics_size();
  return out;
}

render::SuccessModel SuccessOf(const ReportSource& source,
                               const v1::SuccessTree& tree) {
  render::SuccessModel out;
  for (const v1::GoalStanding& goal : tree.goals()) {
    render::GoalNode node{.title = goal.goal(),
                          .standing = StandingOf(goal.standing())};
    for (const v1::FactorStanding& factor : goal.factors()) {
      render::FactorNode child{.title = factor.title(),
                               .standing = StandingOf(factor.standing())};
      for (const v1::KpiStanding& kpi : factor.kpis()) {
        child.kpis.push_back(KpiOf(source, kpi));
      }
      node.factors.push_back(std::move(child));
    }
    out.goals.push_back(std::move(node));
  }
  for (const common::v1::Finding& finding : tree.findings()) {
    out.findings.push_back(
        StrCat(finding.message(), " ", finding.suggestion()));
  }
  return out;
}

std::string StretchWords(const std::string& stretch) {
  std::string words = Humanized(stretch);
  words[0] = words[0] == 'L' ? 'l' : words[0] == 'A' ? 'a' : 'r';
  return words;
}

render::FlowModel FlowOfTenant(const ReportSource& source) {
  const FlowSource read =
      ReadFlow(source.views, source.tenant, limits::kReportFlowEntriesMax,
               limits::kReportFlowActsMax);
  const int64_t now_us = absl::ToUnixMicros(source.now);
  const v1::FlowAnalysis flow = FlowOf(read.entries, v1::FREQUENCY_MONTH,
                                       limits::kReportMonthsMax, now_us);
  render::FlowModel out;
  for (const v1::StateAge& age : flow.ages()) {
    out.ages.push_back({Humanized(age.state()), age.count(), age.median_days(),
                        age.p85_days(), age.oldest_days()});
  }
  for (const v1::CycleTime& cycle : flow.cycle_times()) {
    render::CycleLine line{.stretch = StretchWords(cycle.stretch()),
                           .count = cycle.count()};
    if (cycle.has_median_days()) line.median_days = cycle.median_days();
    if (cycle.has_p85_days()) line.p85_days = cycle.p85_days();
    out.cycles.push_back(std::move(line));
  }
  for (const v1::FlowPeriod& period : flow.periods()) {
    out.periods.push_back({MonthOf(MicrosOf(period.start_time())),
                           period.logged(), period.closed(), period.dropped()});
  }
  out.throughput = flow.throughput();
  out.overdue = flow.overdue();
  out.without_due = flow.without_due_date();
  out.stale = StaleEntries(read.entries, now_us, limits::kStaleDays);
  out.stale_days = limits::kStaleDays;
  out.truncated = read.truncated;
  return out;
}

// The newest figure of each month, judged by the newest target.
render::HeatRow RowOf(const ReportSource& source, const std::string& name,
                      int64_t from_us,
                      const std::map<std::string, size_t>& columns) {
  render::HeatRow row;
  row.cells.resize(columns.size());
  const auto indicator = source.Indicator(name);
  if (!indicator) return row;
  row.title = indicator->title();
  row.unit = indicator->unit();
  const auto target = TargetOf(source.state, source.tenant, name, "");
  for (const StoredPoint& point :
       ReadPoints(source.state, {source.tenant, LastPart(name), ""}, from_us,
                  kTimeMax, limits::kReportEvidencePointsMax)) {
    const auto column = columns.find(MonthOf(point.period_us));
    if (column == columns.end()) continue;
    render::HeatCell& cell = row.cells[column->second];
    cell.value = point.value;
    cell.standing = !target ? render::Standing::kUnknown
                    : MeetsTarget(*indicator, point.value, target->value())
                        ? render::Standing::kMet
                        : render::Standing::kMissed;
  }
  return row;
}

render::HeatMap HeatMapOf(const ReportSource& source,
                          const OverviewRequest& request,
                          const v1::SuccessTree& tree,
                          const render::ReportModel& model) {
  render::HeatMap out;
  const int64_t now_us = absl::ToUnixMicros(source.now);
  int64_t start = PeriodStart(v1::FREQUENCY_MONTH, now_us);
  if (request.last_whole_month) {
    start = ShiftPeriods(v1::FREQUENCY_MONTH, start, -1);
  }
  start =
      ShiftPeriods(v1::FREQUENCY_MONTH, start, 1 - limits::kReportMonthsMax);
  const int64_t from_us = start;
  std::map<std::string, size_t> columns;
  for (int i = 0; i < limits::kReportMonthsMax; ++i) {
    out.columns.push_back(MonthOf(start));
    columns[out.columns.back()] = out.columns.size() - 1;
    start = PeriodEnd(v1::FREQUENCY_MONTH, start);
  }
  for (const render::AgreementResult& agreement : model.agreements) {
    render::HeatRow row{.title = agreement.title, .unit = "%"};
    row.cells.resize(columns.size());
    for (const render::AgreementMonthFigure& month : agreement.months) {
      const auto column = columns.find(month.month);
      if (column == columns.end()) continue;
      row.cells[column->second] = {month.standing, month.percent};
    }
    out.rows.push_back(std::move(row));
  }
  std::set<std::string> seen;
  const auto add = [&](const std::string& name) {
    const bool room =
        out.rows.size() < static_cast<size_t>(limits::kReportHeatRowsMax);
    if (name.empty() || !room || !seen.insert(name).second) return;
    render::HeatRow row = RowOf(source, name, from_us, columns);
    if (!row.title.empty()) out.rows.push_back(std::move(row));
  };
  for (const v1::GoalStanding& goal : tree.goals()) {
    for (const v1::FactorStanding& factor : goal.factors()) {
      for (const v1::KpiStanding& kpi : factor.kpis()) add(kpi.indicator());
    }
  }
  for (const EntrySource& entry : request.entries) {
    if (entry.indicator) add(entry.indicator->name());
  }
  return out;
}

}  // namespace

void FillOverview(const ReportSource& source, const OverviewRequest& request,
                  render::ReportModel& model) {
  model.agreements = AgreementsOf(source, request);
  const v1::SuccessTree tree = BuildSuccessTree(source.state, source.tenant);
  model.success = SuccessOf(source, tree);
  model.flow = FlowOfTenant(source);
  model.heat_map = HeatMapOf(source, request, tree, model);
  model.timeline = TimelineOf(source, request, model);
  model.trend_evidence = TrendEvidenceOf(source, request);
}

}  // namespace csi::reporting
