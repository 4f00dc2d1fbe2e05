// A set of instants: half-open intervals [start, end) in microseconds since
// 1970 UTC, sorted, neither overlapping nor touching. All operations are exact.
// A value type; const members may be called from any thread.
#ifndef CSI_COMMON_CALENDAR_INTERVAL_SET_H_
#define CSI_COMMON_CALENDAR_INTERVAL_SET_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace csi {

// [start_us, end_us).
struct TimeSpan {
  int64_t start_us = 0;
  int64_t end_us = 0;

  int64_t LengthUs() const { return end_us - start_us; }
  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

class IntervalSet {
 public:
  IntervalSet() = default;
  // Any order; overlapping, touching and repeated spans become one, and spans
  // that end where or before they start are left out.
  explicit IntervalSet(std::vector<TimeSpan> spans);

  const std::vector<TimeSpan>& spans() const { return spans_; }
  bool empty() const { return spans_.empty(); }
  int64_t TotalUs() const;
  bool Contains(int64_t time_us) const;

  IntervalSet Union(const IntervalSet& other) const;
  IntervalSet Intersect(const IntervalSet& other) const;
  IntervalSet Minus(const IntervalSet& other) const;

  friend bool operator==(const IntervalSet&, const IntervalSet&) = default;

 private:
  std::vector<TimeSpan> spans_;
};

// The instants that at least `count` of the sets hold. A set that is listed
// twice counts twice. REQUIRES: count >= 1.
IntervalSet HeldByAtLeast(const std::vector<const IntervalSet*>& sets,
                          size_t count);

}  // namespace csi

#endif  // CSI_COMMON_CALENDAR_INTERVAL_SET_H_
