// CSI's own figures: what runs, how old it is, how long it takes.
#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_blocks.h"

namespace csi::reporting::render {
namespace {

// Fewer closed entries than this say little about the next one.
constexpr int64_t kCyclesTrusted = 10;

Table Ages(const FlowModel& flow) {
  Table table{"How old open work is",
              {{"State"},
               {"Entries", true},
               {"Half are younger than, days", true},
               {"85 % are younger than, days", true},
               {"Oldest, days", true}}};
  for (const AgeLine& age : flow.ages) {
    table.rows.push_back({TextCell(age.state), CountCell(age.count),
                          NumberCell(age.median_days, "", 3),
                          NumberCell(age.p85_days, "", 3),
                          NumberCell(age.oldest_days, "", 3)});
  }
  return table;
}

Table Cycles(const FlowModel& flow) {
  Table table{"How long it takes",
              {{"From and to"},
               {"Entries", true},
               {"Half within, days", true},
               {"85 % within, days", true},
               {"How sure"}}};
  for (const CycleLine& cycle : flow.cycles) {
    const bool few = cycle.count < kCyclesTrusted;
    table.rows.push_back(
        {TextCell(cycle.stretch), CountCell(cycle.count),
         NumberCell(cycle.median_days, "", 3),
         NumberCell(cycle.p85_days, "", 3),
         TextCell(cycle.count == 0 ? "none ended in the window"
                  : few            ? "too few to expect the same of the next"
                                   : "")});
  }
  return table;
}

Table Periods(const FlowModel& flow) {
  Table table{"Logged and closed",
              {{"Period"},
               {"Logged", true},
               {"Closed", true},
               {"Rejected or cancelled", true}}};
  table.beside_chart = true;
  for (const FlowLine& line : flow.periods) {
    table.rows.push_back({TextCell(line.period), CountCell(line.logged),
                          CountCell(line.closed), CountCell(line.dropped)});
  }
  return table;
}

}  // namespace

std::vector<Block> FlowBlocks(const ReportModel& model) {
  const FlowModel& flow = model.flow;
  std::vector<Block> out;
  const int64_t waiting = flow.overdue + flow.stale;
  out.push_back(Sentence{
      .text = StrCat(FormatCount(flow.overdue),
                     " open entries are behind their due date, ",
                     FormatCount(flow.without_due), " have no due date, ",
                     FormatCount(flow.stale), " have not moved for more than ",
                     FormatCount(flow.stale_days), " days."),
      .tone = waiting > 0 ? Tone::kBad : Tone::kGood,
      .toned = true});
  out.push_back(Sentence{
      .text = StrCat("On average ",
                     FormatNumber(flow.throughput, {.significant = 2}),
                     " a month were closed over the whole months shown."),
      .caveat = flow.truncated
                    ? "There are more entries than one report reads; the rest "
                      "is missing here."
                    : ""});
  out.push_back(Chart::kFlow);
  Table ages = Ages(flow);
  if (!ages.rows.empty()) out.push_back(std::move(ages));
  out.push_back(Cycles(flow));
  out.push_back(Periods(flow));
  return out;
}

}  // namespace csi::reporting::render
