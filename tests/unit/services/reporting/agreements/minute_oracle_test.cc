// The exact answers beside a simulation that walks through a month minute by
// minute and knows nothing of intervals.
#include <algorithm>
#include <random>

#include "common/base/strings.h"
#include "common/calendar/service_hours.h"
#include "common/testing/effort.h"
#include "gtest/gtest.h"
#include "services/reporting/agreements/availability.h"
#include "services/reporting/agreements/service_tree.h"
#include "services/reporting/agreements/time_clock.h"

namespace csi::reporting {
namespace {

constexpr int64_t kMinuteUs = int64_t{60} * 1000 * 1000;

struct ZoneMonth {
  const char* zone;
  CalendarMonth month;
};
// Each has a change of the clocks in the month.
constexpr ZoneMonth kZones[] = {
    {"Europe/London", {2026, 3}},     {"Europe/Berlin", {2026, 10}},
    {"America/New_York", {2026, 11}}, {"Australia/Lord_Howe", {2026, 4}},
    {"America/Santiago", {2026, 9}},  {"Pacific/Apia", {2011, 12}},
};

// A random agreement month: calendar, maintenance, tree, outages, pauses.
struct Case {
  const char* zone_name;
  absl::TimeZone zone;
  TimeSpan month;
  std::vector<DailyHours> hours;
  std::vector<absl::CivilDay> holidays;
  std::vector<TimeSpan> maintenance;
  std::vector<TimeSpan> pauses;
  std::vector<TreeNode> nodes;
  std::vector<std::vector<TimeSpan>> outages;  // as recorded, by node
};

int Below(std::mt19937_64& random, int bound) {
  return static_cast<int>(random() % static_cast<uint64_t>(bound));
}

// Whole minutes; some begin before the month or end behind it.
std::vector<TimeSpan> RandomSpans(std::mt19937_64& random,
                                  const TimeSpan& month, int count_max,
                                  int minutes_max) {
  std::vector<TimeSpan> spans;
  const auto minutes = static_cast<int>(month.LengthUs() / kMinuteUs) + 4000;
  for (int n = Below(random, count_max + 1); n > 0; --n) {
    const int64_t start_us =
        month.start_us + (Below(random, minutes) - 2000) * kMinuteUs;
    spans.push_back(
        {start_us, start_us + Below(random, minutes_max) * kMinuteUs});
    // Touching, repeated and corrected ones.
    const int more = Below(random, 6);
    if (more == 0) spans.push_back(spans.back());
    if (more == 1) {
      spans.push_back({spans.back().end_us,
                       spans.back().end_us + Below(random, 90) * kMinuteUs});
    }
  }
  return spans;
}

Case RandomCase(uint64_t seed) {
  std::mt19937_64 random(seed);
  Case made;
  const ZoneMonth& place = kZones[Below(random, std::size(kZones))];
  made.zone_name = place.zone;
  EXPECT_TRUE(absl::LoadTimeZone(place.zone, &made.zone));
  made.month = place.month.SpanIn(made.zone);
  for (int n = Below(random, 9); n > 0; --n) {
    const int start = Below(random, 1440);
    made.hours.push_back(
        {Below(random, 7) + 1, start, start + 1 + Below(random, 1440 - start)});
  }
  for (int n = Below(random, 3); n > 0; --n) {
    made.holidays.push_back(absl::CivilDay(place.month.year, place.month.month,
                                           Below(random, 28) + 1));
  }
  made.maintenance = RandomSpans(random, made.month, 3, 400);
  made.pauses = RandomSpans(random, made.month, 5, 3000);
  const int nodes = 1 + Below(random, 9);
  for (int i = 0; i < nodes; ++i) {
    TreeNode node;
    // Parts stand behind their group, so there is no cycle; they may be shared.
    for (int j = i + 1; j < nodes; ++j) {
      if (Below(random, 3) == 0) node.children.push_back(j);
    }
    if (!node.children.empty()) {
      node.required = 1 + Below(random, static_cast<int>(node.children.size()));
    }
    made.outages.push_back(RandomSpans(random, made.month, 6, 2500));
    node.own = IntervalSet(made.outages.back());
    made.nodes.push_back(std::move(node));
  }
  return made;
}

bool Within(const std::vector<TimeSpan>& spans, int64_t time_us) {
  return std::any_of(spans.begin(), spans.end(), [&](const TimeSpan& span) {
    return time_us >= span.start_us && time_us < span.end_us;
  });
}

bool InHours(const Case& c, int64_t time_us) {
  const absl::CivilSecond local = c.zone.At(absl::FromUnixMicros(time_us)).cs;
  const absl::CivilDay day(local);
  if (std::find(c.holidays.begin(), c.holidays.end(), day) !=
      c.holidays.end()) {
    return false;
  }
  const int weekday = static_cast<int>(absl::GetWeekday(day)) + 1;
  const int minute = local.hour() * 60 + local.minute();
  return c.hours.empty() ||
         std::any_of(c.hours.begin(), c.hours.end(), [&](const DailyHours& h) {
           return h.weekday == weekday && minute >= h.start_minute &&
                  minute < h.end_minute;
         });
}

bool IsDown(const Case& c, size_t index, int64_t time_us) {
  if (Within(c.outages[index], time_us)) return true;
  const TreeNode& node = c.nodes[index];
  if (node.children.empty()) return false;
  size_t up = 0;
  for (const size_t child : node.children) {
    if (!IsDown(c, child, time_us)) ++up;
  }
  return up < node.required;
}

// Down itself, with everything on some way up.
bool IsFelt(const Case& c, size_t index, int64_t time_us) {
  if (!IsDown(c, index, time_us)) return false;
  if (index == 0) return true;
  for (size_t parent = 0; parent < index; ++parent) {
    const auto& parts = c.nodes[parent].children;
    if (std::find(parts.begin(), parts.end(), index) != parts.end() &&
        IsFelt(c, parent, time_us)) {
      return true;
    }
  }
  return false;
}

struct Simulated {
  int64_t agreed = 0;
  int64_t downtime = 0;
  int64_t outages = 0;
  int64_t clock = 0;
  std::vector<int64_t> felt;  // by node
};

Simulated Simulate(const Case& c) {
  Simulated seen;
  seen.felt.resize(c.nodes.size());
  bool down_before = false;
  bool counted = false;
  // An outage that began before the month is still one outage.
  for (int64_t t = c.month.start_us; t < c.month.end_us; t += kMinuteUs) {
    const bool hours = InHours(c, t);
    const bool agreed = hours && !Within(c.maintenance, t);
    const bool down = IsDown(c, 0, t);
    if (hours && !Within(c.pauses, t)) ++seen.clock;
    if (agreed) ++seen.agreed;
    if (down && !down_before) counted = false;
    if (agreed && down) {
      ++seen.downtime;
      if (!counted) ++seen.outages;
      counted = true;
      for (size_t i = 0; i < c.nodes.size(); ++i) {
        if (IsFelt(c, i, t)) ++seen.felt[i];
      }
    }
    down_before = down;
  }
  return seen;
}

TEST(MinuteOracle, AgreesOnRandomTreesCalendarsAndOutages) {
  const uint64_t cases = csi::testing::kSanitized ? 10 : 150;
  int64_t with_downtime = 0;
  for (uint64_t seed = 1; seed <= cases; ++seed) {
    const Case c = RandomCase(seed);
    SCOPED_TRACE(StrCat("seed ", seed, " ", c.zone_name));
    const auto hours = ServiceHours::Make(c.zone_name, c.hours, c.holidays);
    ASSERT_TRUE(hours.ok());
    const IntervalSet agreed =
        hours->Within(c.month).Minus(IntervalSet(c.maintenance));
    const std::vector<IntervalSet> down = JoinOutages(c.nodes);
    const Availability exact = Measure(agreed, down[0]);
    const Simulated seen = Simulate(c);
    ASSERT_EQ(exact.agreed_us, seen.agreed * kMinuteUs);
    ASSERT_EQ(exact.downtime_us, seen.downtime * kMinuteUs);
    ASSERT_EQ(exact.outage_count, seen.outages);
    ASSERT_EQ(ClockUs(*hours, IntervalSet(c.pauses), c.month),
              seen.clock * kMinuteUs);
    const std::vector<IntervalSet> felt =
        FeltAtRoot(c.nodes, down, agreed.Intersect(down[0]));
    for (size_t i = 0; i < felt.size(); ++i) {
      ASSERT_EQ(felt[i].TotalUs(), seen.felt[i] * kMinuteUs) << "node " << i;
    }
    if (seen.downtime > 0) ++with_downtime;
  }
  // The cases are no good if hardly any of them is down.
  EXPECT_GT(with_downtime, static_cast<int64_t>(cases) / 2);
}

}  // namespace
}  // namespace csi::reporting
