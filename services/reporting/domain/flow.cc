#include "services/reporting/domain/flow.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "common/base/nearest_rank.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr double kMicrosOfDay = 86400e6;
constexpr size_t kHalfPercent = 50;
constexpr size_t kMostPercent = 85;

constexpr std::string_view kNew = "NEW";
constexpr std::string_view kAccepted = "ACCEPTED";
constexpr std::string_view kRunning = "IN_PROGRESS";
constexpr std::string_view kClosed = "CLOSED";

// In the order of a life; those of the first part are open.
constexpr std::array<std::string_view, 11> kStates = {
    "NEW",       "DEFERRED", "ACCEPTED", "ASSESSED", "APPROVED", "IN_PROGRESS",
    "IN_REVIEW", "ON_HOLD",  "CLOSED",   "REJECTED", "CANCELLED"};
constexpr size_t kOpenStates = 8;

bool IsDropped(std::string_view state) {
  return state == "REJECTED" || state == "CANCELLED";
}

double Days(int64_t from_us, int64_t to_us) {
  return std::max<double>(0, static_cast<double>(to_us - from_us)) /
         kMicrosOfDay;
}

// When the entry first came into a state, by a move.
std::optional<int64_t> FirstIn(const EntryFlow& entry, std::string_view state) {
  for (const StateMove& move : entry.moves) {
    if (move.state == state) return move.time_us;
  }
  return std::nullopt;
}

// When it was last closed, if it is closed: a reopened one has not ended.
std::optional<int64_t> ClosedAt(const EntryFlow& entry) {
  if (entry.state != kClosed || entry.moves.empty()) return std::nullopt;
  return entry.moves.back().time_us;
}

// Empty before it was logged.
std::string_view StateAt(const EntryFlow& entry, int64_t time_us) {
  if (time_us < entry.logged_us) return "";
  std::string_view state = kNew;
  for (const StateMove& move : entry.moves) {
    if (move.time_us > time_us) break;
    state = move.state;
  }
  return state;
}

class Cycle {
 public:
  Cycle(const char* stretch, int64_t from_us) : from_us_(from_us) {
    result_.set_stretch(stretch);
  }

  void Add(std::optional<int64_t> begin, std::optional<int64_t> end) {
    if (!begin || !end || *end < from_us_) return;
    days_.push_back(Days(*begin, *end));
  }
  v1::CycleTime Take() {
    result_.set_count(static_cast<int64_t>(days_.size()));
    if (!days_.empty()) {
      result_.set_median_days(NearestRank(days_, kHalfPercent));
      result_.set_p85_days(NearestRank(days_, kMostPercent));
    }
    return result_;
  }

 private:
  const int64_t from_us_;
  std::vector<double> days_;
  v1::CycleTime result_;
};

void AddAges(const std::vector<EntryFlow>& entries, int64_t now_us,
             v1::FlowAnalysis& flow) {
  for (size_t i = 0; i < kOpenStates; ++i) {
    v1::StateAge age;
    std::vector<double> days;
    for (const EntryFlow& entry : entries) {
      if (entry.retrospective || entry.state != kStates[i]) continue;
      const int64_t since =
          entry.moves.empty() ? entry.logged_us : entry.moves.back().time_us;
      days.push_back(Days(since, now_us));
      if (age.oldest().empty() || days.back() > age.oldest_days()) {
        age.set_oldest(entry.name);
        age.set_oldest_days(days.back());
      }
    }
    if (days.empty()) continue;
    age.set_state(std::string(kStates[i]));
    age.set_count(static_cast<int64_t>(days.size()));
    age.set_median_days(NearestRank(days, kHalfPercent));
    age.set_p85_days(NearestRank(days, kMostPercent));
    *flow.add_ages() = std::move(age);
  }
}

void AddCycleTimes(const std::vector<EntryFlow>& entries, int64_t from_us,
                   v1::FlowAnalysis& flow) {
  Cycle accepted("LOGGED_TO_ACCEPTED", from_us);
  Cycle started("ACCEPTED_TO_RUNNING", from_us);
  Cycle done("RUNNING_TO_CLOSED", from_us);
  Cycle whole("LOGGED_TO_CLOSED", from_us);
  for (const EntryFlow& entry : entries) {
    if (entry.retrospective) continue;
    accepted.Add(entry.logged_us, FirstIn(entry, kAccepted));
    started.Add(FirstIn(entry, kAccepted), FirstIn(entry, kRunning));
    done.Add(FirstIn(entry, kRunning), ClosedAt(entry));
    whole.Add(entry.logged_us, ClosedAt(entry));
  }
  for (Cycle* cycle : {&accepted, &started, &done, &whole}) {
    *flow.add_cycle_times() = cycle->Take();
  }
}

v1::FlowPeriod PeriodOf(const std::vector<EntryFlow>& entries, int64_t start_us,
                        int64_t end_us) {
  v1::FlowPeriod period;
  *period.mutable_start_time() = TimestampOf(start_us);
  const auto within = [&](int64_t time_us) {
    return time_us >= start_us && time_us < end_us;
  };
  std::map<std::string_view, int64_t> counts;
  for (const EntryFlow& entry : entries) {
    if (within(entry.logged_us)) period.set_logged(period.logged() + 1);
    for (const StateMove& move : entry.moves) {
      if (!within(move.time_us)) continue;
      if (move.state == kClosed) period.set_closed(period.closed() + 1);
      if (IsDropped(move.state)) period.set_dropped(period.dropped() + 1);
    }
    const std::string_view state = StateAt(entry, end_us - 1);
    if (!state.empty()) ++counts[state];
  }
  for (std::string_view state : kStates) {
    const auto found = counts.find(state);
    if (found == counts.end()) continue;
    v1::StateCount& count = *period.add_states();
    count.set_state(std::string(state));
    count.set_count(found->second);
  }
  return period;
}

void AddDueDates(const EntryFlow& entry, int64_t now_us,
                 v1::FlowAnalysis& flow) {
  if (!IsOpenState(entry.state)) return;
  if (!entry.due_us) {
    flow.set_without_due_date(flow.without_due_date() + 1);
  } else if (static_cast<double>(*entry.due_us) + kMicrosOfDay <=
             static_cast<double>(now_us)) {
    flow.set_overdue(flow.overdue() + 1);  // the day itself is in time
  }
}

}  // namespace

bool IsOpenState(std::string_view state) {
  const auto* end = kStates.begin() + kOpenStates;
  return std::find(kStates.begin(), end, state) != end;
}

v1::FlowAnalysis FlowOf(const std::vector<EntryFlow>& entries,
                        v1::Frequency frequency, int periods, int64_t now_us) {
  v1::FlowAnalysis flow;
  const int64_t current = PeriodStart(frequency, now_us);
  const int64_t from = ShiftPeriods(frequency, current, 1 - periods);
  AddAges(entries, now_us, flow);
  AddCycleTimes(entries, from, flow);
  int64_t closed = 0;
  for (int64_t start = from; start <= current;
       start = PeriodEnd(frequency, start)) {
    *flow.add_periods() = PeriodOf(entries, start, PeriodEnd(frequency, start));
    // The one that runs now is not whole.
    if (start < current) closed += flow.periods().rbegin()->closed();
  }
  if (periods > 1) {
    flow.set_throughput(static_cast<double>(closed) / (periods - 1));
  }
  for (const EntryFlow& entry : entries) {
    AddDueDates(entry, now_us, flow);
    if (entry.retrospective) flow.set_retrospective(flow.retrospective() + 1);
  }
  return flow;
}

}  // namespace csi::reporting
