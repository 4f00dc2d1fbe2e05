// Random series for brute-force comparisons in the tests of this folder.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_RANDOM_SERIES_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_RANDOM_SERIES_H_

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace csi::statistics {

// Random series of several kinds: coarse (many ties), drifting, walks, steps,
// plain decimals (differences that round), nearly constant, extreme scales.
inline std::vector<double> RandomSeries(size_t n, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::vector<double> values(n);
  const int kind = static_cast<int>(random() % 8);
  double walk = 0;
  for (size_t i = 0; i < n; ++i) {
    const double x = normal(random);
    walk += x;
    switch (kind) {
      case 0:
        values[i] = std::round(x);
        break;
      case 1:
        values[i] = std::round(x * 10 + 0.3 * i);
        break;
      case 2:
        values[i] = walk;
        break;
      case 3:
        values[i] = i < n / 2 ? 80 : 60;
        break;
      case 4:
        values[i] = std::round(x * 100) / 10;
        break;
      case 5:
        values[i] = random() % 20 == 0 ? 1 : 0;
        break;
      case 6:
        values[i] = x * 1e95 + i * 1e94;
        break;
      case 7:
        values[i] = 1e-290 * (x + 0.01 * i);
        break;
    }
  }
  return values;
}

}  // namespace csi::statistics

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_RANDOM_SERIES_H_
