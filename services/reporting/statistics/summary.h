// Mean, variance, median and ranks of a series: pure functions, thread-safe.
//
// Values are finite (CheckSeries tells). Sums are kept in extended precision
// and the mean of equal values is exactly that value, so that a constant
// series never signals by rounding.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SUMMARY_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SUMMARY_H_

#include <cstddef>
#include <span>
#include <vector>

#include "absl/status/status.h"

namespace csi::statistics {

// Refuses NaN, infinity and magnitudes over kMagnitudeMax, naming the 0-based
// index; an empty series is fine.
absl::Status CheckSeries(std::span<const double> values);

// REQUIRES: not empty.
double Mean(std::span<const double> values);

// Variance with n - 1 in the denominator. REQUIRES: at least two values.
double SampleVariance(std::span<const double> values);

// Middle value, or the mean of the two middle ones. REQUIRES: not empty.
double Median(std::vector<double> values);

// 1-based ranks; equal values share the mean of their ranks.
std::vector<double> MidRanks(std::span<const double> values);

// Sizes of the groups of equal values, groups of one left out.
std::vector<size_t> TieGroups(std::span<const double> values);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SUMMARY_H_
