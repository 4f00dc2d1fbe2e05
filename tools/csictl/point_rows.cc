#include "tools/csictl/point_rows.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/csv/header.h"
#include "common/status/status.h"

namespace csi::tools {
namespace {

// A numerator computed from a rounded percentage is whole only by chance; one
// that is off by more than rounding of doubles is not made up.
constexpr double kWholeTolerance = 1e-9;

std::string_view Cell(const csv::Row& row, size_t column) {
  if (column >= row.fields.size()) return "";
  return StdView(absl::StripAsciiWhitespace(View(row.fields[column])));
}

}  // namespace

std::optional<google::protobuf::Timestamp> ParsePeriod(std::string_view text) {
  std::string full(text);
  if (full.size() == 7) full += "-01";
  if (full.size() == 10) full += "T00:00:00Z";
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, full, &time, &error) ||
      full.find('-') != 4) {
    return std::nullopt;
  }
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(absl::ToUnixSeconds(time));
  return stamp;
}

void SetFigures(double value, double n, reporting::v1::Aggregation aggregation,
                reporting::v1::Point& point) {
  point.set_value(value);
  double factor = 0;
  if (aggregation == reporting::v1::AGGREGATION_PERCENTAGE) factor = 100;
  if (aggregation == reporting::v1::AGGREGATION_RATE) factor = 1;
  if (factor == 0) {
    point.set_count(n);
    return;
  }
  point.set_denominator(n);
  const double numerator = value * n / factor;
  if (n > 0 && std::abs(numerator - std::round(numerator)) <=
                   kWholeTolerance * std::max(1.0, std::abs(numerator))) {
    point.set_numerator(std::round(numerator));
  }
}

PointRows::PointRows(csv::ByteSource* source,
                     const reporting::v1::Indicator& indicator)
    : indicator_(indicator), reader_(source) {}

absl::Status PointRows::ReadHeader() {
  csv::Row row;
  if (!reader_.Next(&row)) {
    if (!reader_.status().ok()) return reader_.status();
    return absl::InvalidArgumentError(
        "The file is empty. Its first line names the columns, for example "
        "period_start,value,n.");
  }
  absl::StatusOr<csv::Header> header =
      csv::Header::From(row.fields, {"period_start"});
  if (!header.ok()) return header.status();
  period_ = *header->Find("period_start");
  std::string unknown;
  for (const std::string& name : header->names()) {
    const std::optional<size_t> at = header->Find(name);
    bool known = true;
    if (name == "value") {
      value_ = at;
    } else if (name == "n" || name == "count") {
      if (count_) {
        return absl::InvalidArgumentError(
            "The columns n and count mean the same; keep one of them.");
      }
      count_ = at;
    } else if (name == "numerator") {
      numerator_ = at;
    } else if (name == "denominator") {
      denominator_ = at;
    } else if (name == "source_event") {
      event_ = at;
    } else if (name != "period_start") {
      known = false;
      for (const std::string& dimension : indicator_.dimensions()) {
        if (dimension != name) continue;
        dimensions_.push_back({name, *at});
        known = true;
      }
    }
    if (!known) StrAppend(&unknown, unknown.empty() ? "" : ", ", name);
  }
  if (!unknown.empty()) {
    return absl::InvalidArgumentError(StrCat(
        "No column of points and no dimension of ", indicator_.name(), ": ",
        unknown,
        ". Columns are period_start, value, n (or count), numerator, "
        "denominator, source_event and the indicator's dimensions; leave the "
        "others out."));
  }
  if (!value_ && !(numerator_ && denominator_)) {
    return absl::InvalidArgumentError(
        "The column value is missing (or, for percentages and rates, the "
        "columns numerator and denominator).");
  }
  return absl::OkStatus();
}

bool PointRows::Number(const csv::Row& row, const std::optional<size_t>& column,
                       std::string_view name, std::optional<double>& number,
                       PointRow* out) const {
  if (!column) return true;
  const std::string_view text = Cell(row, *column);
  if (text.empty()) return true;
  double value = 0;
  if (absl::SimpleAtod(View(text), &value) && std::isfinite(value)) {
    number = value;
    return true;
  }
  out->reason = "BAD_VALUE";
  out->message = StrCat(name, " \"", text.substr(0, 40),
                        "\" is no finite number; write "
                        "it with a decimal point and without unit.");
  return false;
}

bool PointRows::Fill(const csv::Row& row, PointRow* out) const {
  const std::string_view period = Cell(row, period_);
  const auto stamp = ParsePeriod(period);
  if (!stamp) {
    out->reason = "BAD_PERIOD";
    out->message = StrCat("period_start \"", period.substr(0, 40),
                          "\" is no date such as 2025-01-31.");
    return false;
  }
  *out->point.mutable_period_start_time() = *stamp;
  std::optional<double> value, count, numerator, denominator;
  if (!Number(row, value_, "value", value, out) ||
      !Number(row, count_, "n", count, out) ||
      !Number(row, numerator_, "numerator", numerator, out) ||
      !Number(row, denominator_, "denominator", denominator, out)) {
    return false;
  }
  if (value) out->point.set_value(*value);
  if (value && count && !numerator && !denominator) {
    SetFigures(*value, *count, indicator_.aggregation(), out->point);
  } else if (count) {
    out->point.set_count(*count);
  }
  if (numerator) out->point.set_numerator(*numerator);
  if (denominator) out->point.set_denominator(*denominator);
  if (event_) out->point.set_source_event(std::string(Cell(row, *event_)));
  for (const Dimension& dimension : dimensions_) {
    const std::string_view text = Cell(row, dimension.column);
    if (text.empty()) continue;  // the total of this dimension
    reporting::v1::DimensionValue& to = *out->point.add_dimensions();
    to.set_name(dimension.name);
    to.set_value(std::string(text));
  }
  return true;
}

absl::StatusOr<bool> PointRows::Next(PointRow* row) {
  csv::Row record;
  if (!reader_.Next(&record)) {
    if (!reader_.status().ok()) return reader_.status();
    return false;
  }
  *row = PointRow();
  row->line = record.line;
  Fill(record, row);
  return true;
}

}  // namespace csi::tools
