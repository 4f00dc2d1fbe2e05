// The few distribution functions that the tests need, over Boost.Math, which
// stays out of every other file (it is slow to compile). Thread-safe.
//
// Nothing throws: outside the domain the result is NaN.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_DISTRIBUTIONS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_DISTRIBUTIONS_H_

namespace csi::statistics {

// Quantile of the standard normal distribution for a two-sided 95 % interval.
inline constexpr double kNormal975 = 1.959963984540054;

// P(|Z| >= |z|) of the standard normal, accurate far into the tail.
double NormalTwoSidedP(double z);

// P(|T| >= |t|) and the quantile of Student's t, for any positive degrees.
double StudentTwoSidedP(double t, double degrees);
double StudentQuantile(double probability, double degrees);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_DISTRIBUTIONS_H_
