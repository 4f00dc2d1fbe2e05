#include "services/reporting/render/report_forms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "services/reporting/render/demo_model.h"
#include "services/reporting/render/html_report.h"
#include "services/reporting/render/report_blocks.h"
#include "tests/unit/services/reporting/render/markup_check.h"

namespace csi::reporting::render {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Audience kAll[] = {
    Audience::kSeniorManagement, Audience::kServiceOwner,
    Audience::kProcessOwner,     Audience::kCsiManager,
    Audience::kCustomerReview,   Audience::kSlaReview,
    Audience::kReportingAnalyst};

// Every text that the overview shows.
ReportModel Hostile(const std::string& text) {
  ReportModel model = DemoReport(Audience::kReportingAnalyst);
  model.title = model.tenant_name = text;
  for (AgreementResult& agreement : model.agreements) {
    agreement.title = agreement.service = agreement.sentence = text;
    agreement.improvements = {text};
    for (AgreementOutage& outage : agreement.outages) {
      outage.what = outage.cause = outage.summary = text;
    }
    for (AgreementShare& share : agreement.shares) share.title = text;
    for (AgreementTime& time : agreement.times) time.target = text;
  }
  for (GoalNode& goal : model.success.goals) {
    goal.title = text;
    for (FactorNode& factor : goal.factors) {
      factor.title = text;
      for (KpiNode& kpi : factor.kpis) kpi.title = kpi.unit = text;
    }
  }
  model.success.findings = {text};
  for (HeatRow& row : model.heat_map.rows) row.title = row.unit = text;
  for (TimelineItem& item : model.timeline.items) item.title = item.note = text;
  for (TrendEvidence& evidence : model.trend_evidence) {
    evidence.indicator = evidence.unit = evidence.forecast_period = text;
  }
  for (Improvement& improvement : model.improvements) {
    improvement.entry.title = improvement.sentence = text;
  }
  return model;
}

TEST(ReportForms, EveryAudienceIsWellFormedAndLoadsNothing) {
  for (const Audience audience : kAll) {
    const std::string html = RenderHtml(DemoReport(audience));
    const CheckedMarkup checked = CheckMarkup(html);
    EXPECT_EQ(checked.error, "") << AudienceTitle(audience);
    EXPECT_EQ(checked.Count("script"), 0);
    EXPECT_EQ(checked.Count("img"), 0);
    EXPECT_THAT(html,
                AllOf(Not(HasSubstr("http://")), Not(HasSubstr("https://"))));
  }
}

TEST(ReportForms, ChartsHaveATextAlternative) {
  const CheckedMarkup checked =
      CheckMarkup(RenderHtml(DemoReport(Audience::kReportingAnalyst)));
  int charts = 0;
  for (const Element& element : checked.elements) {
    if (element.tag != "svg" || element.attributes.count("role") == 0) continue;
    ++charts;
    EXPECT_EQ(element.attributes.at("role"), "img");
    EXPECT_EQ(element.attributes.count("aria-labelledby") +
                  element.attributes.count("aria-label"),
              1U);
  }
  // Of two improvements with four plots of effects, tree, timeline, flow.
  EXPECT_EQ(charts, 9);
  EXPECT_THAT(checked.AllText(),
              HasSubstr("KPI Releases that bypass the process: missed: 44"));
}

TEST(ReportForms, HtmlKeepsHostileTextAsText) {
  const std::string html =
      RenderHtml(Hostile("\"><script>alert('x')</script>&amp;"));
  EXPECT_EQ(CheckMarkup(html).error, "");
  EXPECT_EQ(CheckMarkup(html).Count("script"), 0);
}

TEST(ReportForms, MarkdownKeepsHostileTextAsText) {
  const std::string text =
      RenderMarkdown(Hostile("<script>|x|\n# [a](javascript:b) *c* `d`"));
  EXPECT_THAT(text, Not(HasSubstr("<script>")));
  EXPECT_THAT(text, Not(HasSubstr("](")));
  EXPECT_THAT(text, Not(HasSubstr("\n# [")));
  EXPECT_THAT(text, HasSubstr("\\<script\\>\\|x\\| \\# "));
}

TEST(ReportForms, MarkdownTablesHaveAsManyCellsAsColumns) {
  const std::string text =
      RenderMarkdown(DemoReport(Audience::kReportingAnalyst));
  size_t bars = 0;
  for (size_t start = 0; start < text.size();) {
    const size_t end = text.find('\n', start);
    const std::string line = text.substr(start, end - start);
    start = end + 1;
    if (line.empty() || line[0] != '|') {
      bars = 0;
      continue;
    }
    size_t here = 0;
    for (size_t i = 0; i < line.size(); ++i) {
      here += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1 : 0;
    }
    if (bars == 0) bars = here;
    EXPECT_EQ(here, bars) << line;
  }
}

TEST(ReportForms, CsvGuardsFormulasAndKeepsFullPrecision) {
  ReportModel model = Hostile("=cmd|'/c calc'!A1");
  model.agreements[0].full_month.percent = 98.87654321098765;
  const std::string csv = RenderCsv(model);
  EXPECT_THAT(csv, Not(HasSubstr(",=cmd")));
  EXPECT_THAT(csv, HasSubstr(",'=cmd|'/c calc'!A1,"));
  EXPECT_THAT(csv, HasSubstr(",98.87654321098765,98.876"));
  EXPECT_EQ(csv.rfind("section,item,table,row,column,value,text\n", 0), 0U);
}

TEST(ReportForms, JsonNamesEverySectionOfTheLayout) {
  const ReportModel model = DemoReport(Audience::kCsiManager);
  const std::string json = RenderReportJson(model);
  for (const Section section : model.layout.sections) {
    EXPECT_THAT(json, HasSubstr("\"section\": \"" +
                                std::string(SectionKey(section)) + "\""));
  }
}

TEST(ReportForms, CustomersSeeNoRecordsAndNoRefusals) {
  for (const Audience audience :
       {Audience::kCustomerReview, Audience::kSlaReview}) {
    const std::string html = RenderHtml(DemoReport(audience));
    EXPECT_THAT(html, Not(HasSubstr("Consultations")));
    EXPECT_THAT(html, Not(HasSubstr("NOT_AUTHORIZED")));
  }
  EXPECT_THAT(RenderHtml(DemoReport(Audience::kReportingAnalyst)),
              HasSubstr("Consultations"));
}

TEST(ReportForms, ABriefReportTellsOfAFewImprovementsAndCountsTheRest) {
  ReportModel model = DemoReport(Audience::kSeniorManagement);
  model.improvements.resize(11, model.improvements[0]);
  const CheckedMarkup checked = CheckMarkup(RenderHtml(model));
  EXPECT_THAT(checked.AllText(), HasSubstr("3 more are in the register."));
}

TEST(ReportForms, AnEmptyModelSaysWhatIsMissing) {
  ReportModel model;
  model.layout = LayoutOf(Audience::kReportingAnalyst);
  const std::string html = RenderHtml(model);
  EXPECT_EQ(CheckMarkup(html).error, "");
  for (const char* said :
       {"No agreement is recorded", "No critical success factor is recorded",
        "Neither an agreement nor a KPI has figures",
        "No improvement has a baseline or a run yet"}) {
    EXPECT_THAT(html, HasSubstr(said));
  }
}

}  // namespace
}  // namespace csi::reporting::render
