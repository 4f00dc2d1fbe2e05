// Grammar of a PointBlock of n points:
//   period of point i = step_us x (steps[0] + ... + steps[i])
//   a NumberColumn is empty, or has n integers, or n doubles; `absent` lists
//   the points without the figure, whose place holds 0
//   runs cover the n points in order
#include "services/reporting/points/point_block.h"

#include <cmath>
#include <functional>
#include <numeric>

#include "absl/strings/str_split.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr char kPairSeparator = '\x1f';
// Whole numbers up to here are exact as doubles.
constexpr double kWholeMax = 9007199254740992.0;

using Figure = std::function<std::optional<double>(const StoredPoint&)>;

bool IsWhole(double number) {
  // Negative zero is not whole: an integer would lose its sign.
  return std::abs(number) < kWholeMax && std::trunc(number) == number &&
         !(number == 0 && std::signbit(number));
}

void FillColumn(const std::vector<StoredPoint>& points, const Figure& figure,
                v1::NumberColumn& column) {
  bool any = false;
  bool whole = true;
  for (const StoredPoint& point : points) {
    const std::optional<double> number = figure(point);
    any = any || number.has_value();
    whole = whole && (!number || IsWhole(*number));
  }
  if (!any) return;
  for (size_t i = 0; i < points.size(); ++i) {
    const std::optional<double> number = figure(points[i]);
    if (!number) column.add_absent(static_cast<uint32_t>(i));
    if (whole) {
      column.add_integers(static_cast<int64_t>(number.value_or(0)));
    } else {
      column.add_doubles(number.value_or(0));
    }
  }
}

void ReadColumn(const v1::NumberColumn& column, size_t n,
                const std::function<void(size_t, double)>& set) {
  const bool whole = column.integers_size() > 0;
  const size_t size = whole ? column.integers_size() : column.doubles_size();
  int next_absent = 0;
  for (size_t i = 0; i < size && i < n; ++i) {
    if (next_absent < column.absent_size() && column.absent(next_absent) == i) {
      ++next_absent;
      continue;
    }
    const int at = static_cast<int>(i);
    set(i,
        whole ? static_cast<double>(column.integers(at)) : column.doubles(at));
  }
}

std::optional<double> Derived(const StoredPoint& point, int factor) {
  if (!point.numerator || !point.denominator || *point.denominator == 0) {
    return std::nullopt;
  }
  return factor * *point.numerator / *point.denominator;
}

bool AllDerived(const std::vector<StoredPoint>& points, int factor) {
  if (factor == 0) return false;
  for (const StoredPoint& point : points) {
    if (Derived(point, factor) != point.value) return false;
  }
  return true;
}

bool SameRun(const v1::PointRun& run, const StoredPoint& point) {
  return run.record_time_us() == point.record_time_us &&
         run.definition_revision() == point.definition_revision &&
         run.revision() == point.revision && run.late() == point.late &&
         run.source_event() == point.source_event &&
         run.correction_reason() == point.correction_reason;
}

void AddToRuns(const StoredPoint& point, v1::PointBlock& block) {
  const int last = block.runs_size() - 1;
  if (last >= 0 && SameRun(block.runs(last), point)) {
    block.mutable_runs(last)->set_count(block.runs(last).count() + 1);
    return;
  }
  v1::PointRun& run = *block.add_runs();
  run.set_count(1);
  run.set_record_time_us(point.record_time_us);
  run.set_definition_revision(point.definition_revision);
  run.set_revision(point.revision);
  run.set_late(point.late);
  run.set_source_event(point.source_event);
  run.set_correction_reason(point.correction_reason);
}

void FillSteps(const std::vector<StoredPoint>& points, v1::PointBlock& block) {
  int64_t step = 0;
  for (const StoredPoint& point : points) {
    step = std::gcd(step, point.period_us);
  }
  if (step == 0) step = 1;
  block.set_step_us(step);
  int64_t previous = 0;
  for (const StoredPoint& point : points) {
    block.add_steps(point.period_us / step - previous);
    previous = point.period_us / step;
  }
}

}  // namespace

int RatioFactor(v1::Aggregation aggregation) {
  if (aggregation == v1::AGGREGATION_PERCENTAGE) return 100;
  return aggregation == v1::AGGREGATION_RATE ? 1 : 0;
}

v1::PointBlock EncodePoints(const std::vector<StoredPoint>& points,
                            int factor) {
  v1::PointBlock block;
  FillSteps(points, block);
  if (AllDerived(points, factor)) {
    block.set_derived_factor(factor);
  } else {
    FillColumn(
        points, [](const StoredPoint& p) { return std::optional(p.value); },
        *block.mutable_values());
  }
  FillColumn(
      points, [](const StoredPoint& p) { return p.numerator; },
      *block.mutable_numerators());
  FillColumn(
      points, [](const StoredPoint& p) { return p.denominator; },
      *block.mutable_denominators());
  FillColumn(
      points, [](const StoredPoint& p) { return p.count; },
      *block.mutable_counts());
  for (const StoredPoint& point : points) AddToRuns(point, block);
  return block;
}

std::vector<StoredPoint> DecodePoints(const v1::PointBlock& block) {
  std::vector<StoredPoint> points(block.steps_size());
  const size_t n = points.size();
  int64_t steps = 0;
  for (size_t i = 0; i < n; ++i) {
    steps += block.steps(static_cast<int>(i));
    points[i].period_us = steps * block.step_us();
  }
  ReadColumn(block.values(), n,
             [&](size_t i, double x) { points[i].value = x; });
  ReadColumn(block.numerators(), n,
             [&](size_t i, double x) { points[i].numerator = x; });
  ReadColumn(block.denominators(), n,
             [&](size_t i, double x) { points[i].denominator = x; });
  ReadColumn(block.counts(), n,
             [&](size_t i, double x) { points[i].count = x; });
  if (block.derived_factor() != 0) {
    for (StoredPoint& point : points) {
      point.value = Derived(point, block.derived_factor()).value_or(0);
    }
  }
  size_t at = 0;
  for (const v1::PointRun& run : block.runs()) {
    for (uint32_t i = 0; i < run.count() && at < n; ++i, ++at) {
      points[at].record_time_us = run.record_time_us();
      points[at].definition_revision = run.definition_revision();
      points[at].revision = run.revision();
      points[at].late = run.late();
      points[at].source_event = run.source_event();
      points[at].correction_reason = run.correction_reason();
    }
  }
  return points;
}

std::string SeriesText(
    const google::protobuf::RepeatedPtrField<v1::DimensionValue>& dimensions) {
  std::string text;
  for (const v1::DimensionValue& each : dimensions) {
    if (!text.empty()) text.push_back(kPairSeparator);
    text += each.name();
    text.push_back('=');
    text += each.value();
  }
  return text;
}

std::vector<v1::DimensionValue> DimensionsOf(std::string_view series) {
  std::vector<v1::DimensionValue> dimensions;
  if (series.empty()) return dimensions;
  const std::string text(series);
  const std::vector<std::string> pairs = absl::StrSplit(text, kPairSeparator);
  for (const std::string& pair : pairs) {
    const size_t equals = pair.find('=');
    v1::DimensionValue each;
    each.set_name(pair.substr(0, equals));
    each.set_value(pair.substr(equals + 1));
    dimensions.push_back(each);
  }
  return dimensions;
}

v1::Point ToPoint(const StoredPoint& stored, std::string_view series) {
  v1::Point point;
  *point.mutable_period_start_time() = TimestampOf(stored.period_us);
  point.set_value(stored.value);
  if (stored.numerator) point.set_numerator(*stored.numerator);
  if (stored.denominator) point.set_denominator(*stored.denominator);
  if (stored.count) point.set_count(*stored.count);
  for (v1::DimensionValue& each : DimensionsOf(series)) {
    *point.add_dimensions() = std::move(each);
  }
  point.set_source_event(stored.source_event);
  point.set_revision(stored.revision);
  *point.mutable_record_time() = TimestampOf(stored.record_time_us);
  point.set_definition_revision(stored.definition_revision);
  point.set_late(stored.late);
  point.set_correction_reason(stored.correction_reason);
  return point;
}

}  // namespace csi::reporting
