// Ugly matrices in files, each with what is read from it beside it:
// tests/golden/raci/NAME and NAME.expected. CSI_WRITE_GOLDEN=1 writes the
// expectations anew, to be looked at before they are kept.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "common/base/strings.h"
#include "services/raci/check/raci_check.h"
#include "services/raci/formats/matrix_file.h"
#include "services/raci/table/letters.h"

namespace csi::raci {
namespace {

constexpr char kFolder[] = "tests/golden/raci";
constexpr size_t kExamplesMin = 30;

std::string ReadBytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string CellLine(const v1::Matrix& matrix,
                     const v1::MatrixActivity& activity) {
  std::string line = StrCat("[", activity.section(), "] ", activity.title());
  for (const v1::MatrixCell& cell : matrix.cells()) {
    if (cell.activity() != activity.id()) continue;
    std::vector<common::v1::Letter> letters;
    for (int letter : cell.letters()) {
      letters.push_back(static_cast<common::v1::Letter>(letter));
    }
    StrAppend(&line, " | ", cell.column(), "=",
              WriteLetters(letters, cell.blocking()));
  }
  return line;
}

std::string Describe(const std::filesystem::path& path) {
  CheckOptions options;
  options.read.format = FormatOfName(path.string());
  const auto reading = CheckFile(ReadBytes(path), options);
  if (!reading.ok()) {
    return StrCat("refused: ", StdView(reading.status().message()), "\n");
  }
  std::string text;
  for (const auto& column : reading->matrix.columns()) {
    StrAppend(&text, "column ", column.id(), ": ", column.title(), "\n");
  }
  for (const auto& activity : reading->matrix.activities()) {
    StrAppend(&text, CellLine(reading->matrix, activity), "\n");
  }
  for (const Repair& repair : reading->repairs) {
    StrAppend(&text, "repaired ", repair.row, ", ", repair.column, ": ",
              repair.from, " -> ", repair.to, "\n");
  }
  for (const auto& finding : reading->findings) {
    StrAppend(&text, finding.rule(), " ", finding.place(), ": ",
              finding.message(), "\n");
  }
  return text;
}

TEST(Examples, AreReadAsTheyAreMeant) {
  size_t count = 0;
  std::set<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    paths.insert(entry.path());
  }
  for (const std::filesystem::path& path : paths) {
    if (path.extension() == ".expected" || path.extension() == ".xml") continue;
    ++count;
    const std::string found = Describe(path);
    const std::string expected = path.string() + ".expected";
    if (std::getenv("CSI_WRITE_GOLDEN") != nullptr) {
      std::ofstream(expected, std::ios::binary) << found;
    }
    EXPECT_EQ(found, ReadBytes(expected)) << path;
  }
  EXPECT_GE(count, kExamplesMin);
}

// Every file of the data that is shared beside the sources, if there is any.
TEST(Examples, ReadEverySharedMatrix) {
  const char* shared = std::getenv("CSI_SHARED");
  const std::filesystem::path folder =
      std::filesystem::path(shared ? shared : "../shared") / "data" / "raci";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << "shared data is absent; set CSI_SHARED";
  }
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const FileFormat format = FormatOfName(entry.path().string());
    if (format == FileFormat::kFound) continue;
    ++count;
    const auto reading = ReadMatrixFile(ReadBytes(entry.path()), {});
    ASSERT_TRUE(reading.ok()) << entry.path() << " " << reading.status();
    EXPECT_GE(reading->matrix.activities_size(), 2) << entry.path();
    EXPECT_GE(reading->matrix.columns_size(), 2) << entry.path();
    EXPECT_TRUE(reading->repairs.empty()) << entry.path();
  }
  EXPECT_GE(count, 1u);
}

}  // namespace
}  // namespace csi::raci
