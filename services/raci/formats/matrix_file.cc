#include "services/raci/formats/matrix_file.h"

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/formats/json_table.h"
#include "services/raci/formats/limits.h"
#include "services/raci/formats/workbook.h"
#include "services/raci/table/cell_text.h"

namespace csi::raci {
namespace {

constexpr std::string_view kZipStart = "PK\x03\x04";
constexpr std::string_view kEmptyZipStart = "PK\x05\x06";
constexpr std::string_view kOldOfficeStart = "\xd0\xcf\x11\xe0";

TableKind KindOf(FileFormat format) {
  if (format == FileFormat::kCsv) return TableKind::kCsv;
  if (format == FileFormat::kTsv) return TableKind::kTsv;
  if (format == FileFormat::kMarkdown) return TableKind::kMarkdown;
  return TableKind::kFound;
}

}  // namespace

FileFormat FormatOfBytes(std::string_view bytes) {
  if (bytes.starts_with(kZipStart) || bytes.starts_with(kEmptyZipStart)) {
    return FileFormat::kXlsx;
  }
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const std::string_view text = TrimText(bytes);
  // A link in Markdown or a cell in brackets begins like a list of JSON, but
  // does not end like one.
  const bool object = text.starts_with('{') && text.ends_with('}');
  const bool list = text.starts_with('[') && text.ends_with(']');
  return object || list ? FileFormat::kJson : FileFormat::kFound;
}

FileFormat FormatOfName(std::string_view name) {
  const std::string folded = FoldCase(name);
  const std::string_view ending =
      std::string_view(folded).substr(folded.rfind('.') + 1);
  if (ending == "csv") return FileFormat::kCsv;
  if (ending == "tsv" || ending == "tab") return FileFormat::kTsv;
  if (ending == "md" || ending == "markdown") return FileFormat::kMarkdown;
  if (ending == "xlsx" || ending == "xlsm") return FileFormat::kXlsx;
  if (ending == "json") return FileFormat::kJson;
  return FileFormat::kFound;
}

std::string_view MediaTypeOf(FileFormat format) {
  switch (format) {
    case FileFormat::kTsv:
      return "text/tab-separated-values";
    case FileFormat::kMarkdown:
      return "text/markdown";
    case FileFormat::kXlsx:
      return "application/"
             "vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case FileFormat::kJson:
      return "application/json";
    default:
      return "text/csv";
  }
}

absl::StatusOr<Table> ReadTableFile(std::string_view bytes,
                                    const ReadOptions& options) {
  if (bytes.size() > limits::kFileBytesMax) {
    return FieldError("table", StrCat("it has ", bytes.size(),
                                      " bytes; a matrix has at "
                                      "most ",
                                      limits::kFileBytesMax, "."));
  }
  if (bytes.starts_with(kOldOfficeStart)) {
    return FieldError("table",
                      "this is an old or an encrypted Office file. Save it as "
                      ".xlsx without a password.");
  }
  // A workbook is one whatever its name says.
  const FileFormat found = FormatOfBytes(bytes);
  const bool use_found =
      options.format == FileFormat::kFound || found == FileFormat::kXlsx;
  const FileFormat format = use_found ? found : options.format;
  if (format == FileFormat::kXlsx) {
    ASSIGN_OR_RETURN(const std::vector<Grid> sheets,
                     ReadWorkbook(bytes, options.sheet));
    return LayOutBest(sheets, options.orientation);
  }
  if (format == FileFormat::kJson) {
    ASSIGN_OR_RETURN(const std::string text, DecodedText(bytes));
    return ReadJsonTable(text, options.orientation);
  }
  return ParseTable(bytes, KindOf(format), options.orientation);
}

absl::StatusOr<MatrixReading> ReadMatrixFile(std::string_view bytes,
                                             const ReadOptions& options) {
  ASSIGN_OR_RETURN(const Table table, ReadTableFile(bytes, options));
  return MatrixOf(table);
}

absl::StatusOr<std::string> WriteMatrixFile(const v1::Matrix& matrix,
                                            FileFormat format) {
  const Table table = TableOf(matrix);
  switch (format) {
    case FileFormat::kTsv:
      return WriteCsv(table, '\t');
    case FileFormat::kMarkdown:
      return WriteMarkdown(table);
    case FileFormat::kXlsx:
      return WriteWorkbook(table);
    case FileFormat::kJson:
      return WriteJsonTable(table);
    default:
      return WriteCsv(table);
  }
}

}  // namespace csi::raci
