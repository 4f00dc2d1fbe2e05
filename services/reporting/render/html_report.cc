#include "services/reporting/render/html_report.h"

#include <string>

#include "common/base/strings.h"
#include "services/reporting/render/block_html.h"
#include "services/reporting/render/chart_svg.h"
#include "services/reporting/render/effect_plot.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/overview_svg.h"
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
                    EffectCss(),
                    model.layout.sections.empty() ? "" : OverviewCss()));
  out->Close();
}

void AddGeneralRefusals(const ReportModel& model, Markup* out) {
  if (model.refusals.empty()) return;
  out->Open("section", {{"id", "refusals"}, {"aria-labelledby", "refusals-h"}});
  out->Leaf("h2", {{"id", "refusals-h"}}, "Refused before anything began");
  AddRefusals(model.refusals, out);
  out->Close();
}

// Without an audience.
void AddOverview(const ReportModel& model, Markup* out) {
  AddGlance(model, out);
  for (size_t i = 0; i < model.improvements.size(); ++i) {
    AddImprovement(model.improvements[i], i, model.layout, out);
  }
  AddGeneralRefusals(model, out);
  AddEvidence(model, out);
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
  const bool brief = model.layout.depth == Depth::kBrief;
  out.Open("body",
           {{"class", brief ? std::string_view("brief") : Markup::kOmit}});
  AddReportHeader(model, &out);
  out.Open("main", {{"class", "page"}});
  if (model.layout.sections.empty()) {
    AddOverview(model, &out);
  } else {
    AddSections(model, &out);
  }
  out.Close();
  AddReportFooter(model, &out);
  return StrCat("<!DOCTYPE html>\n", out.Take());
}

}  // namespace csi::reporting::render
