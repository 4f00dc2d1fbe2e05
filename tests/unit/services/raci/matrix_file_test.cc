#include "services/raci/formats/matrix_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "common/base/strings.h"
#include "services/raci/table/letters.h"
#include "tests/unit/services/raci/matchers.h"

namespace csi::raci {
namespace {

using ::testing::HasSubstr;

constexpr FileFormat kFormats[] = {FileFormat::kCsv, FileFormat::kTsv,
                                   FileFormat::kMarkdown, FileFormat::kXlsx,
                                   FileFormat::kJson};

// What readers stumble over, beside plain words.
constexpr std::string_view kPieces[] = {"Plan",
                                        "A",
                                        "R/A",
                                        "Notes",
                                        "Phase 2",
                                        "role",
                                        "Activity",
                                        "**bold**",
                                        "[x](y)",
                                        "a|b",
                                        "\"q\"",
                                        "x, y",
                                        "=1+1",
                                        "-",
                                        "'=",
                                        "\\",
                                        "a\\|b",
                                        "<b>",
                                        "&amp;",
                                        "{#id}",
                                        "R = Responsible",
                                        "Total",
                                        "ID",
                                        "\xd0\x9f\xd0\xbb\xd0\xb0\xd0\xbd",
                                        "\xe6\xb4\xbb\xe5\x8a\xa8",
                                        "#",
                                        "# head",
                                        "_u_",
                                        "__u__",
                                        "`c`",
                                        "~",
                                        "1",
                                        "N/A",
                                        "x;y",
                                        "a  b",
                                        "Process owner",
                                        ":",
                                        "end:",
                                        "/",
                                        "sep=;",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        "|",
                                        "---",
                                        "l"};

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  size_t Below(size_t bound) { return engine_() % bound; }
  bool Chance(size_t in) { return Below(in) == 0; }

  std::string Title() {
    std::string title;
    for (size_t n = 1 + Below(3); n > 0; --n) {
      StrAppend(&title, title.empty() ? "" : " ",
                kPieces[Below(std::size(kPieces))]);
    }
    return title;
  }

 private:
  std::mt19937_64 engine_;
};

std::string NewId(const std::string& title, Random& random,
                  std::set<std::string>& taken) {
  std::string id = random.Chance(3) ? StrCat("id-", random.Below(1000), "-")
                                    : IdFromTitle(title);
  if (id.empty()) id = StrCat("line-", taken.size());
  while (!taken.insert(id).second) id += "-x";
  return id;
}

v1::Matrix RandomMatrix(Random& random) {
  v1::Matrix matrix;
  std::set<std::string> taken;
  for (size_t n = 1 + random.Below(6); n > 0; --n) {
    v1::MatrixColumn& column = *matrix.add_columns();
    column.set_title(random.Title());
    column.set_id(NewId(column.title(), random, taken));
  }
  taken.clear();
  std::string section;
  for (size_t n = 1 + random.Below(8); n > 0; --n) {
    v1::MatrixActivity& activity = *matrix.add_activities();
    activity.set_title(random.Title());
    activity.set_id(NewId(activity.title(), random, taken));
    if (random.Chance(4)) {
      section = random.Chance(3) ? "" : StrCat("Part ", random.Below(100));
    }
    activity.set_section(section);
    for (const v1::MatrixColumn& column : matrix.columns()) {
      if (random.Chance(2)) continue;
      v1::MatrixCell& cell = *matrix.add_cells();
      cell.set_activity(activity.id());
      cell.set_column(column.id());
      for (int letter :
           {common::v1::LETTER_ACCOUNTABLE, common::v1::LETTER_RESPONSIBLE,
            common::v1::LETTER_CONSULTED, common::v1::LETTER_INFORMED}) {
        if (!random.Chance(2)) continue;
        cell.add_letters(static_cast<common::v1::Letter>(letter));
        if (letter == common::v1::LETTER_CONSULTED) {
          cell.set_blocking(random.Chance(3));
        }
      }
      if (cell.letters_size() == 0) matrix.mutable_cells()->RemoveLast();
    }
  }
  if (matrix.cells_size() == 0) {
    v1::MatrixCell& cell = *matrix.add_cells();
    cell.set_activity(matrix.activities(0).id());
    cell.set_column(matrix.columns(0).id());
    cell.add_letters(common::v1::LETTER_ACCOUNTABLE);
  }
  return matrix;
}

ReadOptions OptionsOf(FileFormat format) {
  ReadOptions options;
  options.format = format;
  return options;
}

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

TEST(MatrixFile, WhatIsWrittenReadsBackInEveryFormat) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    const v1::Matrix matrix = RandomMatrix(random);
    for (FileFormat format : kFormats) {
      auto bytes = WriteMatrixFile(matrix, format);
      ASSERT_ACCEPTED(bytes);
      auto back = ReadMatrixFile(*bytes, OptionsOf(format));
      const std::string printed =
          format == FileFormat::kXlsx ? "(xlsx)" : *bytes;
      ASSERT_TRUE(back.ok()) << back.status() << " seed " << seed << "\n"
                             << printed;
      ASSERT_EQ(TextOf(back->matrix), TextOf(matrix))
          << "seed " << seed << " format " << static_cast<int>(format) << "\n"
          << printed;
      EXPECT_TRUE(back->repairs.empty()) << "seed " << seed;
    }
  }
}

TEST(MatrixFile, RepairedTwiceIsRepairedOnce) {
  constexpr std::string_view kCells[] = {"1",
                                         "\xd0\x90",
                                         "R\xc2\xb7"
                                         "A",
                                         "C!",
                                         "a, r",
                                         "\xc2\xae",
                                         "(R)",
                                         "R (lead)",
                                         "A - signs",
                                         "l",
                                         "|",
                                         "-",
                                         "",
                                         "n/a",
                                         "Informed",
                                         "\xef\xbc\xa1",
                                         "R\xc2\xb9",
                                         "**C**",
                                         "\xd1\x81/\xd1\x96"};
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    Random random(seed);
    std::string csv = "Activity,One,Two,Three\n";
    for (int row = 0; row < 6; ++row) {
      StrAppend(&csv, "Do ", row);
      for (int column = 0; column < 3; ++column) {
        StrAppend(&csv, ",\"", kCells[random.Below(std::size(kCells))], "\"");
      }
      StrAppend(&csv, "\nSure ", row, ",A,R,I\n");
    }
    auto once = ReadMatrixFile(csv, {});
    ASSERT_ACCEPTED(once);
    for (FileFormat format : kFormats) {
      auto written = WriteMatrixFile(once->matrix, format);
      ASSERT_ACCEPTED(written);
      auto twice = ReadMatrixFile(*written, OptionsOf(format));
      ASSERT_ACCEPTED(twice);
      EXPECT_TRUE(twice->repairs.empty()) << csv;
      ASSERT_EQ(TextOf(twice->matrix), TextOf(once->matrix)) << csv;
      EXPECT_EQ(*WriteMatrixFile(twice->matrix, format), *written);
    }
  }
}

TEST(MatrixFile, FindsTheFormatByNameAndBytes) {
  EXPECT_EQ(FormatOfName("a/b.XLSX"), FileFormat::kXlsx);
  EXPECT_EQ(FormatOfName("markdown"), FileFormat::kMarkdown);
  EXPECT_EQ(FormatOfName("raci.txt"), FileFormat::kFound);
  EXPECT_EQ(FormatOfBytes(" {\"a\":1}\n"), FileFormat::kJson);
  EXPECT_EQ(FormatOfBytes("[Plan](x),R\n"), FileFormat::kFound);
  EXPECT_EQ(FormatOfBytes(std::string_view("PK\x03\x04", 4)),
            FileFormat::kXlsx);
}

TEST(ReadMatrixFile, NamesThePlaceOfWhatIsBroken) {
  const std::string nul("Activity,Ann\nPlan,\0R\n", 21);
  const std::pair<std::string, std::string> cases[] = {
      {"Activity,Ann\nPlan,\"R\n", "line 2, column 6: a quoted cell"},
      {nul, "line 2, column 6: a NUL byte"},
      {"Activity,Ann\nPlan\xe9,R\n", "line 2, column 5: the byte 0xe9"},
      {"Activity,Ann\n" + std::string(9000, 'x') + ",R\n",
       "line 2, column 8193: the cell has more than 8192"},
      {"", "it is empty"},
      {"\n\n", "it is empty"},
      {"Activity,Ann\nPlan,x\n", "line 2, column \"Ann\": \"x\" is no letter"},
      {"Activity,Ann\nPlan,\nDo,\n", "no cell holds R, A, C or I"},
      {"Plan,R,A\nDo,A,R\n", "no row above it names the roles"},
      {"{\"activities\": [}", "line 1, column 17: this is no JSON"},
      {"{\"a\":1,\"a\":2}", "stands twice"},
      {"[" + std::string(100, '[') + std::string(101, ']'), "deeper than"},
      {"{\"activities\":[7]}", "activities[0]: it is no object"},
      {"{\"activities\":[{\"name\":{}}]}", "activities[0].name"},
      {"PK\x03\x04 this is no zip", "cannot be opened"},
      {"\xd0\xcf\x11\xe0 old", "old or an encrypted Office file"},
      {"\xff\xfe"
       "A",
       "cut off"},
      {std::string(5 * 1024 * 1024, 'x'), "at most 4194304"},
  };
  for (const auto& [bytes, words] : cases) {
    const auto reading = ReadMatrixFile(bytes, {});
    ASSERT_FALSE(reading.ok()) << bytes.substr(0, 60);
    EXPECT_THAT(std::string(reading.status().message()), HasSubstr(words));
  }
}

}  // namespace
}  // namespace csi::raci
