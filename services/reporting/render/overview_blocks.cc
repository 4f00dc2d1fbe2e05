// The tree of success factors, the months and the timeline as blocks.
#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_blocks.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

constexpr std::string_view kNoGoal = "No goal named";

void AddKpiRows(const GoalNode& goal, const FactorNode& factor, Table* table) {
  const std::string_view title =
      goal.title.empty() ? kNoGoal : StdView(goal.title);
  if (factor.kpis.empty()) {
    table->rows.push_back({TextCell(factor.title), TextCell(title),
                           TextCell("no KPI"), StandingCell(factor.standing),
                           Cell(), Cell(), Cell(), CountCell(0)});
  }
  for (const KpiNode& kpi : factor.kpis) {
    table->rows.push_back(
        {TextCell(factor.title), TextCell(title), TextCell(kpi.title),
         StandingCell(kpi.standing), NumberCell(kpi.value, kpi.unit),
         TextCell(kpi.period), NumberCell(kpi.target, kpi.unit),
         CountCell(kpi.open_alerts)});
  }
}

std::string_view KindWords(TimelineItem::Kind kind) {
  switch (kind) {
    case TimelineItem::Kind::kImprovement:
      return "improvement";
    case TimelineItem::Kind::kChange:
      return "change";
    case TimelineItem::Kind::kOutage:
      return "outage";
  }
  return "";
}

Cell HeatText(const HeatCell& cell, std::string_view unit) {
  Cell out = StandingCell(cell.standing);
  if (!cell.value) {
    out.text = cell.standing == Standing::kNone ? "" : "no figure";
    return out;
  }
  out.number = cell.value;
  // Near 100 % a miss hides in the decimals.
  constexpr double kNearAll = 95;
  out.text = unit == "%" && *cell.value >= kNearAll
                 ? FormatAvailability(*cell.value)
                 : FormatNumber(*cell.value, {.significant = 3, .unit = unit});
  return out;
}

}  // namespace

std::vector<Block> SuccessBlocks(const ReportModel& model) {
  std::vector<Block> out;
  if (model.success.goals.empty()) {
    out.push_back(Sentence{
        .text = "No critical success factor is recorded: what must go right, "
                "and which KPIs would show it, is not said."});
    return out;
  }
  out.push_back(Chart::kSuccessTree);
  Table table{"KPIs",
              {{"Success factor"},
               {"Goal"},
               {"KPI"},
               {"Standing"},
               {"Newest figure", true},
               {"Period"},
               {"Target", true},
               {"Open alerts", true}}};
  table.beside_chart = true;
  for (const GoalNode& goal : model.success.goals) {
    for (const FactorNode& factor : goal.factors) {
      AddKpiRows(goal, factor, &table);
    }
  }
  out.push_back(std::move(table));
  if (model.layout.depth == Depth::kBrief || model.success.findings.empty()) {
    return out;
  }
  Table missing{"What is missing in the tree", {{"Finding"}}};
  for (const std::string& finding : model.success.findings) {
    missing.rows.push_back({TextCell(finding)});
  }
  out.push_back(std::move(missing));
  return out;
}

std::vector<Block> HeatMapBlocks(const ReportModel& model) {
  std::vector<Block> out;
  if (model.heat_map.rows.empty()) {
    out.push_back(
        Sentence{.text = "Neither an agreement nor a KPI has figures yet."});
    return out;
  }
  Table table{"Agreements and KPIs by month", {{"Agreement or KPI"}}};
  table.heat = true;
  for (const std::string& column : model.heat_map.columns) {
    table.columns.push_back({column, true});
  }
  for (const HeatRow& row : model.heat_map.rows) {
    std::vector<Cell> cells = {TextCell(row.title)};
    for (const HeatCell& cell : row.cells) {
      cells.push_back(HeatText(cell, row.unit));
    }
    table.rows.push_back(std::move(cells));
  }
  out.push_back(std::move(table));
  out.push_back(Sentence{
      .text = "A KPI shows its newest figure of the month, judged by its "
              "newest target. An agreement shows the whole month."});
  return out;
}

std::vector<Block> TimelineBlocks(const ReportModel& model) {
  std::vector<Block> out;
  if (model.timeline.items.empty()) {
    out.push_back(Sentence{.text = "Nothing happened in the period."});
    return out;
  }
  out.push_back(Chart::kTimeline);
  if (model.timeline.left_out > 0) {
    out.push_back(Sentence{.text = StrCat(FormatCount(model.timeline.left_out),
                                          " more are left out.")});
  }
  Table table{"Behind the timeline",
              {{"What"}, {"Kind"}, {"From (UTC)"}, {"To (UTC)"}, {"Note"}}};
  table.beside_chart = true;
  for (const TimelineItem& item : model.timeline.items) {
    table.rows.push_back({TextCell(item.title), TextCell(KindWords(item.kind)),
                          TextCell(FormatMinute(item.start)),
                          TextCell(item.open  ? "goes on"
                                   : item.end ? FormatMinute(*item.end)
                                              : ""),
                          TextCell(item.note)});
  }
  out.push_back(std::move(table));
  return out;
}

}  // namespace csi::reporting::render
