// The line by least squares; figures are those of scipy 1.17.1 linregress.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "services/reporting/statistics/ols.h"
#include "tests/unit/services/reporting/statistics/random_series.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::HasSubstr;
using Values = std::vector<double>;

TEST(Ols, AgreesWithItsReference) {
  const Ols before = ComputeOls(kBypassBefore);
  EXPECT_NEAR(*before.slope, -0.06643356643356643, 1e-14);
  EXPECT_NEAR(*before.intercept, 80.61538461538461, 1e-11);
  EXPECT_NEAR(*before.r, -0.1494673588682159, 1e-13);
  EXPECT_NEAR(*before.p, 0.642908870888902, 1e-12);
  EXPECT_NEAR(*before.stderr_slope, 0.1389744684477564, 1e-13);
  EXPECT_NEAR(*before.ci95_low, -0.376087979016153, 1e-12);
  EXPECT_NEAR(*before.ci95_high, 0.24322084614902015, 1e-12);
  const Ols after = ComputeOls(kBypassAfter);
  EXPECT_NEAR(*after.r, -0.9947753919099722, 1e-13);
  EXPECT_NEAR(*after.p / 3.551385709992119e-07, 1, 1e-9);
  EXPECT_NEAR(*after.stderr_slope, 0.1012488160489917, 1e-13);
  EXPECT_TRUE(after.reason.empty());
}

TEST(Ols, GoesThroughAnExactLine) {
  Values line;
  for (int i = 0; i < 10; ++i) line.push_back(3 + 2 * i);
  const Ols fit = ComputeOls(line);
  EXPECT_NEAR(*fit.slope, 2, 1e-14);
  EXPECT_NEAR(*fit.intercept, 3, 1e-13);
  EXPECT_NEAR(*fit.r, 1, 1e-14);
  EXPECT_LT(*fit.p, 1e-60);
  EXPECT_NEAR(*fit.stderr_slope, 0, 1e-14);
  EXPECT_NEAR(fit.At(20), 43, 1e-12);
}

TEST(Ols, SaysWhatItCannotTell) {
  EXPECT_THAT(ComputeOls({}).reason, HasSubstr("there are none"));
  EXPECT_THAT(ComputeOls(Values{5}).reason, HasSubstr("there is 1"));
  EXPECT_FALSE(ComputeOls(Values{5}).slope.has_value());
  const Ols two = ComputeOls(Values{5, 7});
  EXPECT_EQ(*two.slope, 2);
  EXPECT_FALSE(two.p.has_value());
  EXPECT_FALSE(two.ci95_low.has_value());
  EXPECT_THAT(two.reason, HasSubstr("at least 3 points"));
  const Ols constant = ComputeOls(Values(9, 0.1));
  EXPECT_EQ(*constant.slope, 0);
  EXPECT_EQ(*constant.stderr_slope, 0);
  EXPECT_FALSE(constant.r.has_value());
  EXPECT_FALSE(constant.p.has_value());
  EXPECT_THAT(constant.reason, HasSubstr("all values are equal"));
}

// Slopes shift with nothing, scale with the values and turn with their order.
TEST(Ols, KeepsItsSymmetries) {
  constexpr uint64_t kSeed = 31;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 200; ++round) {
    const Values values = RandomSeries(3 + random() % 40, random);
    const Ols fit = ComputeOls(values);
    Values doubled = values;
    for (double& value : doubled) value *= 2;
    const Values backward(values.rbegin(), values.rend());
    const double size = std::fabs(*fit.slope) + *fit.stderr_slope;
    EXPECT_NEAR(*ComputeOls(doubled).slope, 2 * *fit.slope, 1e-12 * size);
    EXPECT_NEAR(*ComputeOls(backward).slope, -*fit.slope, 1e-9 * size);
    ASSERT_EQ(fit.p.has_value(), fit.reason.empty());
    if (fit.p.has_value()) {
      EXPECT_TRUE(*fit.p >= 0 && *fit.p <= 1) << round;
      EXPECT_NEAR(*ComputeOls(doubled).p, *fit.p, 1e-9);
    }
  }
}

}  // namespace
}  // namespace csi::statistics
