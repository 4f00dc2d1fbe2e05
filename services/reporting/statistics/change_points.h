// Where the level of a series changed: Pettitt's test for one change, PELT and
// FPOP with the l2 cost for any number. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_CHANGE_POINTS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_CHANGE_POINTS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/reporting/statistics/limits.h"

namespace csi::statistics {

struct Pettitt {
  double k = 0;             // max |U_t|
  double p = 1;             // 2 exp(-6 K^2 / (n^3 + n^2)), at most 1
  size_t change_after = 0;  // index of the last point of the first segment
  bool up = false;          // the level rose
};

// Absent below two points and for a constant series.
std::optional<Pettitt> ComputePettitt(std::span<const double> values);

struct PeltOptions {
  size_t segment_min = 2;
  // Absent: 2 log(n) (mean moving range / d2)^2.
  std::optional<double> penalty;
};

// First index of each segment but the first, minimising the squared distances
// from segment means plus the penalty for each break (Killick, Fearnhead,
// Eckley 2012). INVALID_ARGUMENT above kChangePointPointsMax points.
absl::StatusOr<std::vector<size_t>> ComputePelt(
    std::span<const double> values, const PeltOptions& options = {});

// The same cost without a shortest segment, by functional pruning (Maidstone,
// Hocking, Rigaill, Fearnhead 2017): log-linear in practice, for any length.
std::vector<size_t> ComputeFpop(std::span<const double> values,
                                std::optional<double> penalty = std::nullopt);

struct ChangePoints {
  std::vector<size_t> breaks;
  std::string_view method;  // "PELT" or "FPOP", to be named in the output
  std::optional<double> penalty = std::nullopt;  // for each break
  std::string_view reason = {};  // why there is no penalty and no break
};

// PELT up to `pelt_points_max` points, FPOP above, with the default penalty;
// below two points there is none, and `reason` says so. Whoever must not wait
// gives a low bound: PELT takes the square of the points where nothing changed.
ChangePoints FindChangePoints(std::span<const double> values,
                              size_t pelt_points_max = kChangePointPointsMax);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_CHANGE_POINTS_H_
