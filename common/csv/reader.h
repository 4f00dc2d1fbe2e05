// Streaming reader of RFC 4180 text: fields in quotes with doubled quotes,
// delimiters and line ends, LF or CR LF, an optional UTF-8 byte order mark,
// a last record without line end. Lines without any byte are skipped.
// The first error ends the reading: after a broken quote nobody knows where
// the next record begins. Memory: about twice the record bound.
// Not thread-safe.
//
//   csv::StringSource source(text);
//   csv::Reader reader(&source);
//   csv::Row row;
//   while (reader.Next(&row)) Use(row.line, row.fields);
//   if (!reader.status().ok()) return reader.status();
#ifndef CSI_COMMON_CSV_READER_H_
#define CSI_COMMON_CSV_READER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/csv/byte_source.h"
#include "common/csv/csv_error.h"
#include "common/csv/limits.h"

namespace csi::csv {

struct ReaderOptions {
  char delimiter = ',';  // not a quote, CR, LF or zero
  size_t field_bytes_max = kFieldBytesMax;
  size_t record_bytes_max = kRecordBytesMax;
  size_t columns_max = kColumnsMax;
  uint64_t rows_max = kRowsMax;  // the header counts
};

// One record. The views are valid until the next call of Next.
struct Row {
  uint64_t line = 0;  // 1-based physical line on which the record begins
  absl::Span<const std::string_view> fields;
};

class Reader {
 public:
  // `source` outlives the reader.
  explicit Reader(ByteSource* source, const ReaderOptions& options = {});
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // False at the end and at an error; status() tells which.
  bool Next(Row* row);

  const absl::Status& status() const { return status_; }
  const CsvError& error() const { return error_; }
  uint64_t rows() const { return rows_; }

 private:
  // A field as it lies in the buffer, counted from the record's begin.
  struct Piece {
    size_t begin;
    size_t bytes;
    bool doubled_quotes;
  };
  enum class Scan { kRecord, kNeedsMore, kFailed };

  bool Refill();
  void SkipByteOrderMark();
  void SkipBlankLines();
  Scan ScanRecord();
  Scan ScanUnquoted(size_t* at);
  Scan ScanQuoted(size_t* at);
  bool CheckRecord();
  void CutFields();
  Scan FailAt(Reason reason, size_t offset, uint64_t limit = 0);

  const char* record() const { return buffer_.data() + begin_; }
  size_t available() const { return end_ - begin_; }

  ByteSource* const source_;
  const ReaderOptions options_;
  bool stops_[256] = {};  // bytes that end the run of an unquoted field

  std::vector<char> buffer_;
  size_t begin_ = 0;  // of the current record
  size_t end_ = 0;    // of the bytes read so far
  bool source_ended_ = false;
  bool started_ = false;

  std::vector<Piece> pieces_;
  std::vector<std::string_view> fields_;
  size_t record_bytes_ = 0;  // with the line end
  size_t text_bytes_ = 0;    // without it
  uint64_t newlines_inside_ = 0;

  uint64_t line_ = 1;
  uint64_t rows_ = 0;
  CsvError error_;
  absl::Status status_;
};

}  // namespace csi::csv

#endif  // CSI_COMMON_CSV_READER_H_
