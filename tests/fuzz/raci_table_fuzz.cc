// The readers of RACI matrices on arbitrary bytes: CSV, TSV, Markdown, JSON,
// zip, and the XML of a workbook. None may crash; what is refused says where;
// what is read can be written in every format, reads back the same, and needs
// no repair then.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "common/base/check.h"
#include "services/raci/check/raci_check.h"
#include "services/raci/formats/matrix_file.h"
#include "services/raci/formats/zip_archive.h"

namespace csi::raci {
namespace {

constexpr FileFormat kFormats[] = {FileFormat::kCsv, FileFormat::kTsv,
                                   FileFormat::kMarkdown, FileFormat::kXlsx,
                                   FileFormat::kJson};

ReadOptions OptionsOf(FileFormat format) {
  ReadOptions options;
  options.format = format;
  return options;
}

std::string LinesOf(const v1::Matrix& matrix) {
  std::string text;
  for (const auto& column : matrix.columns()) {
    text += column.id() + '\0' + column.title() + '\n';
  }
  for (const auto& activity : matrix.activities()) {
    text += activity.id() + '\0' + activity.title() + '\0' +
            activity.section() + '\n';
  }
  for (const auto& cell : matrix.cells()) {
    text +=
        cell.activity() + '\0' + cell.column() + (cell.blocking() ? "!" : "");
    for (int letter : cell.letters()) text += std::to_string(letter);
    text += '\n';
  }
  return text;
}

bool HasLetters(const v1::Matrix& matrix) { return matrix.cells_size() > 0; }

void CheckReading(const absl::StatusOr<MatrixReading>& reading) {
  if (!reading.ok()) {
    CSI_CHECK(reading.status().message().size() > 7, "a refusal has a reason");
    return;
  }
  CSI_CHECK(nlohmann::json::accept(CheckAsJson(*reading)),
            "a check prints JSON");
  if (!HasLetters(reading->matrix)) return;
  const std::string lines = LinesOf(reading->matrix);
  for (FileFormat format : kFormats) {
    const auto bytes = WriteMatrixFile(reading->matrix, format);
    CSI_CHECK(bytes.ok(), "what was read can be written");
    const auto back = ReadMatrixFile(*bytes, OptionsOf(format));
    CSI_CHECK(back.ok(), "what was written can be read");
    CSI_CHECK(LinesOf(back->matrix) == lines, "it reads back the same");
    CSI_CHECK(back->repairs.empty(), "repaired once is repaired");
  }
}

// The text as the only sheet, and as its shared texts.
std::string AsWorkbook(std::string_view xml) {
  const std::string text(xml);
  auto bytes = WriteZip(
      {{"xl/workbook.xml",
        "<workbook><sheets><sheet name=\"S\" id=\"a\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<r><Relationship Id=\"a\" Target=\"worksheets/s.xml\"/></r>"},
       {"xl/sharedStrings.xml",
        text.find("<sst") == std::string::npos ? "<sst/>" : text},
       {"xl/worksheets/s.xml", text}});
  CSI_CHECK(bytes.ok(), "a zip can be written");
  return *bytes;
}

void CheckInput(std::string_view text) {
  CheckReading(CheckFile(text, {}));
  for (FileFormat format : kFormats) {
    if (format == FileFormat::kXlsx) continue;
    CheckReading(ReadMatrixFile(text, OptionsOf(format)));
  }
  if (text.find('<') != std::string_view::npos) {
    CheckReading(ReadMatrixFile(AsWorkbook(text), {}));
  }
}

}  // namespace
}  // namespace csi::raci

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  csi::raci::CheckInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
