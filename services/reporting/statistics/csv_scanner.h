// Splits CSV text into records of fields (RFC 4180), one record at a time.
//
// Fields may be quoted; a quote inside is doubled; a quoted field may span
// lines. Lines end in LF or CRLF; empty lines are skipped. Fields stay valid
// until the next call. Internal to this library; one thread at a time.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_CSV_SCANNER_H_
#define CSI_SERVICES_REPORTING_STATISTICS_CSV_SCANNER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::statistics::internal {

class CsvScanner {
 public:
  // A record of more fields is refused: no series has that many columns.
  static constexpr size_t kFieldsMax = 64;

  explicit CsvScanner(std::string_view text) : rest_(text) {}

  // False at the end of the text. Errors name the 1-based line and field.
  absl::StatusOr<bool> Next();

  const std::vector<std::string>& fields() const { return fields_; }
  // Line on which the record of the last Next began.
  size_t line() const { return line_; }

 private:
  absl::Status ReadQuoted(std::string& field);
  absl::Status ReadPlain(std::string& field);
  bool SkipEmptyLines();
  // Takes a line end and returns true, or returns false.
  bool TakeLineEnd();

  std::string_view rest_;
  std::vector<std::string> fields_;
  size_t count_ = 0;
  size_t line_ = 0;
  size_t next_line_ = 1;
};

// Byte offset of the first byte that is not valid UTF-8, or npos.
size_t FindInvalidUtf8(std::string_view text);

}  // namespace csi::statistics::internal

#endif  // CSI_SERVICES_REPORTING_STATISTICS_CSV_SCANNER_H_
