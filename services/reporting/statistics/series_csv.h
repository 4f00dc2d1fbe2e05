// Reader for a series file: CSV (RFC 4180, UTF-8, header first) with the
// columns period_start, value and, if wanted, n (the count behind a value).
//
// A period_start is a date (2016-03-21) or a time (2016-03-21T08:00:00Z; UTC
// without a zone); rows may come in any order and are sorted by it. Nothing is
// guessed: the first thing wrong refuses the whole file with its line, column
// and reason. Thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SERIES_CSV_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SERIES_CSV_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace csi::statistics {

// Columns of one series, ascending by start.
struct Series {
  std::vector<absl::Time> starts;
  std::vector<double> values;
  std::vector<int64_t> counts;  // empty if the file has no column n
};

// `source` names the input in errors. Fails with INVALID_ARGUMENT, or with
// RESOURCE_EXHAUSTED for kSeriesRowsLimit rows or more.
absl::StatusOr<Series> ParseSeries(std::string_view text,
                                   std::string_view source);

// Reads a file of up to kSeriesBytesMax; NOT_FOUND if it cannot be opened.
absl::StatusOr<Series> ReadSeries(const std::string& path);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SERIES_CSV_H_
