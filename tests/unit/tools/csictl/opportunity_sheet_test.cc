// RG9: an entry on one page.
#include "tools/csictl/opportunity_sheet.h"

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

OpportunityFile File() {
  OpportunityFile file;
  auto& entry = file.entry;
  entry.set_number(12);
  entry.set_title("Fewer <bypassed> releases");
  entry.set_state(registry::v1::OPPORTUNITY_STATE_IN_REVIEW);
  entry.set_accountable("tenants/acme/people/bob");
  entry.set_raised_by("tenants/acme/people/frank");
  entry.mutable_raise_date()->set_year(2026);
  entry.mutable_raise_date()->set_month(5);
  entry.mutable_raise_date()->set_day(1);
  entry.set_description(
      "A long text that goes on and on, over the end of a line of eighty "
      "columns and further still.\nSecond paragraph.");
  file.waiting.add_waiting_for("tenants/acme/people/anna");
  file.waiting.set_why("accept the verdict");
  auto& term = *file.score.add_terms();
  term.set_term("critical_business_area");
  term.set_points(2.5);
  term.set_fact("It is one.");
  for (int i = 0; i < 30; ++i) {
    auto& line = file.history.emplace_back();
    line.set_event("OpportunityUpdated");
    line.set_actor("tenants/acme/people/anna");
  }
  auto& objection = file.objections.emplace_back();
  objection.set_text("No.");
  objection.set_answer("Yes & no.");
  return file;
}

TEST(OpportunitySheet, TextSaysWhatMattersWithinEightyColumns) {
  const std::string text = SheetAsText(MakeSheet(File()));
  EXPECT_THAT(text, HasSubstr("12 Fewer <bypassed> releases\n"));
  EXPECT_THAT(text, HasSubstr("Raised on 2026-05-01 by frank"));
  EXPECT_THAT(text, HasSubstr("Waits for               anna: accept the"));
  EXPECT_THAT(text, HasSubstr("critical business area  2.5"));
  EXPECT_THAT(text, HasSubstr("15 earlier events"));
  EXPECT_THAT(text, Not(HasSubstr("On hold for")));
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST(OpportunitySheet, HtmlIsEscapedAndStandsAlone) {
  const std::string html = SheetAsHtml(MakeSheet(File()));
  EXPECT_THAT(html, HasSubstr("Fewer &lt;bypassed&gt; releases"));
  EXPECT_THAT(html, HasSubstr("Yes &amp; no."));
  EXPECT_THAT(html, HasSubstr("still.<br>Second paragraph."));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("http")));
}

}  // namespace
}  // namespace csi::tools
