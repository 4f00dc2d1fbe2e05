// Trend answers, worked figures and the values behind a chart.
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/render/chart_text.h"
#include "services/reporting/render/html_parts.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/render_limits.h"
#include "services/reporting/render/report_sections.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

void AddAnswerRow(std::string_view question, const TrendAnswer& answer,
                  Markup* out) {
  out->Open("tr");
  AddRowHead(question, out);
  out->Open("td");
  if (answer.answer.empty()) {
    out->Leaf("span", {{"class", "detail"}}, "not answered");
  } else {
    out->Open("strong").Words(answer.answer).Close();
  }
  if (!answer.words.empty()) {
    out->Open("span", {{"class", "detail"}}).Words(answer.words).Close();
  }
  for (const std::string& caveat : answer.caveats) {
    out->Open("span", {{"class", "caveat"}}).Words(caveat).Close();
  }
  out->Close();
  AddCell(answer.method, out);
  AddNumberCell(answer.n ? FormatCount(*answer.n) : "", out);
  out->Close();
}

void AddTrendTable(const TrendAnswers& trend, Markup* out) {
  OpenTable(trend.window.empty() ? "Trend" : StrCat("Trend: ", trend.window),
            "trend", {{"Question"}, {"Answer"}, {"Method"}, {"n", "num"}}, out);
  AddAnswerRow("Direction: positive or negative?", trend.direction, out);
  AddAnswerRow("Is it significant?", trend.significance, out);
  AddAnswerRow("What is the likely impact?", trend.likely_impact, out);
  AddAnswerRow("Is it predictable?", trend.predictability, out);
  CloseTable(out);
  if (trend.caveats.empty()) return;
  out->Open("ul", {{"class", "caveats"}});
  for (const std::string& caveat : trend.caveats) {
    out->Open("li").Words(caveat).Close();
  }
  out->Close();
}

std::string FigureValue(const std::optional<double>& value,
                        const std::string& text, const WorkedFigure& figure) {
  if (!value) return text;
  if (figure.is_p_value) return FormatP(*value);
  return FormatNumber(*value, {.significant = 5, .unit = figure.unit});
}

}  // namespace

void AddTrends(const Improvement& improvement, Markup* out) {
  if (improvement.trends.empty()) return;
  out->Open("div", {{"class", "pair"}});
  for (const TrendAnswers& trend : improvement.trends) {
    out->Open("div");
    AddTrendTable(trend, out);
    out->Close();
  }
  out->Close();
}

void AddWorkedFigures(const Improvement& improvement, Markup* out) {
  if (improvement.figures.empty()) return;
  OpenTable("Worked figures", "figures",
            {{"Figure"},
             {"Before", "num"},
             {"After", "num"},
             {"Method"},
             {"Constants"}},
            out);
  for (const WorkedFigure& figure : improvement.figures) {
    out->Open("tr");
    AddRowHead(figure.name, out);
    AddNumberCell(FigureValue(figure.before, figure.before_text, figure), out);
    AddNumberCell(FigureValue(figure.after, figure.after_text, figure), out);
    AddCell(figure.method, out);
    AddCell(figure.constants, out);
    out->Close();
  }
  CloseTable(out);
}

void AddPointTable(const ChartModel& chart, Markup* out) {
  if (chart.points.empty()) return;
  out->Open("details", {{"class", "points"}});
  const auto count = static_cast<int64_t>(chart.points.size());
  out->Leaf("summary", count == 1 ? std::string("The value behind this chart")
                                  : StrCat("The ", FormatCount(count),
                                           " values behind this chart"));
  if (chart.points.size() > kPointRowsMax) {
    AddEmpty(StrCat("Too many to list here (more than ", kPointRowsMax,
                    "); read them from the reporting service."),
             out);
    out->Close();
    return;
  }
  OpenTable("Values", "values",
            {{"Period"}, {"Value", "num"}, {"n", "num"}, {"Remarks"}}, out);
  for (const ChartPoint& point : chart.points) {
    std::string remarks(UseWords(point.use));
    for (const Signal& signal : point.signals) {
      StrAppend(&remarks, remarks.empty() ? "" : "; ", RuleWords(signal.rule));
      if (signal.side != SignalSide::kNeutral) {
        StrAppend(&remarks, " (", SideWords(signal.side), ")");
      }
    }
    if (!point.note.empty()) {
      StrAppend(&remarks, remarks.empty() ? "" : "; ", point.note);
    }
    out->Open("tr");
    AddRowHead(FormatPeriod(point.start, chart.granularity), out);
    AddNumberCell(
        FormatNumber(point.value, {.significant = 5, .unit = chart.unit}), out);
    AddNumberCell(point.count ? FormatCount(*point.count) : "", out);
    AddCell(remarks, out);
    out->Close();
  }
  CloseTable(out);
  out->Close();
}

}  // namespace csi::reporting::render
