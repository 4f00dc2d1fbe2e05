#include "services/raci/table/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/raci/table/matrix_table.h"
#include "tests/unit/services/raci/matchers.h"

namespace csi::raci {
namespace {

using ::testing::ElementsAre;

TEST(ParseTable, ReadsQuotedCellsAndOtherSeparators) {
  auto table = ParseTable(
      "\xef\xbb\xbf"
      "Activity;\"A \"\"x\"\";\nb\";C\r\n\r\nPlan;R;\r\n",
      TableKind::kCsv);
  ASSERT_ACCEPTED(table);
  EXPECT_THAT(table->head, ElementsAre("Activity", "A \"x\";\nb", "C"));
  ASSERT_EQ(table->rows.size(), 1u);
  EXPECT_THAT(table->rows[0], ElementsAre("Plan", "R", ""));
}

TEST(ParseTable, FindsTheMarkdownTableInADocument) {
  auto table = ParseTable(
      "# Title\n\ntext | with a bar\n\n| Activity | A\\|B | C |\n"
      "|---|:---:|---|\n| Plan | R | A |\n| Do | | |\n\nend\n",
      TableKind::kFound);
  ASSERT_ACCEPTED(table);
  EXPECT_THAT(table->head, ElementsAre("Activity", "A|B", "C"));
  ASSERT_EQ(table->rows.size(), 2u);
  EXPECT_THAT(table->rows[1], ElementsAre("Do", "", ""));
}

TEST(ParseTable, NamesTheLineOfWhatIsBroken) {
  EXPECT_REFUSED(ParseTable("a,b\n1,\"x\n", TableKind::kCsv), "FIELD_INVALID",
                 "line 2, column 3: a quoted cell begins here");
  EXPECT_REFUSED(ParseTable("a,b\n1,2\n1,2,3\n", TableKind::kCsv),
                 "FIELD_INVALID", "line 3");
  EXPECT_REFUSED(ParseTable("", TableKind::kCsv), "FIELD_INVALID", "empty");
  EXPECT_REFUSED(ParseTable("no table", TableKind::kMarkdown), "FIELD_INVALID",
                 "no Markdown table");
  EXPECT_REFUSED(ParseTable("alone\n", TableKind::kCsv), "FIELD_INVALID",
                 "at least one role");
}

TEST(ParseTable, RefusesMoreRowsThanAMatrixHas) {
  std::string text = "Activity,Role\n";
  for (size_t i = 0; i <= kTableRowsMax; ++i) text += "x,R\n";
  EXPECT_REFUSED(ParseTable(text, TableKind::kCsv), "FIELD_INVALID",
                 "at most 500 rows");
}

TEST(WriteTable, IsReadBackAsItWas) {
  Table table;
  table.head = {"Activity", "A, \"b\"", "C|d"};
  table.rows = {{"Plan", "A/R", ""}, {"Do, then", "", "C!"}};
  for (auto [kind, text] :
       {std::pair(TableKind::kCsv, WriteCsv(table)),
        std::pair(TableKind::kMarkdown, WriteMarkdown(table))}) {
    auto back = ParseTable(text, kind);
    ASSERT_ACCEPTED(back);
    EXPECT_EQ(back->head, table.head);
    EXPECT_EQ(back->rows, table.rows);
  }
}

TEST(MatrixOf, MakesIdsThatAreUnique) {
  Table table;
  table.head = {"Activity", "Role", "role", "\xd0\xa4"};
  table.rows = {{"Gather {#step-3}", "A/R", "", ""},
                {"Plan it!", "", "R", ""},
                {"plan it", "", "", ""}};
  const MatrixReading reading = MatrixOf(table);
  EXPECT_EQ(reading.matrix.columns(0).id(), "role");
  EXPECT_EQ(reading.matrix.columns(1).id(), "role-2");
  EXPECT_EQ(reading.matrix.columns(2).id(), "column-3");
  EXPECT_EQ(reading.matrix.activities(0).id(), "step-3");
  EXPECT_EQ(reading.matrix.activities(0).title(), "Gather");
  EXPECT_EQ(reading.matrix.activities(1).id(), "plan-it");
  EXPECT_EQ(reading.matrix.activities(2).id(), "plan-it-2");
}

TEST(MatrixOf, SaysWhichNamesStandTwiceOrNowhere) {
  Table table;
  table.head = {"Activity", "Dev", "Dev", "Dev {#dev-3}"};
  table.rows = {
      {"Plan", "A/R", "", ""}, {"Plan", "", "A/R", ""}, {"", "", "", "A/R"}};
  const MatrixReading reading = MatrixOf(table);
  std::vector<std::string> told;
  for (const auto& finding : reading.findings) {
    EXPECT_EQ(finding.rule(), "T1");
    told.push_back(finding.message());
  }
  EXPECT_THAT(told,
              ::testing::ElementsAre(
                  "The column \"Dev\" stands twice; the second is taken as "
                  "dev-2.",
                  "The activity \"Plan\" stands twice; the second is taken as "
                  "plan-2.",
                  "The activity has no name; it is taken as activity-3."));
}

}  // namespace
}  // namespace csi::raci
