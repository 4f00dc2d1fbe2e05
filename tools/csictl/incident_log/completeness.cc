#include "tools/csictl/incident_log/completeness.h"

#include <algorithm>
#include <numeric>

namespace csi::incident_log {
namespace {

int64_t SumOver(const std::vector<int64_t>& days, Day first, Day begin,
                Day end) {
  const Day last = first + static_cast<Day>(days.size());
  begin = std::clamp(begin, first, last);
  end = std::clamp(end, begin, last);
  return std::accumulate(days.begin() + (begin - first),
                         days.begin() + (end - first), int64_t{0});
}

double MedianOf(std::vector<int64_t> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return static_cast<double>(values[half]);
  return static_cast<double>(values[half - 1] + values[half]) / 2;
}

// The intake of the week in which the median incident was opened.
int64_t UsualWeek(std::vector<int64_t> weeks) {
  std::sort(weeks.begin(), weeks.end());
  const int64_t all = std::accumulate(weeks.begin(), weeks.end(), int64_t{0});
  int64_t below = 0;
  for (const int64_t week : weeks) {
    below += week;
    if (2 * below >= all) return week;
  }
  return 0;
}

}  // namespace

int64_t DailyFlow::OpenedIn(Day begin, Day end) const {
  return SumOver(opened, first, begin, end);
}

int64_t DailyFlow::ClosedIn(Day begin, Day end) const {
  return SumOver(closed, first, begin, end);
}

Completeness Completeness::From(const DailyFlow& flow) {
  Completeness completeness(flow);
  if (flow.opened.empty()) return completeness;
  completeness.FindInterval();
  completeness.ExtendByDays();
  completeness.FindMedians();
  completeness.FindOddWeeks();
  return completeness;
}

void Completeness::FindInterval() {
  const Day first_week = PeriodStart(Frequency::kWeek, flow_.first);
  std::vector<int64_t> weeks;
  for (Day week = first_week; week < flow_.end(); week += 7) {
    weeks.push_back(flow_.OpenedIn(week, week + 7));
  }
  const int64_t usual = UsualWeek(weeks);
  const auto is_usual = [usual](int64_t week) {
    return week > 0 && 2 * week >= usual;
  };
  const auto first = std::find_if(weeks.begin(), weeks.end(), is_usual);
  const auto last = std::find_if(weeks.rbegin(), weeks.rend(), is_usual);
  if (first == weeks.end()) return;
  begin_ = first_week + 7 * static_cast<Day>(first - weeks.begin());
  end_ = first_week + 7 * static_cast<Day>(weeks.rend() - last);
  // Nothing is known of the days before the first and after the last.
  begin_ = std::max(begin_, flow_.first);
  end_ = std::min(end_, flow_.end());
}

// A log seldom ends on a Sunday: the days of the next week belong to the
// interval as long as they take in what such a day usually does.
void Completeness::ExtendByDays() {
  std::array<double, 7> usual;
  for (int weekday = 0; weekday < 7; ++weekday) {
    std::vector<int64_t> intake;
    for (Day day = begin_; day < end_; ++day) {
      if (WeekdayOf(day) == weekday) {
        intake.push_back(flow_.OpenedIn(day, day + 1));
      }
    }
    usual[static_cast<size_t>(weekday)] = MedianOf(std::move(intake));
  }
  const auto is_usual = [&](Day day) {
    const int64_t intake = flow_.OpenedIn(day, day + 1);
    return intake > 0 && 2 * static_cast<double>(intake) >=
                             usual[static_cast<size_t>(WeekdayOf(day))];
  };
  for (int i = 0; i < 6 && end_ < flow_.end() && is_usual(end_); ++i) ++end_;
  for (int i = 0; i < 6 && begin_ > flow_.first && is_usual(begin_ - 1); ++i) {
    --begin_;
  }
}

void Completeness::FindMedians() {
  std::array<std::vector<int64_t>, 7> days;
  std::vector<int64_t> weeks;
  std::vector<int64_t> months;
  for (Day day = begin_; day < end_; ++day) {
    days[static_cast<size_t>(WeekdayOf(day))].push_back(
        flow_.OpenedIn(day, day + 1));
    if (WeekdayOf(day) == 0 && day + 7 <= end_) {
      weeks.push_back(flow_.OpenedIn(day, day + 7));
    }
    const Day month_end = PeriodEnd(Frequency::kMonth, day);
    if (PeriodStart(Frequency::kMonth, day) == day && month_end <= end_) {
      months.push_back(flow_.OpenedIn(day, month_end));
    }
  }
  for (size_t i = 0; i < days.size(); ++i) {
    day_median_[i] = MedianOf(std::move(days[i]));
  }
  week_median_ = MedianOf(std::move(weeks));
  month_median_ = MedianOf(std::move(months));
}

void Completeness::FindOddWeeks() {
  std::vector<Day> weeks;
  std::vector<int64_t> closed;
  for (Day week = PeriodStart(Frequency::kWeek, begin_ + 6); week + 7 <= end_;
       week += 7) {
    weeks.push_back(week);
    closed.push_back(flow_.ClosedIn(week, week + 7));
  }
  if (weeks.size() < kOddWeeksMin) return;
  const double median = MedianOf(closed);
  for (size_t i = 0; i < weeks.size(); ++i) {
    const int64_t opened = flow_.OpenedIn(weeks[i], weeks[i] + 7);
    if (static_cast<double>(closed[i]) >= 2 * median &&
        2 * closed[i] >= 3 * opened) {
      bulk_close_.push_back(weeks[i]);
    } else if (2 * static_cast<double>(closed[i]) < median) {
      few_closed_.push_back(weeks[i]);
    }
  }
}

bool Completeness::Incomplete(Frequency frequency, Day start) const {
  const Day end = PeriodEnd(frequency, start);
  if (start < begin_ || end > end_) return true;
  double median = 0;
  switch (frequency) {
    case Frequency::kDay:
      median = day_median_[static_cast<size_t>(WeekdayOf(start))];
      break;
    case Frequency::kWeek:
      median = week_median_;
      break;
    case Frequency::kMonth:
      median = month_median_;
      break;
  }
  return 2 * static_cast<double>(flow_.OpenedIn(start, end)) < median;
}

bool Completeness::OverlapsBulkClose(Frequency frequency, Day start) const {
  return Overlaps(bulk_close_, frequency, start);
}

bool Completeness::OverlapsFewClosed(Frequency frequency, Day start) const {
  return Overlaps(few_closed_, frequency, start);
}

bool Completeness::Overlaps(const std::vector<Day>& weeks, Frequency frequency,
                            Day start) {
  const Day end = PeriodEnd(frequency, start);
  return std::any_of(weeks.begin(), weeks.end(),
                     [&](Day week) { return week < end && start < week + 7; });
}

}  // namespace csi::incident_log
