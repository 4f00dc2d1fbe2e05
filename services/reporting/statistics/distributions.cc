#include "services/reporting/statistics/distributions.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace csi::statistics {
namespace {

namespace bmp = boost::math::policies;
// Errors come back as NaN or infinity: no exceptions in this code base.
using Quiet = bmp::policy<bmp::domain_error<bmp::ignore_error>,
                          bmp::pole_error<bmp::ignore_error>,
                          bmp::overflow_error<bmp::ignore_error>,
                          bmp::underflow_error<bmp::ignore_error>,
                          bmp::denorm_error<bmp::ignore_error>,
                          bmp::rounding_error<bmp::ignore_error>,
                          bmp::evaluation_error<bmp::ignore_error>>;
using Student = boost::math::students_t_distribution<double, Quiet>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double NormalTwoSidedP(double z) {
  return std::erfc(std::fabs(z) / std::sqrt(2.0));
}

double StudentTwoSidedP(double t, double degrees) {
  if (!(degrees > 0) || std::isnan(t)) return kNan;
  if (std::isinf(t)) return 0;
  return 2 * boost::math::cdf(Student(degrees), -std::fabs(t));
}

double StudentQuantile(double probability, double degrees) {
  if (!(degrees > 0) || !(probability > 0) || !(probability < 1)) return kNan;
  return boost::math::quantile(Student(degrees), probability);
}

}  // namespace csi::statistics
