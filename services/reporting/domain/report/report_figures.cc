// The worked figures of a comparison, before beside after.
#include "common/base/strings.h"
#include "services/reporting/domain/report/report_verdict.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

render::WorkedFigure Both(std::string name, double before, double after,
                          std::string unit, std::string method) {
  return {.name = std::move(name),
          .before = before,
          .after = after,
          .unit = std::move(unit),
          .method = std::move(method)};
}

void Lacking(std::string text, bool before, bool after,
             render::WorkedFigure& figure) {
  if (before) {
    figure.before.reset();
    figure.before_text = text;
  }
  if (after) {
    figure.after.reset();
    figure.after_text = text;
  }
}

}  // namespace

std::vector<render::WorkedFigure> BuildFigures(const EntrySource& entry) {
  std::vector<render::WorkedFigure> figures;
  if (!entry.comparison || !entry.comparison->has_figures() ||
      !entry.indicator) {
    return figures;
  }
  const v1::WindowFigures& b = entry.comparison->figures().before();
  const v1::WindowFigures& a = entry.comparison->figures().after();
  const std::string unit = entry.indicator->unit();
  const std::string xmr = "XmR, preset exact";
  figures.push_back(Both("Periods", b.n(), a.n(), "", "whole periods"));
  figures.push_back(Both("Mean (centre line)", b.mean(), a.mean(), unit,
                         "mean of the period values"));
  figures.push_back(Both("Median", b.median(), a.median(), unit,
                         "median of the period values"));
  for (auto& [name, low, high] :
       std::vector<std::tuple<std::string, double, double>>{
           {"Mean moving range", b.xmr().mr_bar(), a.xmr().mr_bar()},
           {"Lower limit", b.xmr().lower(), a.xmr().lower()},
           {"Upper limit", b.xmr().upper(), a.xmr().upper()}}) {
    render::WorkedFigure figure = Both(name, low, high, unit, xmr);
    figure.constants = "3 / d2 = 2.658681";
    Lacking("too few", !b.has_xmr(), !a.has_xmr(), figure);
    figures.push_back(std::move(figure));
  }
  figures.push_back(Both("Mann-Kendall S", b.mann_kendall().s(),
                         a.mann_kendall().s(), "", "tie-corrected"));
  render::WorkedFigure p =
      Both("Mann-Kendall p", b.mann_kendall().p(), a.mann_kendall().p(), "",
           "normal approximation, continuity-corrected, two-sided");
  p.is_p_value = true;
  Lacking("cannot be judged", !b.mann_kendall().has_p(),
          !a.mann_kendall().has_p(), p);
  figures.push_back(std::move(p));
  render::WorkedFigure exact =
      Both("Mann-Kendall exact p", b.mann_kendall().p_exact(),
           a.mann_kendall().p_exact(), "", "all orders, n at most 10, no ties");
  exact.is_p_value = true;
  Lacking("does not apply", !b.mann_kendall().has_p_exact(),
          !a.mann_kendall().has_p_exact(), exact);
  figures.push_back(std::move(exact));
  render::WorkedFigure slope = Both(
      StrCat("Theil-Sen slope a ", PeriodWord(entry.indicator->frequency())),
      b.theil_sen().slope(), a.theil_sen().slope(), "",
      "median of pairwise slopes");
  Lacking("too few", !b.has_theil_sen(), !a.has_theil_sen(), slope);
  figures.push_back(std::move(slope));
  render::WorkedFigure r1 =
      Both("Autocorrelation r1", b.autocorrelation().r1(),
           a.autocorrelation().r1(), "", "lag 1, flagged outside the bound");
  r1.constants = "1.96 / \u221An";
  Lacking("cannot be judged",
          b.autocorrelation().flag() == "cannot be judged" ||
              !b.has_autocorrelation(),
          a.autocorrelation().flag() == "cannot be judged" ||
              !a.has_autocorrelation(),
          r1);
  figures.push_back(std::move(r1));
  return figures;
}

}  // namespace csi::reporting
