// Points of a series as they are stored: columns of a PointBlock, and the same
// as plain structs. Encoding then decoding gives back every figure bit for bit.
// Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_POINTS_POINT_BLOCK_H_
#define CSI_SERVICES_REPORTING_POINTS_POINT_BLOCK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csi/reporting/v1/reporting_journal.pb.h"

namespace csi::reporting {

struct StoredPoint {
  int64_t period_us = 0;
  double value = 0;
  std::optional<double> numerator;
  std::optional<double> denominator;
  std::optional<double> count;
  int64_t record_time_us = 0;
  int32_t definition_revision = 0;
  int32_t revision = 1;
  bool late = false;
  std::string source_event;
  std::string correction_reason;

  // The same figures, whoever recorded them and when.
  bool SameFigures(const StoredPoint& other) const {
    return value == other.value && numerator == other.numerator &&
           denominator == other.denominator && count == other.count;
  }
  bool operator==(const StoredPoint&) const = default;
};

// 100 for percentages, 1 for rates, 0 for what is not a ratio.
int RatioFactor(v1::Aggregation aggregation);

// REQUIRES: ascending periods. `factor` is the indicator's RatioFactor; the
// values are left out when they follow from numerators and denominators.
v1::PointBlock EncodePoints(const std::vector<StoredPoint>& points, int factor);
std::vector<StoredPoint> DecodePoints(const v1::PointBlock& block);

// Series key part: "" for the total, else name=value joined by 0x1f.
std::string SeriesText(
    const google::protobuf::RepeatedPtrField<v1::DimensionValue>& dimensions);
std::vector<v1::DimensionValue> DimensionsOf(std::string_view series);

// As the API shows it.
v1::Point ToPoint(const StoredPoint& stored, std::string_view series);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_POINTS_POINT_BLOCK_H_
