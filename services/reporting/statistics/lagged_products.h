// Sums of products of a series with itself, shifted by every lag at once.
//
// Directly for short series, by a fast Fourier transform (radix 2, zero-padded
// so that nothing wraps round) for longer ones: n log n and about 48 bytes a
// point. Relative error about 1e-15 of the sum at lag 0. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_LAGGED_PRODUCTS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_LAGGED_PRODUCTS_H_

#include <span>
#include <vector>

namespace csi::statistics {

// Element k is the sum of values[i] * values[i + k]; as many as there are
// values. Centre the values first if covariances are wanted.
std::vector<double> LaggedProducts(std::span<const double> values);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_LAGGED_PRODUCTS_H_
