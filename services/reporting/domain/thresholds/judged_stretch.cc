#include "services/reporting/domain/thresholds/judged_stretch.h"

#include <algorithm>

#include "services/reporting/domain/series.h"
#include "services/reporting/domain/thresholds/threshold_rule.h"
#include "services/reporting/points/limits.h"

namespace csi::reporting {
namespace {

// Figures before the first judged one that its judgement rests on.
size_t ContextSize(const v1::Threshold& threshold) {
  return static_cast<size_t>(
             std::max(EnterPeriods(threshold), LeaveCount(threshold))) +
         kPatternFiguresMax;
}

// Stored figures with the changed ones in their place, from <= period < to.
std::vector<StoredPoint> Overlaid(const std::vector<StoredPoint>& stored,
                                  const std::map<int64_t, StoredPoint>& changed,
                                  int64_t from_us, int64_t to_us) {
  std::map<int64_t, StoredPoint> all;
  for (const StoredPoint& each : stored) all.emplace(each.period_us, each);
  for (auto next = changed.lower_bound(from_us);
       next != changed.end() && next->first < to_us; ++next) {
    all.insert_or_assign(next->first, next->second);
  }
  std::vector<StoredPoint> points;
  points.reserve(all.size());
  for (auto& [period, point] : all) points.push_back(std::move(point));
  return points;
}

}  // namespace

JudgedStretch ReadStretch(const KvReader& state, const SeriesId& id,
                          const v1::Indicator& indicator,
                          const v1::ThresholdWatch& watch,
                          const std::map<int64_t, StoredPoint>& changed) {
  JudgedStretch stretch;
  stretch.start_us = std::max(changed.begin()->first, watch.watch_from_us());
  stretch.stored_until_us = SeriesReader(state, id).LastPeriod();
  std::vector<StoredPoint> stored = ReadPoints(
      state, id, stretch.start_us, kTimeMax, limits::kThresholdLookBackMax + 1);
  if (stored.size() > limits::kThresholdLookBackMax) {
    const auto from = changed.lower_bound(stretch.start_us);
    stretch.start_us = stored[1].period_us;
    stretch.too_old =
        std::distance(from, changed.lower_bound(stretch.start_us));
    stored.erase(stored.begin());
  }
  const size_t wanted = ContextSize(watch.threshold());
  std::vector<StoredPoint> earlier;
  size_t seen = 0;
  ScanPointsReverse(state, id, kTimeMin, stretch.start_us,
                    [&](const StoredPoint& point) {
                      if (!JudgeablePoints(indicator, {point}).empty()) {
                        earlier.push_back(point);
                      }
                      return earlier.size() < wanted &&
                             ++seen < limits::kThresholdLookBackMax;
                    });
  std::reverse(earlier.begin(), earlier.end());
  const int64_t since =
      earlier.empty() ? stretch.start_us : earlier.front().period_us;
  stretch.figures = JudgeablePoints(
      indicator, Overlaid(earlier, changed, since, stretch.start_us));
  stretch.first = stretch.figures.size();
  for (StoredPoint& each : JudgeablePoints(
           indicator, Overlaid(stored, changed, stretch.start_us, kTimeMax))) {
    stretch.figures.push_back(std::move(each));
  }
  return stretch;
}

}  // namespace csi::reporting
