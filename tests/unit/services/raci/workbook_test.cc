#include "services/raci/formats/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "common/base/strings.h"
#include "services/raci/formats/matrix_file.h"
#include "services/raci/formats/zip_archive.h"
#include "services/raci/table/letters.h"
#include "tests/unit/services/raci/matchers.h"

namespace csi::raci {
namespace {

using ::testing::HasSubstr;

// Lines in their order, cells by their place.
std::string TextOf(const v1::Matrix& matrix) {
  std::string text;
  for (const auto& column : matrix.columns()) {
    StrAppend(&text, "column ", column.id(), "=", column.title(), "\n");
  }
  for (const auto& activity : matrix.activities()) {
    StrAppend(&text, "activity ", activity.id(), "=", activity.title(), " (",
              activity.section(), ")\n");
  }
  std::set<std::string> cells;
  for (const auto& cell : matrix.cells()) {
    std::vector<common::v1::Letter> letters;
    for (int letter : cell.letters()) {
      letters.push_back(static_cast<common::v1::Letter>(letter));
    }
    cells.insert(StrCat(cell.activity(), " x ", cell.column(), ": ",
                        WriteLetters(letters, cell.blocking())));
  }
  for (const std::string& cell : cells) StrAppend(&text, cell, "\n");
  return text;
}

// A workbook with one sheet; other parts as given.
std::string Workbook(const std::string& sheet, const std::string& strings) {
  auto bytes = WriteZip(
      {{"xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Front\" r:id=\"a\"/>"
        "<sheet name=\"RACI\" r:id=\"b\"/><sheet name=\"Old\" state=\"hidden\" "
        "r:id=\"b\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" "
        "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" "
        "Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"},
       {"xl/sharedStrings.xml", strings},
       {"xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Made by "
        "hand</t></is></c></row></sheetData></worksheet>"},
       {"xl/worksheets/sheet2.xml", sheet}});
  return bytes.ok() ? *bytes : "";
}

constexpr char kStrings[] =
    "<sst><si><t>Activity</t></si><si><r><t>Service </t></r><r><t>owner</t>"
    "</r><rPh><t>kana</t></rPh></si><si><t>Desk</t></si><si><t>Plan</t></si>"
    "</sst>";

TEST(ReadMatrixFile, ReadsTheSheetOfAWorkbookThatHoldsLetters) {
  const std::string sheet =
      "<x:worksheet xmlns:x=\"m\"><x:sheetData>"
      "<x:row r=\"2\"><x:c r=\"B2\" t=\"s\"><x:v>0</x:v></x:c>"
      "<x:c r=\"C2\" t=\"s\"><x:v>1</x:v></x:c>"
      "<x:c r=\"D2\" t=\"s\"><x:v>2</x:v></x:c></x:row>"
      "<x:row r=\"3\"><x:c r=\"B3\" t=\"inlineStr\"><x:is><x:t>Start</x:t>"
      "</x:is></x:c></x:row>"
      "<x:row r=\"5\"><x:c r=\"B5\" t=\"s\"><x:v>3</x:v></x:c>"
      "<x:c r=\"C5\" t=\"str\"><x:f>X1</x:f><x:v>A/R</x:v></x:c>"
      "<x:c r=\"D5\"><x:v>1</x:v></x:c></x:row></x:sheetData>"
      "<x:mergeCells><x:mergeCell ref=\"B3:D3\"/></x:mergeCells>"
      "</x:worksheet>";
  auto reading = ReadMatrixFile(Workbook(sheet, kStrings), {});
  ASSERT_ACCEPTED(reading);
  EXPECT_EQ(TextOf(reading->matrix),
            "column service-owner=Service owner\ncolumn desk=Desk\n"
            "activity plan=Plan (Start)\nplan x desk: I\n"
            "plan x service-owner: A/R\n");
  ASSERT_EQ(reading->repairs.size(), 1u);
  EXPECT_EQ(reading->repairs[0], (Repair{1, "Desk", "1", "I"}));
  ReadOptions team;
  team.sheet = "Team";
  const auto absent = ReadMatrixFile(Workbook(sheet, kStrings), team);
  EXPECT_THAT(std::string(absent.status().message()),
              HasSubstr("there are \"Front\", \"RACI\", \"Old\""));
}

TEST(ReadMatrixFile, RefusesWorkbooksThatMeanHarm) {
  const auto refusal = [](const std::string& sheet, const char* strings) {
    return std::string(
        ReadMatrixFile(Workbook(sheet, strings), {}).status().message());
  };
  EXPECT_THAT(refusal("<worksheet><sheetData><row><c r=\"A1\" t=\"s\"><v>99"
                      "</v></c></row></sheetData></worksheet>",
                      kStrings),
              HasSubstr("cell A1: the workbook has no text number \"99\""));
  EXPECT_THAT(refusal("<worksheet><sheetData>", kStrings),
              HasSubstr("part xl/worksheets/sheet2.xml, line 1, column"));
  EXPECT_THAT(
      refusal("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet/>", kStrings),
      HasSubstr("document type"));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_THAT(refusal(deep, kStrings), HasSubstr("deeper than 64"));
  EXPECT_THAT(refusal("<worksheet><row r=\"1\"><c r=\"ZZZ1\"><v>1</v></c>"
                      "</row></worksheet>",
                      kStrings),
              HasSubstr("columns"));
  EXPECT_THAT(refusal("<worksheet><row><c r=\"B2\" t=\"e\"><v>#REF!</v></c>"
                      "</row></worksheet>",
                      kStrings),
              HasSubstr("cell B2: the formula has the error #REF!"));
  // Nine mebibytes of spaces are nine kibibytes in a zip.
  EXPECT_THAT(refusal("<worksheet>" + std::string(9 << 20, ' '), kStrings),
              HasSubstr("unpacks to more than 8388608"));
  auto cut = Workbook("<worksheet/>", kStrings);
  cut.resize(cut.size() / 2);
  EXPECT_FALSE(ReadMatrixFile(cut, {}).ok());
}

}  // namespace
}  // namespace csi::raci
