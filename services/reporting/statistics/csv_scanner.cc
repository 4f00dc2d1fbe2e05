#include "services/reporting/statistics/csv_scanner.h"

#include <cstdint>

#include "common/base/strings.h"

namespace csi::statistics::internal {
namespace {

// Length of the valid UTF-8 sequence that starts here, 0 if there is none:
// no overlong forms, no surrogates, nothing above U+10FFFF.
size_t SequenceLength(std::string_view s) {
  const auto byte = [&](size_t i) -> uint8_t {
    return i < s.size() ? static_cast<uint8_t>(s[i]) : 0;
  };
  const auto continues = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return continues(1) ? 2 : 0;
  if (lead >= 0xe0 && lead < 0xf0) {
    if (!continues(1) || !continues(2)) return 0;
    if (lead == 0xe0 && byte(1) < 0xa0) return 0;
    if (lead == 0xed && byte(1) >= 0xa0) return 0;
    return 3;
  }
  if (lead >= 0xf0 && lead < 0xf5) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    if (lead == 0xf0 && byte(1) < 0x90) return 0;
    if (lead == 0xf4 && byte(1) >= 0x90) return 0;
    return 4;
  }
  return 0;
}

}  // namespace

size_t FindInvalidUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text.substr(i, 4));
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

bool CsvScanner::TakeLineEnd() {
  size_t length = 0;
  if (rest_.starts_with("\r\n")) length = 2;
  if (rest_.starts_with('\n')) length = 1;
  rest_.remove_prefix(length);
  next_line_ += length > 0;
  return length > 0;
}

bool CsvScanner::SkipEmptyLines() {
  while (TakeLineEnd()) {
  }
  return !rest_.empty();
}

absl::Status CsvScanner::ReadQuoted(std::string& field) {
  const size_t opened = next_line_;
  rest_.remove_prefix(1);
  while (true) {
    const size_t quote = rest_.find('"');
    const std::string_view part = rest_.substr(0, quote);
    for (char c : part) next_line_ += c == '\n';
    field.append(part);
    if (quote == std::string_view::npos) {
      return absl::InvalidArgumentError(
          StrCat("line ", opened, ", field ", count_,
                 ": the quote opened here is never closed; close it, or "
                 "double a quote that belongs to the text"));
    }
    rest_.remove_prefix(quote + 1);
    if (!rest_.starts_with('"')) return absl::OkStatus();
    field.push_back('"');
    rest_.remove_prefix(1);
  }
}

absl::Status CsvScanner::ReadPlain(std::string& field) {
  const size_t end = std::min(rest_.find_first_of(",\n\""), rest_.size());
  if (end < rest_.size() && rest_[end] == '"') {
    return absl::InvalidArgumentError(StrCat(
        "line ", next_line_, ", field ", count_,
        ": a quote in the middle of an unquoted field; quote the whole field "
        "and double the quote inside"));
  }
  size_t length = end;
  const bool ends_line = end == rest_.size() || rest_[end] == '\n';
  if (ends_line && length > 0 && rest_[length - 1] == '\r') --length;
  field.assign(rest_.substr(0, length));
  rest_.remove_prefix(length);
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvScanner::Next() {
  if (!SkipEmptyLines()) return false;
  line_ = next_line_;
  count_ = 0;
  while (true) {
    if (count_ == kFieldsMax) {
      return absl::InvalidArgumentError(StrCat("line ", line_, ": more than ",
                                               kFieldsMax, " fields in a row"));
    }
    if (fields_.size() == count_) fields_.emplace_back();
    std::string& field = fields_[count_++];
    field.clear();
    const absl::Status status =
        rest_.starts_with('"') ? ReadQuoted(field) : ReadPlain(field);
    if (!status.ok()) return status;
    if (rest_.starts_with(',')) {
      rest_.remove_prefix(1);
      continue;
    }
    if (rest_ == "\r") rest_ = {};
    if (!rest_.empty() && !TakeLineEnd()) {
      return absl::InvalidArgumentError(StrCat(
          "line ", next_line_, ", field ", count_,
          ": text after a closing quote; a comma or the end of the line must "
          "follow"));
    }
    fields_.resize(count_);
    return true;
  }
}

}  // namespace csi::statistics::internal
