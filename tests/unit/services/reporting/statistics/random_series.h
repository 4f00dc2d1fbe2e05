// Random series for brute-force comparisons in the tests of this folder.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_RANDOM_SERIES_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_RANDOM_SERIES_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
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

// 600 decimals with ties, a wave of 12 and a slow rise, from a congruential
// generator that is easy to repeat elsewhere: x' = (1103515245 x + 12345) mod
// 2^31 from 12345, value i = (x / 65536 mod 41) / 10 + (i mod 12) / 4 + 0.003
// i.
inline std::vector<double> SeasonalDecimals() {
  std::vector<double> values;
  uint64_t x = 12345;
  for (int i = 0; i < 600; ++i) {
    x = (1103515245 * x + 12345) % (uint64_t{1} << 31);
    values.push_back(static_cast<double>((x >> 16) % 41) / 10 +
                     (i % 12) * 0.25 + i * 0.003);
  }
  return values;
}

}  // namespace csi::statistics

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_RANDOM_SERIES_H_
