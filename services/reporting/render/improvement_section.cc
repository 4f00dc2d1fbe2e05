// One improvement: what it is, the chart, the verdict, trends, figures and the
// record of who did what.
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/chart_svg.h"
#include "services/reporting/render/chart_text.h"
#include "services/reporting/render/html_parts.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/plain_sentence.h"
#include "services/reporting/render/report_sections.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

void AddFact(std::string_view label, std::string_view value, Markup* out) {
  out->Open("div").Leaf("dt", label);
  out->Open("dd").Words(value).Close().Close();
}

void AddFacts(const Improvement& improvement, Markup* out) {
  const Entry& entry = improvement.entry;
  out->Open("dl", {{"class", "facts"}});
  AddFact("Accountable",
          entry.accountable.empty() ? kNoValue : entry.accountable, out);
  if (entry.accountable_left) {
    AddFact("Attention", "the accountable person has left", out);
  }
  if (entry.due) AddFact("Due", FormatDay(*entry.due), out);
  if (!entry.step.empty()) AddFact("Step", entry.step, out);
  for (const Fact& fact : improvement.facts) {
    AddFact(fact.label, fact.value, out);
  }
  out->Close();
}

void AddChart(const Improvement& improvement, std::string_view id,
              Markup* out) {
  if (!improvement.chart) {
    AddEmpty(improvement.indicator.empty()
                 ? "No chart: no indicator is chosen yet (step 2 defines what "
                   "is measured)."
                 : StrCat("No chart: no figures are recorded yet for ",
                          improvement.indicator, "."),
             out);
    return;
  }
  const ChartModel& chart = *improvement.chart;
  out->Open("figure");
  out->Open("figcaption");
  out->Leaf("h3", {{"dir", "auto"}}, ChartTitle(chart));
  std::string note = chart.limit_rule;
  if (chart.sense != Sense::kTarget) {
    StrAppend(&note, note.empty() ? "" : " ",
              chart.sense == Sense::kHigher ? "Higher" : "Lower",
              " is better.");
  }
  if (!note.empty()) out->Leaf("p", {{"class", "note"}}, note);
  out->Close();
  out->Add(ChartMarkup(chart, StrCat(id, "-chart")));
  AddPointTable(chart, out);
  out->Close();
}

}  // namespace

std::string ImprovementId(size_t index) { return StrCat("i", index + 1); }

void AddImprovement(const Improvement& improvement, size_t index,
                    const Layout& layout, Markup* out) {
  const std::string id = ImprovementId(index);
  const std::string heading_id = id + "-h";
  const Entry& entry = improvement.entry;
  out->Open(
      "section",
      {{"id", id}, {"class", "improvement"}, {"aria-labelledby", heading_id}});
  out->Open("p", {{"class", "kicker"}}).Words(entry.number).Text(" ");
  AddStateBadge(entry.state, out);
  out->Close();
  out->Leaf("h2", {{"id", heading_id}, {"dir", "auto"}}, entry.title);
  out->Leaf("p", {{"class", "sentence"}, {"dir", "auto"}},
            PlainSentence(improvement));
  if (!improvement.description.empty()) {
    out->Leaf("p", {{"dir", "auto"}}, improvement.description);
  }
  AddFacts(improvement, out);
  AddChart(improvement, id, out);
  AddVerdict(improvement, out);
  AddEffects(improvement, out);
  if (layout.depth == Depth::kFull) {
    AddTrends(improvement, out);
    AddWorkedFigures(improvement, out);
  }
  if (layout.depth == Depth::kFull && layout.internal) {
    AddActs(improvement.acts, out);
    AddRfcs(improvement.rfcs, out);
    AddConsultations(improvement.consultations, out);
    AddRefusals(improvement.refusals, out);
  }
  out->Close();
}

}  // namespace csi::reporting::render
