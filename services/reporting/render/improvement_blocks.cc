// The register, the improvements and what they rest on as blocks.
#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/plain_sentence.h"
#include "services/reporting/render/render_limits.h"
#include "services/reporting/render/report_blocks.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

Cell DayCell(const std::optional<absl::CivilDay>& day) {
  return TextCell(day ? FormatDay(*day) : "");
}

Table Briefly(const ReportModel& model) {
  Table table{"Improvements and their verdicts",
              {{"Number"}, {"Title"}, {"State"}, {"Verdict"}, {"In words"}}};
  for (const Improvement& improvement : model.improvements) {
    if (table.rows.size() == kBriefImprovementsMax) break;
    const VerdictValue value = improvement.verdict.value;
    table.rows.push_back({TextCell(improvement.entry.number),
                          TextCell(improvement.entry.title),
                          ToneCell(Words(improvement.entry.state),
                                   ToneOf(improvement.entry.state)),
                          ToneCell(Words(value), ToneOf(value)),
                          TextCell(PlainSentence(improvement))});
  }
  return table;
}

Table Effects(const Improvement& improvement) {
  const std::string unit = improvement.chart ? improvement.chart->unit : "";
  Table table{"Before and after",
              {{"Figure"},
               {"Before", true},
               {"After", true},
               {"Difference", true},
               {"Low", true},
               {"High", true},
               {"p", true},
               {"Test"}}};
  for (const EffectFigure& figure : improvement.verdict.figures) {
    std::optional<double> low;
    std::optional<double> high;
    if (figure.interval) {
      low = figure.interval->low;
      high = figure.interval->high;
    }
    table.rows.push_back(
        {TextCell(figure.decides ? figure.name + " (decides)" : figure.name),
         NumberCell(figure.before, unit), NumberCell(figure.after, unit),
         NumberCell(figure.difference, "", 3), NumberCell(low, "", 3),
         NumberCell(high, "", 3), NumberCell(figure.p, "", 3),
         TextCell(figure.test)});
  }
  return table;
}

Table Worked(const Improvement& improvement) {
  Table table{"Worked figures",
              {{"Figure"},
               {"Before", true},
               {"After", true},
               {"Method"},
               {"Constants"}}};
  const auto cell = [](const std::optional<double>& value,
                       const std::string& text, const std::string& unit) {
    return value ? NumberCell(value, unit, 5) : TextCell(text);
  };
  for (const WorkedFigure& figure : improvement.figures) {
    table.rows.push_back({TextCell(figure.name),
                          cell(figure.before, figure.before_text, figure.unit),
                          cell(figure.after, figure.after_text, figure.unit),
                          TextCell(figure.method), TextCell(figure.constants)});
  }
  return table;
}

Table Values(const ChartModel& chart) {
  Table table{StrCat("Values of ", chart.title),
              {{"Period"}, {"Value", true}, {"n", true}}};
  for (const ChartPoint& point : chart.points) {
    Cell count;
    if (point.count) count = CountCell(*point.count);
    table.rows.push_back(
        {TextCell(FormatPeriod(point.start, chart.granularity)),
         NumberCell(point.value, chart.unit, 5), std::move(count)});
  }
  return table;
}

void AddImprovement(const Improvement& improvement, Depth depth,
                    std::vector<Block>* out) {
  const VerdictValue value = improvement.verdict.value;
  out->push_back(SubHeading{
      StrCat(improvement.entry.number, " ", improvement.entry.title)});
  out->push_back(Sentence{
      .text = StrCat(Words(improvement.entry.state), ". ", Words(value), "."),
      .tone = ToneOf(value),
      .toned = true});
  out->push_back(Sentence{.text = PlainSentence(improvement)});
  for (const Coded& note : improvement.verdict.notes) {
    out->push_back(Sentence{.text = "Note: " + CodedText(note) + "."});
  }
  Table effects = Effects(improvement);
  if (!effects.rows.empty()) out->push_back(std::move(effects));
  if (depth != Depth::kFull) return;
  Table worked = Worked(improvement);
  if (!worked.rows.empty()) out->push_back(std::move(worked));
  if (improvement.chart) out->push_back(Values(*improvement.chart));
}

}  // namespace

std::vector<Block> RegisterBlocks(const ReportModel& model) {
  std::vector<Block> out;
  Table counts{"Entries by state", {{"State"}, {"Entries", true}}};
  for (size_t i = 0; i < kEntryStateCount; ++i) {
    counts.rows.push_back({TextCell(Words(static_cast<EntryState>(i))),
                           CountCell(model.counts[i])});
  }
  out.push_back(std::move(counts));
  Table entries{"Entries",
                {{"Number"},
                 {"Title"},
                 {"State"},
                 {"Accountable"},
                 {"Due"},
                 {"Step"},
                 {"Verdict"}}};
  for (const Entry& entry : model.entries) {
    entries.rows.push_back(
        {TextCell(entry.number), TextCell(entry.title),
         ToneCell(Words(entry.state), ToneOf(entry.state)),
         TextCell(entry.accountable_left ? entry.accountable + " (has left)"
                                         : entry.accountable),
         DayCell(entry.due), TextCell(entry.step),
         entry.verdict == VerdictValue::kNone
             ? Cell()
             : ToneCell(Words(entry.verdict), ToneOf(entry.verdict))});
  }
  if (!entries.rows.empty()) out.push_back(std::move(entries));
  return out;
}

std::vector<Block> ImprovementBlocks(const ReportModel& model) {
  std::vector<Block> out;
  if (model.improvements.empty()) {
    out.push_back(
        Sentence{.text = "No improvement has a baseline or a run yet."});
    return out;
  }
  if (model.layout.depth == Depth::kBrief) {
    out.push_back(Briefly(model));
    if (model.improvements.size() > kBriefImprovementsMax) {
      out.push_back(Sentence{.text = StrCat(FormatCount(static_cast<int64_t>(
                                                model.improvements.size() -
                                                kBriefImprovementsMax)),
                                            " more are in the register.")});
    }
    return out;
  }
  for (const Improvement& improvement : model.improvements) {
    AddImprovement(improvement, model.layout.depth, &out);
  }
  return out;
}

std::vector<Block> EvidenceBlocks(const ReportModel& model) {
  std::vector<Block> out;
  Table quality{"Data quality",
                {{"Source"},
                 {"Read", true},
                 {"Used", true},
                 {"Missing", true},
                 {"Late", true},
                 {"Findings"}}};
  const auto cell = [](const std::optional<int64_t>& count) {
    return count ? CountCell(*count) : Cell();
  };
  for (const DataQuality& line : model.quality) {
    std::string findings;
    for (const std::string& finding : line.findings) {
      StrAppend(&findings, findings.empty() ? "" : "; ", finding);
    }
    quality.rows.push_back({TextCell(line.source), cell(line.read),
                            cell(line.used), cell(line.missing),
                            cell(line.late), TextCell(findings)});
  }
  if (!quality.rows.empty()) out.push_back(std::move(quality));
  Table inputs{"Inputs", {{"Input"}, {"Kind"}, {"Content"}, {"SHA-256"}}};
  for (const Input& input : model.inputs) {
    inputs.rows.push_back({TextCell(input.name), TextCell(input.kind),
                           TextCell(input.detail), TextCell(input.sha256)});
  }
  if (!inputs.rows.empty()) out.push_back(std::move(inputs));
  Table methods{"Methods", {{"Method"}, {"Definition"}, {"Constants"}}};
  for (const Method& method : model.methods) {
    methods.rows.push_back({TextCell(method.name), TextCell(method.definition),
                            TextCell(method.constants)});
  }
  if (!methods.rows.empty()) out.push_back(std::move(methods));
  return out;
}

}  // namespace csi::reporting::render
