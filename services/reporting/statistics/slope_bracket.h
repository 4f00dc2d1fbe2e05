// Parts of slope selection: a bracket of slopes, steps between neighbouring
// doubles, and the fixed sequence that picks samples. Internal to this
// library; values only, no sharing.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SLOPE_BRACKET_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SLOPE_BRACKET_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace csi::statistics::internal {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

// SplitMix64 with a fixed seed: the same series takes the same path always.
class Sequence {
 public:
  uint64_t Below(uint64_t bound) {
    state_ += 0x9e3779b97f4a7c15u;
    uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return static_cast<uint64_t>((static_cast<unsigned __int128>(x) * bound) >>
                                 64);
  }

 private:
  uint64_t state_ = 20160328;
};

// Steps over neighbours of x, so that rounded slopes stay inside a bracket.
// Never down to subnormal numbers, which are slow: values have magnitude 1.
inline constexpr double kStep = 1e-60;

inline double Nudge(double x, double towards) {
  if (std::fabs(x) < kStep) return x + std::copysign(kStep, towards);
  return std::nextafter(std::nextafter(x, towards), towards);
}

// Slopes in (low, high]; `below` slopes are <= low, `upto` are <= high.
struct Bracket {
  double low;
  double high;
  int64_t below;
  int64_t upto;

  int64_t Pairs() const { return upto - below; }
  bool Holds(const Bracket& other) const {
    return low <= other.low && high >= other.high;
  }
  // A few neighbouring doubles: no threshold would part its slopes.
  bool IsCluster() const {
    if (std::isinf(low) || std::isinf(high)) return false;
    const double relative = std::numeric_limits<double>::epsilon() *
                            std::max(std::fabs(low), std::fabs(high));
    return high - low <= 4 * std::max(kStep, relative);
  }
};

}  // namespace csi::statistics::internal

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SLOPE_BRACKET_H_
