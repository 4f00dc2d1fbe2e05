#include "common/calendar/interval_set.h"

#include <algorithm>
#include <utility>

#include "common/base/check.h"

namespace csi {
namespace {

// Where one set begins or ends.
struct Edge {
  int64_t time_us;
  int step;  // +1 or -1
};

}  // namespace

IntervalSet::IntervalSet(std::vector<TimeSpan> spans) {
  std::erase_if(
      spans, [](const TimeSpan& span) { return span.end_us <= span.start_us; });
  std::sort(spans.begin(), spans.end(),
            [](const TimeSpan& a, const TimeSpan& b) {
              return a.start_us < b.start_us;
            });
  for (const TimeSpan& span : spans) {
    if (!spans_.empty() && span.start_us <= spans_.back().end_us) {
      spans_.back().end_us = std::max(spans_.back().end_us, span.end_us);
    } else {
      spans_.push_back(span);
    }
  }
}

int64_t IntervalSet::TotalUs() const {
  int64_t total_us = 0;
  for (const TimeSpan& span : spans_) total_us += span.LengthUs();
  return total_us;
}

bool IntervalSet::Contains(int64_t time_us) const {
  const auto behind = std::upper_bound(
      spans_.begin(), spans_.end(), time_us,
      [](int64_t time, const TimeSpan& span) { return time < span.start_us; });
  return behind != spans_.begin() && time_us < std::prev(behind)->end_us;
}

IntervalSet IntervalSet::Union(const IntervalSet& other) const {
  return HeldByAtLeast({this, &other}, 1);
}

IntervalSet IntervalSet::Intersect(const IntervalSet& other) const {
  return HeldByAtLeast({this, &other}, 2);
}

IntervalSet IntervalSet::Minus(const IntervalSet& other) const {
  IntervalSet left;
  size_t cut = 0;
  for (const TimeSpan& span : spans_) {
    int64_t from_us = span.start_us;
    while (cut < other.spans_.size() && other.spans_[cut].end_us <= from_us) {
      ++cut;
    }
    // A cut may reach into the next span too, so `cut` itself stays.
    for (size_t i = cut; i < other.spans_.size(); ++i) {
      const TimeSpan& taken = other.spans_[i];
      if (taken.start_us >= span.end_us) break;
      if (taken.start_us > from_us) {
        left.spans_.push_back({from_us, taken.start_us});
      }
      from_us = std::max(from_us, taken.end_us);
    }
    if (from_us < span.end_us) left.spans_.push_back({from_us, span.end_us});
  }
  return left;
}

IntervalSet HeldByAtLeast(const std::vector<const IntervalSet*>& sets,
                          size_t count) {
  CSI_CHECK(count >= 1, "no set needs to hold an instant");
  std::vector<Edge> edges;
  for (const IntervalSet* set : sets) {
    for (const TimeSpan& span : set->spans()) {
      edges.push_back({span.start_us, 1});
      edges.push_back({span.end_us, -1});
    }
  }
  std::sort(edges.begin(), edges.end(),
            [](const Edge& a, const Edge& b) { return a.time_us < b.time_us; });
  std::vector<TimeSpan> held;
  const int64_t needed = static_cast<int64_t>(count);
  int64_t holding = 0;
  for (size_t i = 0; i < edges.size();) {
    const int64_t time_us = edges[i].time_us;
    const bool before = holding >= needed;
    for (; i < edges.size() && edges[i].time_us == time_us; ++i) {
      holding += edges[i].step;
    }
    const bool after = holding >= needed;
    if (!before && after) held.push_back({time_us, time_us});
    if (before && !after) held.back().end_us = time_us;
  }
  return IntervalSet(std::move(held));
}

}  // namespace csi
