#include "services/reporting/domain/report/report_chart.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/domain/names.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

// Points of one chart; the newest ones when there are more.
constexpr size_t kChartPointsMax = 400;

render::Granularity GranularityOf(v1::Frequency frequency) {
  switch (frequency) {
    case v1::FREQUENCY_HOUR:
      return render::Granularity::kHour;
    case v1::FREQUENCY_WEEK:
      return render::Granularity::kWeek;
    case v1::FREQUENCY_MONTH:
      return render::Granularity::kMonth;
    case v1::FREQUENCY_QUARTER:
      return render::Granularity::kQuarter;
    case v1::FREQUENCY_YEAR:
      return render::Granularity::kYear;
    default:
      return render::Granularity::kDay;
  }
}

render::Sense SenseOf(v1::ImprovementDirection direction) {
  if (direction == v1::IMPROVEMENT_DIRECTION_HIGHER) {
    return render::Sense::kHigher;
  }
  return direction == v1::IMPROVEMENT_DIRECTION_LOWER ? render::Sense::kLower
                                                      : render::Sense::kTarget;
}

class ChartBuilder {
 public:
  ChartBuilder(const ReportSource& source, const EntrySource& entry)
      : source_(source), entry_(entry), indicator_(*entry.indicator) {}

  std::optional<render::ChartModel> Run() {
    ReadPoints();
    if (points_.empty()) return std::nullopt;
    chart_.title = indicator_.title();
    chart_.unit = indicator_.unit();
    chart_.limit_rule =
        "Limits: mean \u00B1 3 \u00D7 mean moving range / d2 (preset exact).";
    chart_.granularity = GranularityOf(indicator_.frequency());
    chart_.sense = SenseOf(indicator_.direction());
    AddPoints();
    AddSegments();
    AddChanges();
    if (entry_.target) {
      chart_.target = render::TargetLine{entry_.target->value(), "target"};
    }
    return std::move(chart_);
  }

 private:
  // Frozen figures where the baseline has them, recorded ones elsewhere.
  void ReadPoints() {
    const v1::Baseline* baseline =
        entry_.baseline ? &*entry_.baseline : nullptr;
    const std::string series =
        baseline ? SeriesText(baseline->dimensions()) : "";
    int64_t from = kTimeMin;
    if (baseline != nullptr && baseline->points_size() > 0) {
      for (const v1::FrozenPoint& frozen : baseline->points()) {
        const StoredPoint point = FromFrozen(frozen);
        frozen_.insert(point.period_us);
        points_.push_back(point);
      }
      from = MicrosOf(baseline->window().end_time());
    }
    const std::vector<StoredPoint> later = reporting::ReadPoints(
        source_.state, {source_.tenant, LastPart(indicator_.name()), series},
        from, kTimeMax, kChartPointsMax);
    points_.insert(points_.end(), later.begin(), later.end());
    if (!entry_.comparison) return;
    for (const v1::FrozenPoint& point : entry_.comparison->after_points()) {
      const size_t index = after_.size();
      after_[MicrosOf(point.period_start_time())] = index;
    }
  }

  render::PointUse UseOf(const StoredPoint& point) const {
    if (frozen_.count(point.period_us) > 0) return render::PointUse::kBaseline;
    if (after_.count(point.period_us) > 0) return render::PointUse::kAfter;
    const std::optional<double> n =
        point.denominator ? point.denominator : point.count;
    if (n && *n < MinimumN(indicator_)) return render::PointUse::kLowCount;
    if (!after_.empty() && point.period_us < after_.begin()->first) {
      return render::PointUse::kGap;
    }
    return render::PointUse::kSeries;
  }

  void AddPoints() {
    for (const StoredPoint& stored : points_) {
      render::ChartPoint point;
      point.start = absl::FromUnixMicros(stored.period_us);
      point.value = stored.value;
      if (stored.denominator) {
        point.count = static_cast<int64_t>(*stored.denominator);
      } else if (stored.count) {
        point.count = static_cast<int64_t>(*stored.count);
      }
      point.use = UseOf(stored);
      if (point.use == render::PointUse::kAfter) MarkAfter(stored, point);
      chart_.points.push_back(std::move(point));
    }
  }

  // Against the old limits, and the trend of the new points themselves.
  void MarkAfter(const StoredPoint& stored, render::ChartPoint& point) {
    const v1::VerdictFigures& figures = entry_.comparison->figures();
    const bool higher =
        indicator_.direction() == v1::IMPROVEMENT_DIRECTION_HIGHER;
    if (figures.before().has_xmr()) {
      const bool above = stored.value > figures.before().xmr().upper();
      const bool below = stored.value < figures.before().xmr().lower();
      if (above || below) {
        point.signals.push_back(
            {"beyond_limit", above == higher ? render::SignalSide::kGood
                                             : render::SignalSide::kBad});
      }
    }
    const int index = static_cast<int>(after_[stored.period_us]);
    const bool rising = figures.after().theil_sen().slope() > 0;
    for (const v1::Signal& signal : figures.after().xmr().signals()) {
      if (signal.rule() != "trend_6") continue;
      if (std::find(signal.points().begin(), signal.points().end(), index) ==
          signal.points().end()) {
        continue;
      }
      point.signals.push_back({"trend_6", rising == higher
                                              ? render::SignalSide::kGood
                                              : render::SignalSide::kBad});
    }
  }

  void AddSegments() {
    AddSegment("Before", render::PointUse::kBaseline,
               entry_.comparison
                   ? entry_.comparison->figures().before()
                   : FiguresOf(indicator_, Of(render::PointUse::kBaseline),
                               statistics::XmrPreset::kExact));
    if (entry_.comparison) {
      AddSegment("After", render::PointUse::kAfter,
                 entry_.comparison->figures().after());
      if (chart_.segments.size() == 2) {
        chart_.segments[0].extend_to = chart_.segments[1].last;
      }
    }
    if (chart_.segments.empty()) {
      AddSegment("All", render::PointUse::kSeries,
                 FiguresOf(indicator_, Of(render::PointUse::kSeries),
                           statistics::XmrPreset::kExact));
    }
  }

  std::vector<StoredPoint> Of(render::PointUse use) const {
    std::vector<StoredPoint> points;
    for (const StoredPoint& point : points_) {
      if (UseOf(point) == use) points.push_back(point);
    }
    return points;
  }

  void AddSegment(std::string label, render::PointUse use,
                  const v1::WindowFigures& figures) {
    std::optional<size_t> first;
    size_t last = 0;
    for (size_t i = 0; i < chart_.points.size(); ++i) {
      if (chart_.points[i].use != use) continue;
      if (!first) first = i;
      last = i;
    }
    if (!first || figures.n() == 0) return;
    render::ChartSegment segment;
    segment.label = std::move(label);
    segment.first = *first;
    segment.last = last;
    segment.centre = figures.mean();
    if (figures.has_xmr()) {
      segment.lower = figures.xmr().lower();
      segment.upper = figures.xmr().upper();
      Clip(segment);
    }
    chart_.segments.push_back(std::move(segment));
  }

  void Clip(render::ChartSegment& segment) const {
    if (indicator_.has_lower_bound() &&
        *segment.lower < indicator_.lower_bound()) {
      segment.lower = indicator_.lower_bound();
      segment.lower_clipped = true;
    }
    if (indicator_.has_upper_bound() &&
        *segment.upper > indicator_.upper_bound()) {
      segment.upper = indicator_.upper_bound();
      segment.upper_clipped = true;
    }
  }

  void AddChanges() {
    for (const v1::RfcView& rfc : entry_.rfcs) {
      if (!rfc.has_actual_start_time()) continue;
      render::ChangeWindow window;
      window.label = RfcLabel(rfc);
      window.start = TimeOf(rfc.actual_start_time());
      if (rfc.has_actual_end_time()) {
        window.end = TimeOf(rfc.actual_end_time());
      }
      chart_.changes.push_back(std::move(window));
    }
    if (!chart_.changes.empty() || !entry_.comparison ||
        !entry_.comparison->has_change_window()) {
      return;
    }
    const auto& given = entry_.comparison->change_window();
    chart_.changes.push_back({.label = entry_.comparison->illustrative()
                                           ? "illustrative date"
                                           : "change",
                              .start = TimeOf(given.start_time()),
                              .end = TimeOf(given.end_time())});
  }

  const ReportSource& source_;
  const EntrySource& entry_;
  const v1::Indicator& indicator_;
  std::vector<StoredPoint> points_;
  std::set<int64_t> frozen_;
  std::map<int64_t, size_t> after_;  // period -> index in the after window
  render::ChartModel chart_;
};

}  // namespace

std::optional<render::ChartModel> BuildChart(const ReportSource& source,
                                             const EntrySource& entry) {
  if (!entry.indicator) return std::nullopt;
  return ChartBuilder(source, entry).Run();
}

}  // namespace csi::reporting
