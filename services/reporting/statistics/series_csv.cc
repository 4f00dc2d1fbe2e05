#include "services/reporting/statistics/series_csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <numeric>
#include <optional>

#include "common/base/strings.h"
#include "services/reporting/statistics/csv_scanner.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/period_start.h"

namespace csi::statistics {
namespace {

using internal::CsvScanner;

constexpr std::string_view kStart = "period_start";
constexpr std::string_view kValue = "value";
constexpr std::string_view kCount = "n";

// A field as an error quotes it: short, and on one line.
std::string Quote(std::string_view text) {
  std::string quoted(text.substr(0, kQuotedBytesMax));
  while (internal::FindInvalidUtf8(quoted) != std::string_view::npos) {
    quoted.pop_back();  // the cut went through a character
  }
  for (char& c : quoted) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return StrCat("'", quoted, text.size() > kQuotedBytesMax ? "..." : "", "'");
}

absl::Status Refuse(std::string_view source, size_t line,
                    std::string_view column, std::string_view reason) {
  return absl::InvalidArgumentError(
      StrCat(source, ": line ", line, ", column ", column, ": ", reason));
}

// Positions of the columns in a record.
struct Columns {
  size_t start = 0;
  size_t value = 0;
  std::optional<size_t> count;
  size_t total = 0;
};

absl::StatusOr<Columns> ReadHeader(const CsvScanner& scanner,
                                   std::string_view source) {
  std::optional<size_t> start, value;
  Columns columns;
  columns.total = scanner.fields().size();
  for (size_t i = 0; i < columns.total; ++i) {
    const std::string& name = scanner.fields()[i];
    std::optional<size_t>* place = name == kStart   ? &start
                                   : name == kValue ? &value
                                   : name == kCount ? &columns.count
                                                    : nullptr;
    if (place == nullptr) {
      return Refuse(source, scanner.line(), Quote(name),
                    "unknown column; a series has period_start, value and, if "
                    "wanted, n: remove or rename it");
    }
    if (place->has_value()) {
      return Refuse(source, scanner.line(), name, "the column is there twice");
    }
    *place = i;
  }
  for (const auto& [place, name] :
       {std::pair(start, kStart), {value, kValue}}) {
    if (place.has_value()) continue;
    return Refuse(source, scanner.line(), name,
                  "the column is missing; the first line must name the columns "
                  "period_start,value or period_start,value,n");
  }
  columns.start = *start;
  columns.value = *value;
  return columns;
}

absl::StatusOr<absl::Time> ParseStart(const std::string& text) {
  const std::optional<absl::Time> time = ParsePeriodStart(text);
  if (time.has_value()) return *time;
  return absl::InvalidArgumentError(
      StrCat(Quote(text),
             " is no date; write a day that exists as 2016-03-21, or a time as "
             "2016-03-21T00:00:00Z"));
}

absl::StatusOr<double> ParseValue(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty()) {
    return absl::InvalidArgumentError(
        "no value; leave the row out if there is none for the period");
  }
  if (error == std::errc::invalid_argument || stop != end) {
    return absl::InvalidArgumentError(StrCat(
        Quote(text),
        " is no number; write digits with a point, without unit or thousands "
        "separators"));
  }
  // Underflow is reported like overflow; both lose the value.
  if (error != std::errc() || !std::isfinite(value) ||
      std::fabs(value) > kMagnitudeMax) {
    return absl::InvalidArgumentError(
        StrCat(Quote(text), " is not a finite number of magnitude up to ",
               kMagnitudeMax, "; correct it or leave the row out"));
  }
  return value;
}

absl::StatusOr<int64_t> ParseCount(const std::string& text) {
  int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (error == std::errc() && stop == end && count >= 0) return count;
  return absl::InvalidArgumentError(
      StrCat(Quote(text), " is no count; write a whole number of 0 or more"));
}

// Sorts by start; refuses two rows of one period.
absl::StatusOr<Series> Sorted(Series series, const std::vector<size_t>& lines,
                              std::string_view source) {
  const auto& starts = series.starts;
  std::vector<size_t> order(starts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const bool ordered = std::is_sorted(starts.begin(), starts.end());
  if (!ordered) {
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return starts[a] < starts[b]; });
  }
  for (size_t i = 1; i < order.size(); ++i) {
    if (starts[order[i]] != starts[order[i - 1]]) continue;
    return Refuse(
        source, lines[order[i]], kStart,
        StrCat("the period is there already, in line ", lines[order[i - 1]],
               "; keep one row for each period"));
  }
  if (ordered) return series;
  Series sorted;
  for (size_t i : order) {
    sorted.starts.push_back(series.starts[i]);
    sorted.values.push_back(series.values[i]);
    if (!series.counts.empty()) sorted.counts.push_back(series.counts[i]);
  }
  return sorted;
}

absl::Status AddRow(const CsvScanner& scanner, const Columns& columns,
                    std::string_view source, Series& series) {
  const std::vector<std::string>& fields = scanner.fields();
  const size_t line = scanner.line();
  if (fields.size() != columns.total) {
    return absl::InvalidArgumentError(StrCat(source, ": line ", line, ": ",
                                             fields.size(),
                                             " fields where the header "
                                             "names ",
                                             columns.total, " columns"));
  }
  const absl::StatusOr<absl::Time> start = ParseStart(fields[columns.start]);
  if (!start.ok()) {
    return Refuse(source, line, kStart, StdView(start.status().message()));
  }
  const absl::StatusOr<double> value = ParseValue(fields[columns.value]);
  if (!value.ok()) {
    return Refuse(source, line, kValue, StdView(value.status().message()));
  }
  series.starts.push_back(*start);
  series.values.push_back(*value);
  if (!columns.count.has_value()) return absl::OkStatus();
  const absl::StatusOr<int64_t> count = ParseCount(fields[*columns.count]);
  if (!count.ok()) {
    return Refuse(source, line, kCount, StdView(count.status().message()));
  }
  series.counts.push_back(*count);
  return absl::OkStatus();
}

absl::Status RefuseLength(std::string_view source) {
  return absl::ResourceExhaustedError(
      StrCat(source, ": a series must have fewer than ", kSeriesRowsLimit,
             " rows; aggregate it to longer periods"));
}

absl::Status RefuseEncoding(std::string_view text, size_t at,
                            std::string_view source) {
  const std::string_view before = text.substr(0, at);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  return absl::InvalidArgumentError(
      StrCat(source, ": line ", lines + 1, ", byte ",
             at - (before.rfind('\n') + 1) + 1,
             ": not UTF-8; save the file as UTF-8"));
}

}  // namespace

absl::StatusOr<Series> ParseSeries(std::string_view text,
                                   std::string_view source) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // BOM
  // Far too many rows show without reading a single field.
  const auto line_ends = std::count(text.begin(), text.end(), '\n');
  if (static_cast<size_t>(line_ends) > kSeriesRowsLimit) {
    return RefuseLength(source);
  }
  const size_t invalid = internal::FindInvalidUtf8(text);
  if (invalid != std::string_view::npos) {
    return RefuseEncoding(text, invalid, source);
  }
  CsvScanner scanner(text);
  std::optional<Columns> columns;
  Series series;
  std::vector<size_t> lines;
  while (true) {
    const absl::StatusOr<bool> more = scanner.Next();
    if (!more.ok()) {
      return absl::InvalidArgumentError(
          StrCat(source, ": ", more.status().message()));
    }
    if (!*more) break;
    if (!columns.has_value()) {
      absl::StatusOr<Columns> header = ReadHeader(scanner, source);
      if (!header.ok()) return header.status();
      columns = *header;
      continue;
    }
    if (series.values.size() + 1 >= kSeriesRowsLimit) {
      return RefuseLength(source);
    }
    const absl::Status added = AddRow(scanner, *columns, source, series);
    if (!added.ok()) return added;
    lines.push_back(scanner.line());
  }
  if (!columns.has_value() || series.values.empty()) {
    return absl::InvalidArgumentError(StrCat(
        source,
        columns.has_value() ? ": line 1: the header is there but no row"
                            : ": line 1: the file is empty",
        "; a series has the columns period_start,value and one row a period"));
  }
  return Sorted(std::move(series), lines, source);
}

absl::StatusOr<Series> ReadSeries(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  if (file) {
    // A folder opens, yet cannot be read; a pipe has no size. Both show here.
    constexpr size_t kChunk = size_t{1} << 20;
    std::string chunk(kChunk, '\0');
    while (file.read(chunk.data(), kChunk) || file.gcount() > 0) {
      text.append(chunk.data(), static_cast<size_t>(file.gcount()));
      if (text.size() > kSeriesBytesMax) {
        return absl::ResourceExhaustedError(
            StrCat(path, ": larger than ", kSeriesBytesMax,
                   " bytes; aggregate the series to longer periods"));
      }
    }
  }
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(
        StrCat(path, ": cannot be read; check the name and the permissions"));
  }
  return ParseSeries(text, path);
}

}  // namespace csi::statistics
