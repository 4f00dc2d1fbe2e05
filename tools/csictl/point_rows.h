// Rows of a CSV file as points: period_start and value, or numerator and
// denominator; n or count; source_event; and one column for each dimension of
// the indicator. Reads forward, memory does not grow with the file.
// Not thread-safe.
#ifndef CSI_TOOLS_CSICTL_POINT_ROWS_H_
#define CSI_TOOLS_CSICTL_POINT_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/csv/reader.h"
#include "csi/reporting/v1/reporting.pb.h"

namespace csi::tools {

struct PointRow {
  uint64_t line = 0;
  reporting::v1::Point point;
  // Not empty: the row cannot be used.
  std::string reason;  // BAD_PERIOD or BAD_VALUE, as the server says it
  std::string message;
};

class PointRows {
 public:
  // `source` outlives this; `indicator` says how figures are formed and which
  // dimensions there are.
  PointRows(csv::ByteSource* source, const reporting::v1::Indicator& indicator);

  // INVALID_ARGUMENT naming the columns that are missing or not known.
  absl::Status ReadHeader();
  // False at the end; an error ends the reading.
  absl::StatusOr<bool> Next(PointRow* row);

 private:
  struct Dimension {
    std::string name;
    size_t column;
  };
  bool Fill(const csv::Row& row, PointRow* out) const;
  bool Number(const csv::Row& row, const std::optional<size_t>& column,
              std::string_view name, std::optional<double>& number,
              PointRow* out) const;

  const reporting::v1::Indicator& indicator_;
  csv::Reader reader_;
  size_t period_ = 0;
  std::optional<size_t> value_, count_, numerator_, denominator_, event_;
  std::vector<Dimension> dimensions_;
};

// 2025-01-31, 2025-01 (its first day) or RFC 3339; nothing otherwise.
std::optional<google::protobuf::Timestamp> ParsePeriod(std::string_view text);

// Puts a figure and what it rests on into a point. For percentages and rates
// the number is the denominator, and the numerator follows if it is whole.
void SetFigures(double value, double n, reporting::v1::Aggregation aggregation,
                reporting::v1::Point& point);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_POINT_ROWS_H_
