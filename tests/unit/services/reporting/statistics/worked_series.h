// The series of the release-bypass case, shared by the tests of this folder.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_WORKED_SERIES_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_WORKED_SERIES_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/reporting/statistics/verdict.h"

namespace csi::statistics {

// Share of releases that bypass the process, per cent, by month.
inline const std::vector<double> kBypassBefore = {80, 82, 79, 81, 78, 83,
                                                  80, 79, 82, 80, 81, 78};
inline const std::vector<double> kBypassAfter = {60, 58, 55, 52,
                                                 50, 47, 45, 44};

// Incidents by week of closing, from the week of 2016-03-28: how many were
// closed and how many of those met their SLA (UCI incident log, CC BY 4.0).
inline const std::vector<std::pair<int64_t, int64_t>> kMadeSlaWeeks = {
    {1158, 1877}, {1588, 2273}, {1440, 1988}, {1614, 2075},
    {1000, 1426}, {1711, 2148}, {1428, 1775}, {1420, 1850}};

inline absl::Time Day(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

// Months from 2024-01 on.
inline std::vector<Period> Months(const std::vector<double>& values) {
  std::vector<Period> periods;
  for (size_t i = 0; i < values.size(); ++i) {
    const int month = static_cast<int>(i) + 1;
    periods.push_back({.start = Day(2024, month, 1),
                       .end = Day(2024, month + 1, 1),
                       .value = values[i]});
  }
  return periods;
}

// 12 months before RFC-501 and 8 after; it starts and ends on 2025-01-01.
inline ChangeQuestion ReleaseBypass() {
  ChangeQuestion question;
  std::vector<double> values = kBypassBefore;
  values.insert(values.end(), kBypassAfter.begin(), kBypassAfter.end());
  question.periods = Months(values);
  for (Period& period : question.periods) period.count = 100;
  question.plan.changes = {{Day(2025, 1, 1), Day(2025, 1, 1)}};
  question.improvement = Improvement::kLower;
  question.indicator = "the share of releases that bypass the process";
  question.change = "RFC-501";
  question.unit = "%";
  return question;
}

inline ChangeQuestion MadeSla() {
  ChangeQuestion question;
  const absl::Time first = Day(2016, 3, 28);
  for (size_t i = 0; i < kMadeSlaWeeks.size(); ++i) {
    const auto [made, closed] = kMadeSlaWeeks[i];
    const absl::Time start = first + absl::Hours(24 * 7) * static_cast<int>(i);
    question.periods.push_back({.start = start,
                                .end = start + absl::Hours(24 * 7),
                                .value = 100.0 * made / closed,
                                .count = closed});
  }
  question.plan.changes = {{Day(2016, 4, 25), Day(2016, 4, 25)}};
  question.plan.share_scale = 100;
  question.plan.count_min = 20;
  question.improvement = Improvement::kHigher;
  question.indicator = "the share of incidents that meet their SLA";
  question.change = "2016-04-25";
  question.unit = "%";
  question.caveats = {"The date is illustrative; no real change is known"};
  return question;
}

// Months before a change on a boundary, then months after it.
inline ChangeQuestion Ask(const std::vector<double>& before,
                          const std::vector<double>& after) {
  ChangeQuestion question;
  std::vector<double> values = before;
  values.insert(values.end(), after.begin(), after.end());
  question.periods = Months(values);
  const absl::Time change = Day(2024, static_cast<int>(before.size()) + 1, 1);
  question.plan.changes = {{change, change}};
  return question;
}

// A steady baseline; after windows that rose and that did not.
inline const std::vector<double> kFlat = {50, 52, 49, 51, 48, 52,
                                          50, 49, 51, 50, 52, 49};
inline const std::vector<double> kHigh = {60, 62, 59, 61, 60, 59, 62, 61};
inline const std::vector<double> kSame = {50, 49, 52, 51, 50, 51, 49, 52};

}  // namespace csi::statistics

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_WORKED_SERIES_H_
