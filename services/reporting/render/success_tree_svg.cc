// The tree of goals, critical success factors and KPIs, left to right. Where
// each stands is told by a mark and a word, not by colour alone.
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/reporting/render/escape.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/overview_svg.h"
#include "services/reporting/render/report_words.h"

namespace csi::reporting::render {
namespace {

constexpr int kWidth = 1000;
constexpr int kBoxWidth = 290;
constexpr int kBoxHeight = 44;
constexpr int kRowHeight = 54;
constexpr int kColumn = 355;
constexpr size_t kLabelMax = 31;
constexpr size_t kDetailMax = 40;
// Larger trees are read in the table.
constexpr size_t kKpisDrawnMax = 60;

struct Box {
  int column = 0;
  double middle = 0;
  std::string label;
  std::string detail;
  Standing standing = Standing::kUnknown;
  double parent = -1;  // middle of the parent's box, if any
};

std::string N(double value) { return absl::StrFormat("%.1f", value); }

std::string_view Mark(Standing standing) {
  switch (standing) {
    case Standing::kMet:
      return "\u2713";
    case Standing::kMissed:
      return "\u2717";
    case Standing::kAtRisk:
      return "!";
    case Standing::kUnknown:
    case Standing::kNone:
      return "?";
  }
  return "";
}

std::string Detail(const KpiNode& kpi) {
  std::string out(Words(kpi.standing));
  if (kpi.value) {
    StrAppend(&out, ": ",
              FormatNumber(*kpi.value, {.significant = 3, .unit = kpi.unit}));
  }
  if (kpi.target) {
    StrAppend(&out, ", target ",
              FormatNumber(*kpi.target, {.significant = 3, .unit = kpi.unit}));
  }
  return out;
}

// Boxes from the leaves up: a parent stands in the middle of its children.
std::vector<Box> BoxesOf(const SuccessModel& model, int* rows) {
  std::vector<Box> out;
  int row = 0;
  const auto middle_of = [](int index) { return kRowHeight * (index + 0.5); };
  for (const GoalNode& goal : model.goals) {
    const int goal_first = row;
    std::vector<size_t> factors;
    for (const FactorNode& factor : goal.factors) {
      const int first = row;
      const size_t kpis = out.size();
      for (const KpiNode& kpi : factor.kpis) {
        out.push_back(
            {2, middle_of(row++), kpi.title, Detail(kpi), kpi.standing, 0});
      }
      if (factor.kpis.empty()) ++row;
      const double middle = (middle_of(first) + middle_of(row - 1)) / 2;
      for (size_t i = kpis; i < out.size(); ++i) out[i].parent = middle;
      factors.push_back(out.size());
      out.push_back(
          {1, middle, factor.title,
           factor.kpis.empty() ? "no KPI" : std::string(Words(factor.standing)),
           factor.standing, 0});
    }
    if (row == goal_first) ++row;
    const double middle = (middle_of(goal_first) + middle_of(row - 1)) / 2;
    for (size_t i : factors) out[i].parent = middle;
    out.push_back({0, middle, goal.title.empty() ? "No goal named" : goal.title,
                   std::string(Words(goal.standing)), goal.standing, -1});
  }
  *rows = row;
  return out;
}

void AddBox(const Box& box, Markup* out) {
  const double x = box.column * kColumn;
  const double top = box.middle - kBoxHeight / 2.0;
  if (box.parent >= 0) {
    const double from = x - kColumn + kBoxWidth;
    const double bend = (from + x) / 2;
    out->Empty("path", {{"class", "o-link"},
                        {"d", StrCat("M", N(from), " ", N(box.parent), "H",
                                     N(bend), "V", N(box.middle), "H", N(x))}});
  }
  out->Open("g", {{"class", StrCat("o-", ToneName(ToneOf(box.standing)))}});
  out->Leaf("title", StrCat(box.label, ": ", box.detail));
  out->Empty("rect", {{"x", N(x + 0.5)},
                      {"y", N(top)},
                      {"width", N(kBoxWidth)},
                      {"height", N(kBoxHeight)},
                      {"rx", "7"}});
  out->Leaf("text",
            {{"class", "o-mark"}, {"x", N(x + 12)}, {"y", N(box.middle + 6)}},
            Mark(box.standing));
  out->Leaf("text",
            {{"class", "o-label"}, {"x", N(x + 34)}, {"y", N(box.middle - 4)}},
            Shorten(box.label, kLabelMax));
  out->Leaf(
      "text",
      {{"class", "o-detail"}, {"x", N(x + 34)}, {"y", N(box.middle + 13)}},
      Shorten(box.detail, kDetailMax));
  out->Close();
}

std::string Description(const SuccessModel& model) {
  std::string out;
  for (const GoalNode& goal : model.goals) {
    StrAppend(&out, "Goal ", goal.title.empty() ? "not named" : goal.title,
              ": ", Words(goal.standing), ". ");
    for (const FactorNode& factor : goal.factors) {
      StrAppend(&out, "Success factor ", factor.title, ": ",
                Words(factor.standing), ". ");
      for (const KpiNode& kpi : factor.kpis) {
        StrAppend(&out, "KPI ", kpi.title, ": ", Detail(kpi), ". ");
      }
    }
  }
  return out;
}

}  // namespace

Markup SuccessTreeMarkup(const SuccessModel& model) {
  Markup out;
  int rows = 0;
  const std::vector<Box> boxes = BoxesOf(model, &rows);
  if (static_cast<size_t>(rows) > kKpisDrawnMax) {
    out.Leaf("p", {{"class", "empty"}},
             "The tree is too large to draw; the table has all of it.");
    return out;
  }
  const std::string height = N(rows * kRowHeight);
  out.Open("svg", {{"class", "csi-overview"},
                   {"viewBox", StrCat("-2 0 ", kWidth + 4, " ", height)},
                   {"role", "img"},
                   {"aria-labelledby", "tree-title tree-desc"}});
  out.Leaf("title", {{"id", "tree-title"}},
           "Goals, critical success factors and KPIs");
  out.Leaf("desc", {{"id", "tree-desc"}}, Description(model));
  for (const Box& box : boxes) AddBox(box, &out);
  out.Close();
  return out;
}

std::string_view OverviewCss() {
  return R"css(
.csi-overview{display:block;width:100%;height:auto;margin-top:18px}
.csi-overview text{fill:var(--ink);font-size:13px}
.csi-overview .o-label{font-weight:650}
.csi-overview .o-detail,.csi-overview .o-tick{fill:var(--soft);font-size:12px}
.csi-overview .o-mark{font-size:17px;font-weight:750}
.csi-overview .o-link{fill:none;stroke:var(--limit);stroke-width:1.4}
.csi-overview rect{stroke-width:1.4}
.csi-overview .o-good rect{fill:var(--good-wash);stroke:var(--good)}
.csi-overview .o-bad rect{fill:var(--bad-wash);stroke:var(--bad)}
.csi-overview .o-open rect{fill:var(--open-wash);stroke:var(--open)}
.csi-overview .o-calm rect{fill:var(--calm-wash);stroke:var(--limit)}
.csi-overview .o-good .o-mark{fill:var(--good)}
.csi-overview .o-bad .o-mark{fill:var(--bad)}
.csi-overview .o-open .o-mark{fill:var(--open)}
.csi-overview .o-grid{stroke:var(--rule);stroke-width:1}
.csi-overview .o-improvement rect{fill:var(--good-wash);stroke:var(--good)}
.csi-overview .o-outage rect{fill:var(--bad);stroke:var(--bad)}
.csi-overview .o-change path{fill:var(--change);stroke:var(--paper)}
.csi-overview .o-logged{fill:var(--calm-wash);stroke:var(--limit)}
.csi-overview .o-closed{fill:var(--good);stroke:var(--good)}
.csi-overview .o-dropped{fill:var(--paper);stroke:var(--mute)}
#improvements tbody th{white-space:nowrap}
.messages{list-style:none;padding:0;margin-top:12px}
.messages li{
  padding:9px 0 9px 14px;border-left:4px solid var(--rule);margin-top:8px;
  overflow-wrap:anywhere}
.messages .good{border-left-color:var(--good)}
.messages .bad{border-left-color:var(--bad)}
.messages .open{border-left-color:var(--open)}
.block{margin-top:14px;overflow-wrap:anywhere}
.sub{font-size:17px;margin-top:34px}
.heat td{text-align:center;padding:7px 4px;border-left:2px solid var(--paper)}
.heat th.num{text-align:center;padding:7px 2px;font-size:11.5px}
.tone{font-weight:650;white-space:nowrap}
td.good{color:var(--good)}
td.bad{color:var(--bad)}
td.open{color:var(--open)}
.heat td.good{background:var(--good-wash)}
.heat td.bad{background:var(--bad-wash);font-weight:750;text-decoration:underline}
.heat td.open{background:var(--open-wash);font-style:italic}
@media print{
.brief{font-size:8.4pt;line-height:1.3}
.brief main section{margin-top:9px}
.brief h1{font-size:15pt}
.brief .top .page{padding-top:4px;padding-bottom:5px}
.brief .meta{grid-template-columns:auto 1fr auto 1fr;gap:1px 12px}
.brief h2{font-size:12pt}
.brief .scroll{margin-top:7px}
.brief .block{margin-top:5px}
.brief .messages li{padding:2px 0 2px 9px;margin-top:3px}
.brief .csi-overview{max-height:62mm;margin-top:6px}
.brief footer{font-size:7pt;padding:0;margin-top:8px}
.csi-overview,.messages li,.block{break-inside:avoid}
.messages li{padding:4px 0 4px 10px;margin-top:5px}
.sub{font-size:12pt;margin-top:16px;break-after:avoid}
.csi-overview{max-height:120mm}
.heat th.num{font-size:6.6pt}
.heat td{font-size:7pt;padding:3px 1px}
}
@media screen and (max-width:820px){.csi-overview{min-width:660px}}
)css";
}

}  // namespace csi::reporting::render
