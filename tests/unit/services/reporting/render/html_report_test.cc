#include "services/reporting/render/html_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/reporting/render/demo_model.h"
#include "tests/unit/services/reporting/render/markup_check.h"

namespace csi::reporting::render {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

CheckedMarkup Rendered(const ReportModel& model) {
  CheckedMarkup checked = CheckMarkup(RenderHtml(model));
  EXPECT_EQ(checked.error, "");
  return checked;
}

const Element* Find(const CheckedMarkup& page, std::string_view id) {
  for (const Element& element : page.elements) {
    const auto found = element.attributes.find("id");
    if (found != element.attributes.end() && found->second == id) {
      return &element;
    }
  }
  return nullptr;
}

TEST(RenderHtml, GivesTheSameBytesForTheSameModel) {
  EXPECT_EQ(RenderHtml(DemoModel()), RenderHtml(DemoModel()));
}

TEST(RenderHtml, IsOneDocumentThatLoadsNothing) {
  const std::string html = RenderHtml(DemoModel());
  EXPECT_EQ(html.find("<!DOCTYPE html>"), 0u);
  const CheckedMarkup page = CheckMarkup(html);
  EXPECT_EQ(page.error, "");
  EXPECT_EQ(page.elements.front().attributes.at("lang"), "en");
  for (const char* tag : {"script", "link", "img", "iframe", "object"}) {
    EXPECT_EQ(page.Count(tag), 0) << tag;
  }
  for (const Element& element : page.elements) {
    for (const auto& [name, value] : element.attributes) {
      EXPECT_NE(name, "src");
      EXPECT_NE(name.substr(0, 2), "on") << name;
      if (name == "href") {
        EXPECT_EQ(value[0], '#') << value;
      }
    }
  }
  EXPECT_THAT(html, Not(HasSubstr("url(")));
  EXPECT_THAT(html, Not(HasSubstr("@import")));
}

TEST(RenderHtml, StyleSheetIsBalanced) {
  const std::string html = RenderHtml(DemoModel());
  const size_t start = html.find("<style>");
  const size_t end = html.find("</style>");
  ASSERT_NE(end, std::string::npos);
  int depth = 0;
  int deepest = 0;
  for (size_t i = start; i < end; ++i) {
    depth += html[i] == '{';
    depth -= html[i] == '}';
    deepest = std::max(deepest, depth);
    ASSERT_GE(depth, 0) << html.substr(start, i - start);
  }
  EXPECT_EQ(depth, 0) << "a rule is not closed and swallows the rest";
  EXPECT_EQ(deepest, 2) << "rules inside media queries, nothing deeper";
}

TEST(RenderHtml, HeadNamesTenantPeriodTimeAndChainHead) {
  const CheckedMarkup page = Rendered(DemoModel());
  const std::string text = page.AllText();
  EXPECT_THAT(text, HasSubstr("Demo tenant"));
  EXPECT_THAT(text, HasSubstr("2025-09-15 07:30"));
  EXPECT_THAT(text, HasSubstr("position 1,284, head "));
  EXPECT_THAT(text, HasSubstr("5f0d4c7e9b1a\u2026")) << "short";
  bool full = false;
  for (const Element& element : page.elements) {
    const auto title = element.attributes.find("title");
    full = full || (title != element.attributes.end() &&
                    title->second == DemoModel().journals[0].head);
  }
  EXPECT_TRUE(full) << "the whole head is in the title";
}

TEST(RenderHtml, FootGivesTheWholeChainHeadForPaper) {
  const CheckedMarkup page = Rendered(DemoModel());
  EXPECT_THAT(page.AllText(), HasSubstr(DemoModel().journals[0].head));
}

TEST(RenderHtml, CountsRunningImprovementsAndNeverAddsTheOthers) {
  ReportModel model = DemoModel();
  model.counts = {};
  model.counts[static_cast<size_t>(EntryState::kInProgress)] = 12345;
  model.counts[static_cast<size_t>(EntryState::kAccepted)] = 1;
  model.counts[static_cast<size_t>(EntryState::kAssessed)] = 2;
  model.counts[static_cast<size_t>(EntryState::kApproved)] = 4;
  model.counts[static_cast<size_t>(EntryState::kInReview)] = 31;
  model.counts[static_cast<size_t>(EntryState::kOnHold)] = 32;
  model.counts[static_cast<size_t>(EntryState::kClosed)] = 33;
  model.counts[static_cast<size_t>(EntryState::kDeferred)] = 34;
  const CheckedMarkup page = Rendered(model);
  std::vector<std::string> tiles;
  for (const Element& element : page.elements) {
    const auto style = element.attributes.find("class");
    if (style == element.attributes.end()) continue;
    if (style->second == "running-number") {
      EXPECT_EQ(element.text, "12,345");
    }
    if (style->second == "tile-number") tiles.push_back(element.text);
  }
  EXPECT_EQ(tiles, (std::vector<std::string>{"7", "31", "32", "33"}));
  EXPECT_THAT(page.AllText(), HasSubstr("34 deferred"));
}

TEST(RenderHtml, EntriesLinkToTheirSections) {
  const CheckedMarkup page = Rendered(DemoModel());
  int links = 0;
  for (const Element& element : page.elements) {
    if (element.tag != "a") continue;
    ++links;
    EXPECT_NE(Find(page, element.attributes.at("href").substr(1)), nullptr);
  }
  EXPECT_EQ(links, 2);
}

TEST(RenderHtml, IdsAreUniqueAndReferencesResolve) {
  const CheckedMarkup page = Rendered(DemoModel());
  std::set<std::string> ids;
  for (const Element& element : page.elements) {
    const auto id = element.attributes.find("id");
    if (id == element.attributes.end()) continue;
    EXPECT_TRUE(ids.insert(id->second).second) << id->second;
  }
  for (const Element& element : page.elements) {
    const auto labels = element.attributes.find("aria-labelledby");
    if (labels == element.attributes.end()) continue;
    for (const absl::string_view id : absl::StrSplit(labels->second, ' ')) {
      EXPECT_EQ(ids.count(std::string(id)), 1u) << id;
    }
  }
}

TEST(RenderHtml, TablesHaveCaptionsAndHeaders) {
  const CheckedMarkup page = Rendered(DemoModel());
  EXPECT_GT(page.Count("table"), 10);
  EXPECT_EQ(page.Count("table"), page.Count("caption"));
  EXPECT_EQ(page.Count("table"), page.Count("thead"));
  for (const Element& element : page.elements) {
    if (element.tag == "th") {
      EXPECT_EQ(element.attributes.count("scope"), 1u);
    }
  }
  EXPECT_EQ(page.Count("h1"), 1);
}

TEST(RenderHtml, ShowsVerdictWithItsSeparateAnswers) {
  const std::string text = Rendered(DemoModel()).AllText();
  for (const char* words :
       {"Improved", "Still changing", "Too early to say",
        "No other change is recorded", "Guard figures held", "Refused",
        "\u221228.9", "\u221233.9 to \u221223.9", "\u221229.0", "Inconclusive",
        "TOO_FEW", "BASELINE_RISING", "OVER_DISPERSED",
        "the date is illustrative; no real change is known", "70.6", "77.2",
        "1.63\u00A0×\u00A010⁻²⁰"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
}

TEST(RenderHtml, ShowsTheFourTrendAnswersWithMethodAndN) {
  const std::string text = Rendered(DemoModel()).AllText();
  EXPECT_THAT(text, HasSubstr("Direction: positive or negative?"));
  EXPECT_THAT(text, HasSubstr("Is it significant?"));
  EXPECT_THAT(text, HasSubstr("What is the likely impact?"));
  EXPECT_THAT(text, HasSubstr("Is it predictable?"));
  EXPECT_THAT(text, HasSubstr("Mann-Kendall"));
  EXPECT_THAT(text, HasSubstr("A straight line cannot go on"));
}

TEST(RenderHtml, ShowsWhoActedUnderWhichAuthorityAndWhatWasRefused) {
  const std::string text = Rendered(DemoModel()).AllText();
  EXPECT_THAT(text, HasSubstr("Who did what when under which authority"));
  EXPECT_THAT(text, HasSubstr("seven-step, central, version 3"));
  EXPECT_THAT(text, HasSubstr("ACTING"));
  EXPECT_THAT(text, HasSubstr("What was refused and why"));
  EXPECT_THAT(text, HasSubstr("BASELINE_MISSING"));
  EXPECT_THAT(text, HasSubstr("two people stand behind the A"));
  EXPECT_THAT(text, HasSubstr("delivered 2 times, counted once"));
  EXPECT_THAT(text, HasSubstr("arrived out of order"));
  EXPECT_THAT(text, HasSubstr("lapsed: no opinion given"));
}

TEST(RenderHtml, ShowsDataQualityInputsAndMethods) {
  const std::string text = Rendered(DemoModel()).AllText();
  EXPECT_THAT(text, HasSubstr("141,712"));
  EXPECT_THAT(text, HasSubstr("fd184bbfd623\u2026"));
  EXPECT_THAT(text, HasSubstr("CC BY 4.0"));
  EXPECT_THAT(text, HasSubstr("factor 2.658681"));
}

TEST(RenderHtml, MarksOverdueEntriesByTheTimeInTheModel) {
  ReportModel model;
  model.generated_time = DemoTime("2025-07-01 00:00");
  model.entries = {{.number = "1",
                    .state = EntryState::kInProgress,
                    .due = absl::CivilDay(2025, 6, 30)}};
  EXPECT_EQ(Rendered(model).CountClass("late"), 1);
  model.entries[0].due = absl::CivilDay(2025, 7, 1);
  EXPECT_EQ(Rendered(model).CountClass("late"), 0) << "due today";
  model.entries[0].due = absl::CivilDay(2025, 6, 30);
  model.entries[0].state = EntryState::kClosed;
  EXPECT_EQ(Rendered(model).CountClass("late"), 0) << "closed";
}

TEST(RenderHtml, ReadsWellWhenThereIsNothingYet) {
  const CheckedMarkup page = Rendered(ReportModel());
  const std::string text = page.AllText();
  EXPECT_THAT(text, HasSubstr("CSI report"));
  EXPECT_THAT(text, HasSubstr("running improvements"));
  EXPECT_THAT(text, HasSubstr("The register is empty."));
  EXPECT_THAT(text, HasSubstr("No data have been read"));
  EXPECT_EQ(page.Count("table"), 0) << "no empty tables";
}

TEST(RenderHtml, ReadsWellForAnImprovementWithoutFigures) {
  ReportModel model;
  model.improvements.resize(1);
  model.improvements[0].entry.title = "Just begun";
  const CheckedMarkup page = Rendered(model);
  const std::string text = page.AllText();
  EXPECT_THAT(text, HasSubstr("No chart: no indicator is chosen yet"));
  EXPECT_THAT(text, HasSubstr("No verdict yet"));
  EXPECT_THAT(text, HasSubstr("Nobody has acted on this improvement yet."));
  EXPECT_EQ(page.Count("table"), 0);
}

TEST(RenderHtml, SaysThatAnIndicatorHasNoFiguresYet) {
  ReportModel model;
  model.improvements.resize(1);
  model.improvements[0].indicator = "Outages with a cause";
  EXPECT_THAT(
      Rendered(model).AllText(),
      HasSubstr("No chart: no figures are recorded yet for Outages with a "
                "cause."));
}

TEST(RenderHtml, ShowsThatTheAccountablePersonHasLeft) {
  ReportModel model;
  model.entries.resize(1);
  model.entries[0].accountable = "Hugo Stein";
  EXPECT_THAT(Rendered(model).AllText(), Not(HasSubstr("has left")));
  model.entries[0].accountable_left = true;
  EXPECT_THAT(Rendered(model).AllText(), HasSubstr("has left"));
}

TEST(RenderHtml, ShowsTheRoleWhileNobodyHasSpokenForIt) {
  ReportModel model;
  model.improvements.resize(1);
  model.improvements[0].consultations.resize(2);
  model.improvements[0].consultations[0].role = "Customer";
  model.improvements[0].consultations[1].person = "Clara Voss";
  model.improvements[0].consultations[1].recorded_by = "Mara Lind";
  const std::string text = Rendered(model).AllText();
  EXPECT_THAT(text, HasSubstr("Customer"));
  EXPECT_THAT(text, HasSubstr("Clara Voss"));
  EXPECT_THAT(text, HasSubstr("recorded by  Mara Lind"));
}

TEST(RenderHtml, ShowsAPositionWithoutAHead) {
  ReportModel model;
  model.journals = {{.service = "workflow", .position = 74}};
  const std::string text = Rendered(model).AllText();
  EXPECT_THAT(text, HasSubstr("read up to position 74"));
  EXPECT_THAT(text, Not(HasSubstr("Head of journal")));
}

TEST(RenderHtml, ReadsWellForWhatCannotBeMeasured) {
  ReportModel model;
  model.improvements.resize(1);
  model.improvements[0].verdict.value = VerdictValue::kNotMeasurable;
  model.improvements[0].verdict.reasons = {{"LEGAL", "a legal duty"}};
  const std::string text = Rendered(model).AllText();
  EXPECT_THAT(text, HasSubstr("Not measurable"));
  EXPECT_THAT(text, HasSubstr("LEGAL"));
  EXPECT_THAT(text, HasSubstr("a legal duty"));
}

}  // namespace
}  // namespace csi::reporting::render
