#include "services/reporting/render/html_report.h"

#include <string>

#include "common/base/strings.h"
#include "services/reporting/render/chart_svg.h"
#include "services/reporting/render/effect_plot.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/palette.h"
#include "services/reporting/render/report_sections.h"
#include "services/reporting/render/style_sheet.h"

namespace csi::reporting::render {
namespace {

void AddHead(const ReportModel& model, Markup* out) {
  out->Open("head");
  out->Empty("meta", {{"charset", "utf-8"}});
  // Belt and braces: even markup that slipped through could load nothing.
  out->Empty("meta",
             {{"http-equiv", "Content-Security-Policy"},
              {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
  out->Empty("meta", {{"name", "viewport"},
                      {"content", "width=device-width, initial-scale=1"}});
  out->Empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  const std::string tenant =
      model.tenant_name.empty() ? model.tenant : model.tenant_name;
  out->Leaf("title", StrCat(model.title.empty() ? "CSI report" : model.title,
                            tenant.empty() ? "" : " \u00B7 ", tenant));
  out->Style(StrCat(PaletteCss(":root"), PageCss(), PrintCss(), ChartCss(),
                    EffectCss()));
  out->Close();
}

void AddGeneralRefusals(const ReportModel& model, Markup* out) {
  if (model.refusals.empty()) return;
  out->Open("section", {{"id", "refusals"}, {"aria-labelledby", "refusals-h"}});
  out->Leaf("h2", {{"id", "refusals-h"}}, "Refused before anything began");
  AddRefusals(model.refusals, out);
  out->Close();
}

}  // namespace

StateCounts CountStates(const std::vector<Entry>& entries) {
  StateCounts counts = {};
  for (const Entry& entry : entries) ++counts[static_cast<size_t>(entry.state)];
  return counts;
}

std::string RenderHtml(const ReportModel& model) {
  Markup out;
  out.Open("html", {{"lang", model.language.empty() ? "en" : model.language}});
  AddHead(model, &out);
  out.Open("body");
  AddReportHeader(model, &out);
  out.Open("main", {{"class", "page"}});
  AddGlance(model, &out);
  for (size_t i = 0; i < model.improvements.size(); ++i) {
    AddImprovement(model.improvements[i], i, &out);
  }
  AddGeneralRefusals(model, &out);
  AddEvidence(model, &out);
  out.Close();
  AddReportFooter(model, &out);
  return StrCat("<!DOCTYPE html>\n", out.Take());
}

}  // namespace csi::reporting::render
