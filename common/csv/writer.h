// Writes RFC 4180 records to a string. A field is put in quotes only when it
// must be: it holds the delimiter, a quote, CR or LF, or it is the single
// empty field of a record (which would otherwise be a blank line).
// What is written, the reader reads back byte for byte.
#ifndef CSI_COMMON_CSV_WRITER_H_
#define CSI_COMMON_CSV_WRITER_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/types/span.h"

namespace csi::csv {

struct WriterOptions {
  char delimiter = ',';
  std::string_view line_end = "\n";  // or "\r\n"
};

class Writer {
 public:
  // Appends to `out`, which outlives the writer.
  explicit Writer(std::string* out, const WriterOptions& options = {})
      : out_(out), options_(options) {}

  void Write(absl::Span<const std::string_view> fields);
  void Write(std::initializer_list<std::string_view> fields) {
    Write(absl::Span<const std::string_view>(fields.begin(), fields.size()));
  }

 private:
  void WriteField(std::string_view field, bool quoted);

  std::string* const out_;
  const WriterOptions options_;
};

}  // namespace csi::csv

#endif  // CSI_COMMON_CSV_WRITER_H_
