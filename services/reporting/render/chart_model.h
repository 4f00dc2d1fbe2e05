// What a process behaviour chart shows: points, segments with their limits,
// the change between them, a target, signals.
//
// Plain data: no computation, no I/O. Values are in the unit of the indicator,
// times are absolute and shown in UTC, indices are 0-based positions in
// `points`, which are in order of time.
#ifndef CSI_SERVICES_REPORTING_RENDER_CHART_MODEL_H_
#define CSI_SERVICES_REPORTING_RENDER_CHART_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace csi::reporting::render {

// Which direction of the indicator is an improvement.
enum class Sense { kHigher, kLower, kTarget };

// The length of a period; it decides how its start is written.
enum class Granularity { kHour, kDay, kWeek, kMonth, kQuarter, kYear };

// What a period is used for. All but the first three are shown hollow.
enum class PointUse {
  kSeries,      // a plain series without a comparison
  kBaseline,    // in the baseline window
  kAfter,       // in the after window
  kGap,         // between a frozen baseline and the change
  kLeftOut,     // overlaps the change or its wash-in
  kTriggered,   // the period that triggered the entry, or later
  kLowCount,    // fewer counts than the indicator's minimum; not tested
  kIncomplete,  // the period's data are not complete
  kOutside,     // in neither window
};

// How a signal reads against the improvement direction.
enum class SignalSide { kNeutral, kGood, kBad };

struct Signal {
  std::string rule = {};  // as the statistics name it: beyond_limit, run_8 ...
  SignalSide side = SignalSide::kNeutral;
};

struct ChartPoint {
  absl::Time start = {};
  double value = 0;                   // not finite: the period has no value
  std::optional<int64_t> count = {};  // the denominator, where there is one
  PointUse use = PointUse::kSeries;
  std::vector<Signal> signals = {};
  std::string note = {};
};

// Consecutive points that share one centre line and one pair of limits.
struct ChartSegment {
  std::string label = {};  // "Before", "After"
  size_t first = 0;
  size_t last = 0;  // inclusive
  double centre = 0;
  std::optional<double> lower = {};
  std::optional<double> upper = {};
  // A limit beyond the bounds of the indicator, drawn at the bound.
  bool lower_clipped = false;
  bool upper_clipped = false;
  // Draws the lines, dashed, on to this point: the old limits under the new
  // points.
  std::optional<size_t> extend_to = {};
};

// [start, end) of the actual change, with the wash-in that follows it.
struct ChangeWindow {
  std::string label = {};  // "RFC-501"
  absl::Time start = {};
  std::optional<absl::Time> end = {};
  std::optional<absl::Time> wash_in_end = {};
};

struct TargetLine {
  double value = 0;
  std::string label = {};  // empty: "Target"
};

struct ChartModel {
  std::string title = {};       // the indicator's name
  std::string unit = {};        // "%", "h", "incidents"; may be empty
  std::string value_axis = {};  // what the values are; empty: the title
  std::string limit_rule = {};  // "mean +/- 3 x mean moving range / d2 (exact)"
  Granularity granularity = Granularity::kMonth;
  Sense sense = Sense::kHigher;
  std::vector<ChartPoint> points = {};
  std::vector<ChartSegment> segments = {};
  std::vector<ChangeWindow> changes = {};
  std::optional<TargetLine> target = {};
};

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_CHART_MODEL_H_
