// The CSV reader on arbitrary bytes, against a naive reader that looks at one
// byte at a time: both must give the same records, or both refuse. What the
// writer makes of the records must read back the same, whatever the size of
// the reads.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/check.h"
#include "common/csv/reader.h"
#include "common/csv/utf8.h"
#include "common/csv/writer.h"

namespace csi::csv {
namespace {

using Rows = std::vector<std::vector<std::string>>;

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

std::optional<Rows> Read(std::string_view text, size_t step) {
  DripSource source(text, step);
  Reader reader(&source);
  Rows rows;
  Row row;
  uint64_t line = 0;
  while (reader.Next(&row)) {
    CSI_CHECK(row.line > line, "records come in the order of their lines");
    line = row.line;
    rows.emplace_back(row.fields.begin(), row.fields.end());
  }
  if (reader.status().ok()) return rows;
  CSI_CHECK(reader.error().reason != Reason::kNone && reader.error().line > 0,
            "an error has a reason and a line");
  return std::nullopt;
}

// RFC 4180 as a machine of four states; refuses by returning nothing.
std::optional<Rows> ReadNaively(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  enum { kFieldStart, kPlain, kQuoted, kQuoteSeen } state = kFieldStart;
  Rows rows;
  std::vector<std::string> fields;
  std::string field;
  bool any = false;  // a byte of the record has been seen
  const auto end_field = [&] {
    fields.push_back(field);
    field.clear();
    state = kFieldStart;
  };
  const auto end_record = [&] {
    if (any) {
      end_field();
      rows.push_back(fields);
    }
    fields.clear();
    any = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\0') return std::nullopt;
    if (state == kQuoted) {
      if (c == '"') {
        state = kQuoteSeen;
      } else {
        field += c;
      }
    } else if (state == kQuoteSeen && c == '"') {
      field += '"';
      state = kQuoted;
    } else if (c == '"' && state == kFieldStart) {
      any = true;
      state = kQuoted;
    } else if (c == ',') {
      any = true;
      end_field();
    } else if (c == '\n') {
      end_record();
    } else if (c == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') return std::nullopt;
    } else if (c == '"' || state == kQuoteSeen) {
      return std::nullopt;
    } else {
      any = true;
      field += c;
      state = kPlain;
    }
  }
  if (state == kQuoted) return std::nullopt;
  end_record();
  return rows;
}

void CheckInput(std::string_view text) {
  const std::optional<Rows> rows = Read(text, text.size() + 1);
  for (const size_t step : {size_t{1}, size_t{7}}) {
    CSI_CHECK(Read(text, step) == rows, "read sizes change nothing");
  }
  const bool valid = ValidUtf8Prefix(text) == text.size();
  if (valid) {
    CSI_CHECK(ReadNaively(text) == rows, "the naive reader agrees");
  } else {
    CSI_CHECK(!rows.has_value(), "what is not UTF-8 is refused");
  }
  if (!rows.has_value()) return;
  std::string written;
  Writer writer(&written);
  for (const auto& row : *rows) {
    writer.Write(std::vector<std::string_view>(row.begin(), row.end()));
  }
  CSI_CHECK(Read(written, 64) == rows, "what is written reads back");
}

}  // namespace
}  // namespace csi::csv

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Beyond the field bound the naive reader would have to know it too.
  if (size > csi::csv::kFieldBytesMax) return 0;
  csi::csv::CheckInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
