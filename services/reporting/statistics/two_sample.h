// Comparing two groups of values: Welch's interval for the difference of means
// and the Mann-Whitney rank test. Pure, thread-safe.
//
// Differences are "after minus before". Agrees with scipy.stats.ttest_ind
// (equal_var=False) and scipy.stats.mannwhitneyu.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_TWO_SAMPLE_H_
#define CSI_SERVICES_REPORTING_STATISTICS_TWO_SAMPLE_H_

#include <span>

namespace csi::statistics {

// One group by its figures. `n` may be an effective count, hence a double.
struct Group {
  double mean = 0;
  double variance = 0;  // with n - 1 in the denominator
  double n = 0;
};

struct MeanDifference {
  double difference = 0;
  double standard_error = 0;
  double degrees = 0;  // Welch-Satterthwaite
  double t = 0;
  double p = 0;
  double ci95_low = 0;
  double ci95_high = 0;
};

// REQUIRES: n > 1 in both groups. Groups without any spread give an interval
// of no width.
MeanDifference CompareMeans(const Group& before, const Group& after);

// (after - before) - (comparison_after - comparison_before), with the interval
// of four independent means: the change beyond that of a comparison series.
MeanDifference CompareDifferences(const Group& before, const Group& after,
                                  const Group& comparison_before,
                                  const Group& comparison_after);

// Mean, variance and count of some values. REQUIRES: at least two.
Group GroupOf(std::span<const double> values);

struct RankSum {
  double u = 0;  // pairs in which the after value is higher, ties count half
  double p = 1;  // two-sided, exact if `exact`, else p_normal
  bool exact = false;
  double p_normal = 1;      // tie- and continuity-corrected approximation
  double cliffs_delta = 0;  // 2 U / (n1 n2) - 1
};

// Exact without ties for groups of up to kExactRankSumPointsMax values, else
// the normal approximation with tie and continuity correction.
// REQUIRES: neither group is empty.
RankSum CompareRanks(std::span<const double> before,
                     std::span<const double> after);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_TWO_SAMPLE_H_
