#include "tools/csictl/register_table.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(RegisterTable, CsvFindsItsDelimiterAndLines) {
  const auto table =
      ReadCsvTable("\xEF\xBB\xBFNo;Title\r\n1;\"a;b\nc\"\r\n;\r\n2;d\r\n", 0);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->head, ElementsAre("No", "Title"));
  ASSERT_EQ(table->rows.size(), 2u);
  EXPECT_THAT(table->rows[0].cells, ElementsAre("1", "a;b\nc"));
  EXPECT_EQ(table->rows[1].line, 5);
}

TEST(RegisterTable, CsvMaySayItsDelimiterAndBeUtf16) {
  const auto said = ReadCsvTable("sep=;\r\nNo;A,B,C\r\n1;x\r\n", 0);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_THAT(said->head, ElementsAre("No", "A,B,C"));
  ASSERT_EQ(said->rows.size(), 1u);
  EXPECT_EQ(said->rows[0].line, 3);
  // A heading that only begins so is a heading.
  const auto heading = ReadCsvTable("sep=x,b\n1,2\n", 0);
  ASSERT_TRUE(heading.ok()) << heading.status();
  EXPECT_THAT(heading->head, ElementsAre("sep=x", "b"));
  std::string wide = "\xFF\xFE";
  for (char c : std::string("No;Title\n1;b\n")) wide += {c, '\0'};
  const auto utf16 = ReadCsvTable(wide, 0);
  ASSERT_TRUE(utf16.ok()) << utf16.status();
  EXPECT_THAT(utf16->head, ElementsAre("No", "Title"));
}

TEST(RegisterTable, CsvSaysWhichLineIsTooWide) {
  const auto table = ReadCsvTable("a,b\n1,2,3\n", ',');
  ASSERT_FALSE(table.ok());
  EXPECT_THAT(std::string(table.status().message()), HasSubstr("line 2 has 3"));
  EXPECT_FALSE(ReadCsvTable("", 0).ok());
}

TEST(RegisterTable, MarkdownIsTheFirstTableOfAText) {
  const auto table = ReadMarkdownTable(
      "# Register\n\n| No | Title |\n|---|:--:|\n| 1 | a \\| b<br>c |\n| | |\n"
      "| 2 | d |\n\nAnd | more\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->head, ElementsAre("No", "Title"));
  ASSERT_EQ(table->rows.size(), 2u);
  EXPECT_THAT(table->rows[0].cells, ElementsAre("1", "a | b\nc"));
  EXPECT_EQ(table->rows[1].line, 7);
  EXPECT_FALSE(ReadMarkdownTable("no table").ok());
  EXPECT_FALSE(ReadMarkdownTable("| a |\n| b |\n").ok());
}

TEST(RegisterTable, WhatIsWrittenIsReadBack) {
  TextTable table;
  table.head = {"a", "b"};
  table.rows = {{2, {"x|y\\z<br>", "two\nlines"}}, {3, {"", "\"q\", ;"}}};
  for (const auto& again : {ReadCsvTable(WriteCsvTable(table), ','),
                            ReadMarkdownTable(WriteMarkdownTable(table))}) {
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(again->rows.size(), 2u);
    EXPECT_EQ(again->rows[0].cells, table.rows[0].cells);
    EXPECT_EQ(again->rows[1].cells, table.rows[1].cells);
  }
}

TEST(RegisterTable, NoCellOfACsvIsAFormulaToASpreadsheet) {
  TextTable table;
  table.head = {"title", "description"};
  table.rows.push_back({0, {"=HYPERLINK(\"x\")", "'-1"}});
  const std::string text = WriteCsvTable(table);
  EXPECT_NE(text.find("'=HYPERLINK"), std::string::npos) << text;
  const auto again = ReadCsvTable(text, 0);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->rows[0].cells, table.rows[0].cells);
}

TEST(RegisterTable, NoBytesBreakTheReaders) {
  const std::string alphabet = "|\\<br>-: \n\r\",;ab\t\xc3\xa4";
  uint64_t random = 11;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (int j = 0; j < 40; ++j) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      text += alphabet[(random >> 33) % alphabet.size()];
    }
    for (const auto& table : {ReadCsvTable(text, 0), ReadMarkdownTable(text)}) {
      if (!table.ok()) continue;
      for (const TextRow& row : table->rows) {
        ASSERT_EQ(row.cells.size(), table->head.size()) << text;
      }
    }
  }
}

}  // namespace
}  // namespace csi::tools
