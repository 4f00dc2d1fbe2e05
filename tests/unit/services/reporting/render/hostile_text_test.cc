// Every string of the model, whatever it holds, stays text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/reporting/render/chart_svg.h"
#include "services/reporting/render/demo_model.h"
#include "services/reporting/render/html_report.h"
#include "services/reporting/render/summary_json.h"
#include "tests/unit/services/reporting/render/markup_check.h"

namespace csi::reporting::render {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ChartModel FilledChart(const std::string& text) {
  ChartModel chart = *DemoBypass().chart;
  chart.title = chart.unit = chart.value_axis = chart.limit_rule = text;
  for (ChartPoint& point : chart.points) {
    point.note = text;
    for (Signal& signal : point.signals) signal.rule = text;
  }
  for (ChartSegment& segment : chart.segments) segment.label = text;
  for (ChangeWindow& change : chart.changes) change.label = text;
  chart.target->label = text;
  return chart;
}

Verdict FilledVerdict(const std::string& text) {
  Verdict verdict = DemoBypass().verdict;
  verdict.reasons = verdict.notes = {{text, text}};
  verdict.accepted_by = verdict.accepted_mark = verdict.difference_unit = text;
  for (EffectFigure& figure : verdict.figures) {
    figure.name = figure.basis = figure.test = figure.note = text;
  }
  verdict.after_state_words = verdict.target_words = verdict.assurance = text;
  verdict.attribution_words = verdict.guards_words = text;
  verdict.new_baseline_words = text;
  verdict.other_changes = {text};
  return verdict;
}

TrendAnswers FilledTrend(const std::string& text) {
  const TrendAnswer answer = {
      .answer = text, .words = text, .method = text, .n = 8, .caveats = {text}};
  return {.window = text,
          .direction = answer,
          .significance = answer,
          .likely_impact = answer,
          .predictability = answer,
          .caveats = {text}};
}

Refusal FilledRefusal(const std::string& text) {
  return {.person = text,
          .wanted = text,
          .reason = text,
          .text = text,
          .rule = text,
          .remedy = text};
}

Improvement FilledImprovement(const std::string& text) {
  Improvement improvement;
  improvement.entry = {.number = text,
                       .title = text,
                       .accountable = text,
                       .step = text,
                       .verdict = VerdictValue::kInconclusive,
                       .verdict_reasons = {text}};
  improvement.description = improvement.indicator = improvement.change = text;
  improvement.facts = {{text, text}};
  improvement.chart = FilledChart(text);
  improvement.verdict = FilledVerdict(text);
  improvement.trends = {FilledTrend(text)};
  improvement.figures = {{.name = text,
                          .before = 1,
                          .after_text = text,
                          .unit = text,
                          .method = text,
                          .constants = text}};
  improvement.acts = {{.person = text,
                       .on_behalf_of = text,
                       .act = text,
                       .step = text,
                       .letter = text,
                       .role = text,
                       .matrix = text,
                       .exceptions = {text},
                       .note = text}};
  improvement.rfcs = {{.id = text,
                       .title = text,
                       .status = text,
                       .raised_by = text,
                       .history = {{.status = text, .raw_status = text}}}};
  improvement.consultations = {{.person = text,
                                .role = text,
                                .step = text,
                                .outcome = text,
                                .answer = text}};
  improvement.refusals = {FilledRefusal(text)};
  return improvement;
}

ReportModel FilledModel(const std::string& text) {
  ReportModel model;
  model.title = model.language = model.tenant = model.tenant_name = text;
  model.generated_by = text;
  model.journals = {{text, 1, text}};
  model.improvements = {FilledImprovement(text)};
  model.entries = {model.improvements[0].entry};
  model.refusals = {FilledRefusal(text)};
  model.quality = {{.source = text, .findings = {text}}};
  model.inputs = {{text, text, text, text, text}};
  model.methods = {{text, text, text}};
  return model;
}

// The elements of the page do not depend on what the strings hold.
std::vector<std::string> TagsOf(const CheckedMarkup& page) {
  std::vector<std::string> tags;
  for (const Element& element : page.elements) tags.push_back(element.tag);
  return tags;
}

void ExpectStaysText(const std::string& text) {
  const CheckedMarkup plain = CheckMarkup(RenderHtml(FilledModel("plain")));
  const CheckedMarkup page = CheckMarkup(RenderHtml(FilledModel(text)));
  EXPECT_EQ(plain.error, "");
  EXPECT_EQ(page.error, "") << text;
  EXPECT_EQ(page.Count("script"), 0);
  for (const Element& element : page.elements) {
    for (const auto& [name, value] : element.attributes) {
      EXPECT_NE(name.substr(0, 2), "on") << name;
    }
  }
  EXPECT_EQ(CheckMarkup(RenderChartSvg(FilledChart(text))).error, "");
}

TEST(HostileText, MarkupStaysText) {
  for (const char* text :
       {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
        "' onload='alert(1)", "</style><script>x</script>", "]]><!--",
        "&lt;b&gt; &amp; &#x3c;", "</title><svg onload=x>", "<", ">", "&",
        "{{7*7}}${x}", "javascript:alert(1)"}) {
    ExpectStaysText(text);
  }
}

TEST(HostileText, PageHasTheSameElementsWhateverTheTextIs) {
  EXPECT_EQ(TagsOf(CheckMarkup(RenderHtml(FilledModel("plain")))),
            TagsOf(CheckMarkup(RenderHtml(FilledModel("<b>\"'")))));
}

TEST(HostileText, BrokenBytesAndControlsAreReplaced) {
  ExpectStaysText(std::string("a\0b\x01\x1b[31m\xFF\xC0\xAF\xED\xA0\x80", 16));
}

TEST(HostileText, OverridesCannotTurnTheReadingOrder) {
  const std::string html = RenderHtml(FilledModel("refused\u202Edevorppa"));
  EXPECT_THAT(html, Not(HasSubstr("\u202E")));
  EXPECT_THAT(html, HasSubstr("refused\uFFFDdevorppa"));
}

TEST(HostileText, OtherScriptsAreShownAsTheyAre) {
  for (const char* text :
       {"変更管理プロセスの改善", "تحسين عملية إدارة التغيير", "שיפור תהליך",
        "Ελληνικά", "हिन्दी", "e\u0301\u0323", "👩‍🔧🚀"}) {
    ExpectStaysText(text);
    EXPECT_THAT(RenderHtml(FilledModel(text)), HasSubstr(text));
    EXPECT_THAT(RenderSummaryJson(FilledModel(text)), HasSubstr(text));
  }
}

TEST(HostileText, VeryLongTextIsKeptWholeOutsideCharts) {
  const std::string word(20000, 'x');
  ExpectStaysText(word);
  EXPECT_THAT(RenderHtml(FilledModel(word)), HasSubstr(word));
}

TEST(HostileText, EmptyTextLeavesNoEmptyTableCell) {
  const CheckedMarkup page = CheckMarkup(RenderHtml(FilledModel("")));
  EXPECT_EQ(page.error, "");
}

}  // namespace
}  // namespace csi::reporting::render
