// Lag-one autocorrelation of a series with its approximate 95 % bound.
//
// Limits from moving ranges are wrong when neighbours are related: too narrow
// for drifting data (r1 > 0), too wide for alternating data (r1 < 0); both are
// flagged. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_AUTOCORRELATION_H_
#define CSI_SERVICES_REPORTING_STATISTICS_AUTOCORRELATION_H_

#include <optional>
#include <span>
#include <string>

namespace csi::statistics {

struct Autocorrelation {
  // sum (x_i - m)(x_(i+1) - m) / sum (x_i - m)^2; absent for fewer than two
  // points and for a constant series.
  std::optional<double> r1;
  // 1.96 / sqrt(n); absent for an empty series.
  std::optional<double> bound;
  // |r1| > bound; absent when it cannot be judged, then `reason` says why.
  std::optional<bool> flag;
  std::string reason;
};

Autocorrelation ComputeAutocorrelation(std::span<const double> values);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_AUTOCORRELATION_H_
