// Shares of counted cases out of a series of values and their counts.
//
// A value is a share in fractions of 1 or in per cent; together with its count
// n it tells the cases that hit. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SHARE_VALUES_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SHARE_VALUES_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/reporting/statistics/proportions.h"
#include "services/reporting/statistics/series_csv.h"

namespace csi::statistics {

enum class ShareScale { kFraction, kPercent };

// From "fraction" or "percent"; nothing for any other word.
std::optional<ShareScale> ParseShareScale(std::string_view word);

// "fraction" or "percent".
std::string_view ShareScaleName(ShareScale scale);

// One share a period. INVALID_ARGUMENT, with a reason, where the series has no
// counts or a value is no share: outside 0 and 1 (or 100).
absl::StatusOr<std::vector<Share>> SharesOf(const Series& series,
                                            ShareScale scale);

// The scale in which every value times its count is a whole number of cases,
// to a hundredth of a case; fractions first. Absent where neither fits: rounded
// shares must be declared.
std::optional<ShareScale> FindShareScale(const Series& series);

// All periods as one.
Share Total(const std::vector<Share>& periods);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SHARE_VALUES_H_
