#include "services/reporting/statistics/lagged_products.h"

#include <bit>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

namespace csi::statistics {
namespace {

// Up to here the plain sums are as fast, and exact to the last digits.
constexpr size_t kDirectPointsMax = 512;

// Real and imaginary part by hand: std::complex checks each product for NaN.
struct Wave {
  double re = 0;
  double im = 0;
};

std::vector<double> Direct(std::span<const double> values) {
  const size_t n = values.size();
  std::vector<double> sums(n);
  for (size_t lag = 0; lag < n; ++lag) {
    long double sum = 0;
    for (size_t i = 0; i + lag < n; ++i) {
      sum += static_cast<long double>(values[i]) * values[i + lag];
    }
    sums[lag] = static_cast<double>(sum);
  }
  return sums;
}

// Puts each element where its index read backwards, bit by bit, points to.
void ReverseBits(std::vector<Wave>& data) {
  const size_t n = data.size();
  for (size_t i = 1, j = 0; i < n; ++i) {
    size_t bit = n >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(data[i], data[j]);
  }
}

// In place, forward. REQUIRES: the size is a power of two.
void Transform(std::vector<Wave>& data) {
  const size_t n = data.size();
  // Each from its own angle: a running product would lose digits.
  std::vector<Wave> turns(n / 2);
  for (size_t i = 0; i < turns.size(); ++i) {
    const double angle =
        -2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n);
    turns[i] = {std::cos(angle), std::sin(angle)};
  }
  ReverseBits(data);
  for (size_t half = 1; half < n; half *= 2) {
    const size_t stride = n / (2 * half);
    for (size_t first = 0; first < n; first += 2 * half) {
      for (size_t i = 0; i < half; ++i) {
        Wave& low = data[first + i];
        Wave& high = data[first + i + half];
        const Wave turn = turns[i * stride];
        const Wave moved = {high.re * turn.re - high.im * turn.im,
                            high.re * turn.im + high.im * turn.re};
        high = {low.re - moved.re, low.im - moved.im};
        low = {low.re + moved.re, low.im + moved.im};
      }
    }
  }
}

}  // namespace

std::vector<double> LaggedProducts(std::span<const double> values) {
  const size_t n = values.size();
  if (n <= kDirectPointsMax) return Direct(values);
  std::vector<Wave> data(std::bit_ceil(2 * n));
  for (size_t i = 0; i < n; ++i) data[i].re = values[i];
  Transform(data);
  for (Wave& wave : data) {
    wave = {wave.re * wave.re + wave.im * wave.im, 0};
  }
  // The power spectrum is real and even, so a second forward transform does
  // what the backward one would.
  Transform(data);
  std::vector<double> sums(n);
  for (size_t lag = 0; lag < n; ++lag) {
    sums[lag] = data[lag].re / static_cast<double>(data.size());
  }
  return sums;
}

}  // namespace csi::statistics
