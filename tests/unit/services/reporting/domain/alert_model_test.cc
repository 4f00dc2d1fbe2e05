// Alerts after random points, late points and corrections, against a recount
// of all figures that shares no code with the evaluator: it looks for the first
// breach that opens, then for the first run that closes, over the whole series.
#include <cmath>
#include <map>
#include <random>

#include "tests/unit/services/reporting/domain/threshold_world.h"

namespace csi::reporting {
namespace {

constexpr int kFirstMonth = 12;  // 2019 is the baseline's year
constexpr int kMonths = 80;
const std::vector<double> kYear = {48, 52, 51, 47, 53, 50,
                                   49, 52, 48, 51, 47, 50};

struct Figure {
  int month = 0;  // since January 2019
  double value = 0;
};

class AlertModel : public ThresholdWorld {
 protected:
  // Month -> value and number of releases, as recorded.
  std::map<int, std::pair<double, int>> recorded_;

  static v1::Point PointOf(int month, double value, int n) {
    v1::Point point;
    *point.mutable_period_start_time() =
        Day(2019 + month / 12, month % 12 + 1, 1);
    point.set_numerator(value * n / 100);
    point.set_denominator(n);
    return point;
  }

  std::vector<Figure> Judged() const {
    std::vector<Figure> figures;
    for (const auto& [month, figure] : recorded_) {
      if (figure.second >= 20) figures.push_back({month, figure.first});
    }
    return figures;
  }

  static bool Side(const v1::Threshold& t, v1::ThresholdSide side) {
    return t.side() == side || t.side() == v1::THRESHOLD_SIDE_BOTH;
  }

  // The default rules, spelled out from the last figure backwards.
  static bool Fires(const v1::Threshold& t, const std::vector<Figure>& all,
                    size_t last) {
    const auto z = [&](size_t back) {
      return (all[last - back].value - t.centre()) / t.sigma();
    };
    const bool up = z(0) > 0;
    if (!Side(t, up ? v1::THRESHOLD_SIDE_ABOVE : v1::THRESHOLD_SIDE_BELOW)) {
      return false;
    }
    if (std::fabs(z(0)) > 3) return true;
    size_t side = 0;
    while (side <= last && side < 8 && (up ? z(side) > 0 : z(side) < 0)) ++side;
    if (side == 8) return true;
    for (const int way : {1, -1}) {
      size_t steps = 0;
      while (steps < last && steps < 5 &&
             way * (all[last - steps].value - all[last - steps - 1].value) >
                 0) {
        ++steps;
      }
      if (steps == 5) return true;
    }
    if (last < 2) return false;
    const auto near = [&](size_t back) {
      return up ? z(back) > 2 : z(back) < -2;
    };
    return near(0) && (near(1) || near(2));
  }

  static bool Breach(const v1::Threshold& t, const std::vector<Figure>& all,
                     size_t i) {
    const double v = all[i].value;
    if (t.rule() == v1::THRESHOLD_RULE_LIMIT) {
      return t.side() == v1::THRESHOLD_SIDE_ABOVE ? v > t.enter_limit()
                                                  : v < t.enter_limit();
    }
    if (t.rule() == v1::THRESHOLD_RULE_SIGNALS) return Fires(t, all, i);
    const double far = t.enter_limit() * t.sigma();
    return (Side(t, v1::THRESHOLD_SIDE_ABOVE) && v > t.centre() + far) ||
           (Side(t, v1::THRESHOLD_SIDE_BELOW) && v < t.centre() - far);
  }

  static bool Calm(const v1::Threshold& t, const std::vector<Figure>& all,
                   size_t i) {
    if (t.rule() == v1::THRESHOLD_RULE_SIGNALS) return !Fires(t, all, i);
    v1::Threshold leave = t;
    leave.set_enter_limit(t.leave_limit());
    return !Breach(leave, all, i);
  }

  // Opening and closing months (-1: open), of figures from `from` on.
  static std::string Recount(const v1::Threshold& t,
                             const std::vector<Figure>& all, int from) {
    std::string text;
    size_t start = 0;
    while (start < all.size() && all[start].month < from) ++start;
    const int k = std::max(1, t.enter_count());
    const int n = std::max(k, t.enter_periods());
    const int m = std::max(1, t.leave_count());
    for (size_t open = start; open < all.size(); ++open) {
      int breaches = 0;
      for (size_t i = open; i + n > open && i + 1 > start; --i) {
        breaches += Breach(t, all, i);
        if (i == 0) break;
      }
      if (!Breach(t, all, open) || breaches < k) continue;
      size_t close = open + m;
      const auto all_calm = [&] {
        for (size_t i = close + 1 - m; i <= close; ++i) {
          if (!Calm(t, all, i)) return false;
        }
        return true;
      };
      while (close < all.size() && !all_calm()) ++close;
      const bool closed = close < all.size();
      StrAppend(&text, all[open].month, "..", closed ? all[close].month : -1,
                "\n");
      if (!closed) break;
      start = close + 1;
      open = close;
    }
    return text;
  }

  static int MonthOf(const google::protobuf::Timestamp& time) {
    const absl::CivilMonth month = absl::ToCivilMonth(
        absl::FromUnixMicros(MicrosOf(time)), absl::UTCTimeZone());
    return static_cast<int>((month.year() - 2019) * 12 + month.month() - 1);
  }

  std::string Kept(int from) {
    std::string text;
    for (const v1::Alert& alert : Alerts()) {
      if (alert.state() == v1::ALERT_STATE_WITHDRAWN) continue;
      if (MonthOf(alert.open_period_time()) < from) continue;
      StrAppend(&text, MonthOf(alert.open_period_time()), "..",
                alert.has_close_period_time()
                    ? MonthOf(alert.close_period_time())
                    : -1,
                "\n");
    }
    return text;
  }

  void FreezeYear() {
    Record(Months("bypass", 2019, 1, kYear));
    for (int i = 0; i < 12; ++i) recorded_[i] = {kYear[i], 100};
    v1::FreezeBaselineRequest freeze = Freeze("b", "o");
    ReportingWorld::Deliver(Entry("o", "bypass"));
    *freeze.mutable_baseline()->mutable_window()->mutable_start_time() =
        Day(2019, 1, 1);
    *freeze.mutable_baseline()->mutable_window()->mutable_end_time() =
        Day(2020, 1, 1);
    const auto frozen = As<v1::Baseline>("carol", "FreezeBaseline", freeze);
    ASSERT_TRUE(frozen.ok()) << frozen.status();
  }

  v1::CreateThresholdRequest RandomThreshold(std::mt19937_64& random) {
    v1::CreateThresholdRequest request = High();
    v1::Threshold& t = *request.mutable_threshold();
    t.set_rule(static_cast<v1::ThresholdRule>(1 + random() % 3));
    t.clear_enter_limit();
    t.clear_leave_limit();
    const bool above = random() % 2 == 0;
    t.set_side(above ? v1::THRESHOLD_SIDE_ABOVE : v1::THRESHOLD_SIDE_BELOW);
    if (t.rule() == v1::THRESHOLD_RULE_LIMIT) {
      t.set_enter_limit(above ? 56 : 44);
      t.set_leave_limit(above ? 52 : 47);
    } else {
      if (random() % 2 == 0) t.set_side(v1::THRESHOLD_SIDE_BOTH);
      t.set_baseline(Name("baselines", "b"));
    }
    if (t.rule() == v1::THRESHOLD_RULE_PROCESS_LIMIT) {
      t.set_enter_limit(2);
      t.set_leave_limit(1);
    }
    t.set_enter_count(1 + static_cast<int>(random() % 3));
    t.set_enter_periods(t.enter_count() + static_cast<int>(random() % 3));
    t.set_leave_count(static_cast<int>(random() % 4));
    return request;
  }

  void Step(std::mt19937_64& random) {
    const int last = recorded_.rbegin()->first;
    const int kind = static_cast<int>(random() % 4);
    // A level that now and then stands off, so that patterns come about.
    const double level = 50 + 8.0 * (static_cast<int>(random() % 3) - 1);
    const auto draw = [&] {
      return std::round(level + static_cast<int>(random() % 9) - 4);
    };
    const auto size = [&] { return random() % 8 == 0 ? 10 : 100; };
    if (kind == 0) {  // corrections of what is there
      v1::CorrectPointsRequest request;
      request.set_name(Name("indicators", "bypass"));
      request.set_reason("counted twice");
      for (const auto& [month, figure] : recorded_) {
        if (month < kFirstMonth || random() % 12 != 0) continue;
        recorded_[month] = {draw(), size()};
        *request.add_points() =
            PointOf(month, recorded_[month].first, recorded_[month].second);
      }
      if (request.points_size() == 0) return;
      const auto done =
          As<v1::CorrectPointsResponse>("dave", "CorrectPoints", request);
      ASSERT_TRUE(done.ok()) << done.status();
      return;
    }
    v1::RecordPointsRequest request;
    request.set_name(Name("indicators", "bypass"));
    if (kind == 1) {  // late ones
      for (int month = kFirstMonth; month < last; ++month) {
        if (recorded_.count(month) > 0 || random() % 3 != 0) continue;
        recorded_[month] = {draw(), size()};
        *request.add_points() =
            PointOf(month, recorded_[month].first, recorded_[month].second);
      }
    } else {
      int month = last + 1;
      for (int i = 0; i < 4 && month < kMonths; ++i) {
        recorded_[month] = {draw(), size()};
        *request.add_points() =
            PointOf(month, recorded_[month].first, recorded_[month].second);
        month += 1 + (random() % 5 == 0);
      }
    }
    if (request.points_size() == 0) return;
    const auto done =
        As<v1::RecordPointsResponse>("dave", "RecordPoints", request);
    ASSERT_TRUE(done.ok()) << done.status();
    EXPECT_EQ(done->unjudged_count(), 0);
  }
};

// One world per seed.
class SeededAlerts : public AlertModel {
 public:
  void TestBody() override {}

  void Run(uint64_t seed) {
    FreezeYear();
    std::mt19937_64 random(seed);
    const v1::CreateThresholdRequest request = RandomThreshold(random);
    Watch(request);
    const auto threshold = GetRow<v1::Threshold>(
        runner.state("reporting"), Key(kThresholdTag, {"acme", "high"}));
    ASSERT_TRUE(threshold.has_value());
    for (int step = 0; step < 16; ++step) {
      Step(random);
      ASSERT_EQ(Kept(kFirstMonth), Recount(*threshold, Judged(), kFirstMonth))
          << "seed " << seed << " step " << step << "\n"
          << threshold->ShortDebugString();
    }
    opened = runner.CountEvents("reporting", "AlertOpened");
    changed = runner.CountEvents("reporting", "AlertReevaluated") +
              runner.CountEvents("reporting", "AlertWithdrawn");
  }

  int opened = 0;
  int changed = 0;
};

TEST(AlertWatch, EqualsARecountAfterEachStep) {
  int opened = 0;
  int changed = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    SeededAlerts world;
    ASSERT_NO_FATAL_FAILURE(world.Run(seed));
    opened += world.opened;
    changed += world.changed;
  }
  EXPECT_GT(opened, 400);
  EXPECT_GT(changed, 200);
}

}  // namespace
}  // namespace csi::reporting
