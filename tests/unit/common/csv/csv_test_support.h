// Reads a whole text into rows of strings, through any size of source reads.
#ifndef CSI_TESTS_UNIT_COMMON_CSV_CSV_TEST_SUPPORT_H_
#define CSI_TESTS_UNIT_COMMON_CSV_CSV_TEST_SUPPORT_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "common/csv/reader.h"

namespace csi::csv {

// Hands out at most `step` bytes a call, as a slow stream does.
class DripSource final : public ByteSource {
 public:
  DripSource(std::string_view text, size_t step) : rest_(text), step_(step) {}
  absl::StatusOr<size_t> Read(char* to, size_t bytes_max) override {
    const size_t bytes = std::min({step_, bytes_max, rest_.size()});
    std::copy_n(rest_.data(), bytes, to);
    rest_.remove_prefix(bytes);
    return bytes;
  }

 private:
  std::string_view rest_;
  const size_t step_;
};

struct ReadResult {
  std::vector<std::vector<std::string>> rows;
  std::vector<uint64_t> lines;
  CsvError error;
  absl::Status status;
};

inline ReadResult ReadAll(std::string_view text,
                          const ReaderOptions& options = {},
                          size_t step = size_t{1} << 30) {
  DripSource source(text, step);
  Reader reader(&source, options);
  ReadResult result;
  Row row;
  while (reader.Next(&row)) {
    result.rows.emplace_back(row.fields.begin(), row.fields.end());
    result.lines.push_back(row.line);
  }
  result.error = reader.error();
  result.status = reader.status();
  return result;
}

}  // namespace csi::csv

#endif  // CSI_TESTS_UNIT_COMMON_CSV_CSV_TEST_SUPPORT_H_
