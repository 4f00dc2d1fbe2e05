// Matrices as files: CSV, TSV, Markdown, XLSX and JSON, read and written. What
// WriteMatrixFile writes, ReadMatrixFile reads back with the same ids, titles,
// sections and letters. Works on bytes alone, thread-safe.
#ifndef CSI_SERVICES_RACI_FORMATS_MATRIX_FILE_H_
#define CSI_SERVICES_RACI_FORMATS_MATRIX_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/raci/table/matrix_table.h"
#include "services/raci/table/table.h"

namespace csi::raci {

enum class FileFormat { kFound, kCsv, kTsv, kMarkdown, kXlsx, kJson };

struct ReadOptions {
  FileFormat format = FileFormat::kFound;
  Orientation orientation = Orientation::kFound;
  std::string sheet;  // of a workbook; empty: the one with most letters
};

// INVALID_ARGUMENT "table: PLACE: what", PLACE being a line and column, a sheet
// and cell, or a part of the zip.
absl::StatusOr<Table> ReadTableFile(std::string_view bytes,
                                    const ReadOptions& options);

absl::StatusOr<MatrixReading> ReadMatrixFile(std::string_view bytes,
                                             const ReadOptions& options);

// kFound writes CSV.
absl::StatusOr<std::string> WriteMatrixFile(const v1::Matrix& matrix,
                                            FileFormat format);

// By the first bytes, for a file whose format nobody named.
FileFormat FormatOfBytes(std::string_view bytes);
// "xlsx" or a path that ends so; kFound for what is no format.
FileFormat FormatOfName(std::string_view name);

std::string_view MediaTypeOf(FileFormat format);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_FORMATS_MATRIX_FILE_H_
