// Mann-Kendall test for a monotone trend, in n log n.
//
// S is the number of pairs that rise minus those that fall; its variance is
// corrected for ties, z for continuity, p is two-sided. Definition of Mann
// (1945) and Kendall (1975); agrees with pymannkendall.original_test. Pure,
// thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_MANN_KENDALL_H_
#define CSI_SERVICES_REPORTING_STATISTICS_MANN_KENDALL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace csi::statistics {

enum class Trend { kNone, kIncreasing, kDecreasing };

struct MannKendall {
  int64_t s = 0;
  double var_s = 0;
  // Absent below kTrendPointsMin points; `reason` then says so.
  std::optional<double> z;
  std::optional<double> p;
  std::optional<double> tau;   // S / (n (n-1) / 2)
  std::optional<Trend> trend;  // by p < 0.05
  std::string reason;
  // Exact two-sided p, for 4 to 10 points without ties; else `exact_reason`.
  std::optional<double> p_exact;
  std::string exact_reason;
};

MannKendall ComputeMannKendall(std::span<const double> values);

// z with the continuity correction, its two-sided p and the trend by p < 0.05.
// S = 0 gives z = 0 and p = 1 whatever the variance.
struct TrendScore {
  double z = 0;
  double p = 1;
  Trend trend = Trend::kNone;
};

// REQUIRES: var_s > 0 unless s is 0.
TrendScore ScoreTrend(int64_t s, double var_s);

// n (n-1) (2n+5) / 18, less the same term of each group of ties.
double TrendVariance(size_t n, std::span<const size_t> ties);

// The exact p where there is one, else the approximation.
std::optional<double> BestP(const MannKendall& test);

// "increasing", "decreasing" or "no trend".
const char* TrendName(Trend trend);

// Number of pairs i < j with values[i] > values[j] (equal ones do not count).
int64_t CountInversions(std::span<const double> values);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_MANN_KENDALL_H_
