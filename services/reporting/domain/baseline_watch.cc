#include "services/reporting/domain/baseline_watch.h"

#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {

BaselineWatch::BaselineWatch(const Context& context, std::string_view indicator)
    : now_us_(absl::ToUnixMicros(context.now)),
      frozen_until_us_(StatsOf(*context.state, context.tenant, indicator)
                           .frozen_until_us()) {
  if (frozen_until_us_ == 0) return;
  const std::string prefix =
      KeyPrefix(kBaselineByIndicatorTag, {context.tenant, indicator});
  context.state->ScanPrefix(
      prefix, [&](std::string_view key, std::string_view) {
        std::optional<v1::Baseline> baseline = GetRow<v1::Baseline>(
            *context.state,
            Key(kBaselineTag, {context.tenant, key.substr(prefix.size())}));
        if (baseline && baseline->points_size() > 0) {
          Watched watched;
          watched.series = SeriesText(baseline->dimensions());
          watched.baseline = *std::move(baseline);
          watched_.push_back(std::move(watched));
        }
        return true;
      });
}

void BaselineWatch::Look(std::string_view series, const StoredPoint& point) {
  if (point.period_us >= frozen_until_us_) return;
  for (Watched& each : watched_) {
    const csi::common::v1::Interval& window = each.baseline.window();
    if (each.series != series ||
        point.period_us < MicrosOf(window.start_time()) ||
        point.period_us >= MicrosOf(window.end_time())) {
      continue;
    }
    each.late.set_count(each.late.count() + 1);
    if (each.late.points_size() >= limits::kLatePointsListedMax) continue;
    v1::LatePoint& late = *each.late.add_points();
    *late.mutable_period_start_time() = TimestampOf(point.period_us);
    late.set_value(point.value);
    *late.mutable_record_time() = TimestampOf(now_us_);
    for (const v1::FrozenPoint& frozen : each.baseline.points()) {
      if (MicrosOf(frozen.period_start_time()) == point.period_us) {
        late.set_frozen_value(frozen.value());
      }
    }
  }
}

std::vector<std::string> BaselineWatch::Emit(Outcome& outcome) {
  std::vector<std::string> names;
  for (Watched& each : watched_) {
    if (each.late.count() == 0) continue;
    each.late.set_baseline(each.baseline.name());
    each.late.set_opportunity(each.baseline.opportunity());
    names.push_back(each.baseline.name());
    *outcome.Emit<v1::JournalEvent>().mutable_baseline_late_points() =
        std::move(each.late);
  }
  return names;
}

}  // namespace csi::reporting
