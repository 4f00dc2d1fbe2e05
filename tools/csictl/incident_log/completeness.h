// Which periods of an extract can be judged. A log that was cut out of a
// running system is whole only for an interval: before it nothing was taken
// in, after it only the survivors of some filter were. Periods that are not
// wholly inside it, or whose intake is below half of the median of the
// periods inside, are incomplete.
//
// Days are compared with the same weekday: weekends would else all be
// incomplete by the calendar, not by the extract.
// Immutable after From; thread-safe.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_COMPLETENESS_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_COMPLETENESS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "tools/csictl/incident_log/log_time.h"

namespace csi::incident_log {

// Incidents opened and closed by day, from the first day to the last.
struct DailyFlow {
  Day first = 0;
  std::vector<int64_t> opened;
  std::vector<int64_t> closed;

  Day end() const { return first + static_cast<Day>(opened.size()); }
  // Sum over [begin, end), as far as the days are known.
  int64_t OpenedIn(Day begin, Day end) const;
  int64_t ClosedIn(Day begin, Day end) const;
};

class Completeness {
 public:
  // The complete interval reaches from the first to the last whole week that
  // takes in at least half of the usual (the intake of the week in which the
  // median incident was opened, which a long tail does not move), and on by
  // single days of usual intake at both ends.
  static Completeness From(const DailyFlow& flow);

  // The complete interval: [begin, end), empty if nothing can be judged.
  Day begin() const { return begin_; }
  Day end() const { return end_; }

  bool Incomplete(Frequency frequency, Day start) const;

  // Mondays of the weeks inside the interval in which at least twice the
  // median was closed, and half as much again as came in: a bulk close.
  const std::vector<Day>& bulk_close_weeks() const { return bulk_close_; }
  // Mondays of the weeks inside in which less than half the median was
  // closed: closing had not settled, or rests.
  const std::vector<Day>& few_closed_weeks() const { return few_closed_; }

  bool OverlapsBulkClose(Frequency frequency, Day start) const;
  bool OverlapsFewClosed(Frequency frequency, Day start) const;

 private:
  explicit Completeness(const DailyFlow& flow) : flow_(flow) {}
  void FindInterval();
  void ExtendByDays();
  void FindMedians();
  void FindOddWeeks();
  static bool Overlaps(const std::vector<Day>& weeks, Frequency frequency,
                       Day start);

  DailyFlow flow_;
  Day begin_ = 0;
  Day end_ = 0;
  // Median intake of the periods inside; of days by weekday.
  std::array<double, 7> day_median_ = {};
  double week_median_ = 0;
  double month_median_ = 0;
  std::vector<Day> bulk_close_;
  std::vector<Day> few_closed_;
};

// Fewer whole weeks than this say nothing about what is usual.
inline constexpr size_t kOddWeeksMin = 4;

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_COMPLETENESS_H_
