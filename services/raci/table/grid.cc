#include "services/raci/table/grid.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/csv/utf8.h"
#include "common/status/status.h"
#include "services/raci/table/letters.h"

namespace csi::raci {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// "line 3, column 7", both from 1, columns in bytes.
std::string PlaceOf(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t line = std::count(before.begin(), before.end(), '\n') + 1;
  const size_t start = before.rfind('\n');
  const size_t column =
      start == std::string_view::npos ? offset + 1 : offset - start;
  return StrCat("line ", line, ", column ", column);
}

void AppendUtf8(unsigned point, std::string& text) {
  if (point < 0x80) {
    text.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    text.push_back(static_cast<char>(0xc0 | (point >> 6)));
    text.push_back(static_cast<char>(0x80 | (point & 0x3f)));
  } else if (point < 0x10000) {
    text.push_back(static_cast<char>(0xe0 | (point >> 12)));
    text.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3f)));
    text.push_back(static_cast<char>(0x80 | (point & 0x3f)));
  } else {
    text.push_back(static_cast<char>(0xf0 | (point >> 18)));
    text.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3f)));
    text.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3f)));
    text.push_back(static_cast<char>(0x80 | (point & 0x3f)));
  }
}

// "Unicode text" of spreadsheets is UTF-16 with tabulators.
absl::StatusOr<std::string> FromUtf16(std::string_view bytes, bool big) {
  const auto unit = [&](size_t i) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    return big ? unsigned{first} << 8 | second : unsigned{second} << 8 | first;
  };
  std::string text;
  for (size_t i = 2; i + 1 < bytes.size(); i += 2) {
    unsigned point = unit(i);
    const bool high = point >= 0xd800 && point < 0xdc00;
    if (high && i + 3 < bytes.size()) {
      const unsigned low = unit(i + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        i += 2;
      }
    }
    if (point >= 0xd800 && point < 0xe000) {
      return FieldError("table", StrCat(PlaceOf(text, text.size()),
                                        ": half a UTF-16 character stands "
                                        "here; save the file as UTF-8."));
    }
    AppendUtf8(point, text);
  }
  if (bytes.size() % 2 != 0) {
    return FieldError("table", StrCat(PlaceOf(text, text.size()),
                                      ": the UTF-16 text is cut off."));
  }
  return text;
}

}  // namespace

absl::Status GridError(const Grid& grid, size_t line, std::string_view what) {
  return FieldError("table", StrCat(grid.unit, " ", line, ": ", what));
}

absl::StatusOr<std::string> DecodedText(std::string_view bytes) {
  std::string text;
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
    ASSIGN_OR_RETURN(text, FromUtf16(bytes, bytes.front() == '\xfe'));
  } else {
    if (bytes.starts_with(kByteOrderMark)) {
      bytes.remove_prefix(kByteOrderMark.size());
    }
    text = std::string(bytes);
  }
  const size_t zero = text.find('\0');
  if (zero != std::string::npos) {
    return FieldError("table",
                      StrCat(PlaceOf(text, zero),
                             ": a NUL byte stands here; this is no text. Save "
                             "the table as CSV in UTF-8, or as XLSX."));
  }
  const size_t valid = csv::ValidUtf8Prefix(text);
  if (valid != text.size()) {
    return FieldError(
        "table",
        StrCat(PlaceOf(text, valid), ": the byte 0x",
               absl::Hex(static_cast<unsigned char>(text[valid])),
               " is no UTF-8. Save the file again in the encoding UTF-8."));
  }
  return text;
}

size_t CountLetters(const Grid& grid) {
  size_t count = 0;
  for (const GridRow& row : grid.rows) {
    for (const std::string& cell : row.cells) {
      const Letters read = ReadLetters(cell);
      count += read.unknown.empty() && !read.letters.empty() ? 1 : 0;
    }
  }
  return count;
}

}  // namespace csi::raci
