#include "services/reporting/statistics/share_values.h"

#include <cmath>

#include "common/base/strings.h"

namespace csi::statistics {
namespace {

double Whole(ShareScale scale) {
  return scale == ShareScale::kPercent ? 100 : 1;
}

bool HasWholeCases(const Series& series, ShareScale scale) {
  constexpr double kTolerance = 0.01;  // of a case: shares of six digits
  const absl::StatusOr<std::vector<Share>> shares = SharesOf(series, scale);
  if (!shares.ok()) return false;
  for (const Share& share : *shares) {
    if (std::fabs(share.hits - std::nearbyint(share.hits)) > kTolerance) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<ShareScale> ParseShareScale(std::string_view word) {
  if (word == "fraction") return ShareScale::kFraction;
  if (word == "percent") return ShareScale::kPercent;
  return std::nullopt;
}

std::string_view ShareScaleName(ShareScale scale) {
  return scale == ShareScale::kPercent ? "percent" : "fraction";
}

absl::StatusOr<std::vector<Share>> SharesOf(const Series& series,
                                            ShareScale scale) {
  if (series.counts.size() != series.values.size()) {
    return absl::InvalidArgumentError(
        "shares are compared by their counts: give them in the column n");
  }
  const double whole = Whole(scale);
  std::vector<Share> shares;
  for (size_t i = 0; i < series.values.size(); ++i) {
    const double value = series.values[i];
    if (!(value >= 0 && value <= whole)) {
      return absl::InvalidArgumentError(
          StrCat("point ", i, " (counted from 0) is ", value,
                 ", which is no share: it must lie between 0 and ", whole));
    }
    const auto n = static_cast<double>(series.counts[i]);
    // Whole cases where the value is a quotient that was rounded once.
    const double hits = value / whole * n;
    const double near = std::nearbyint(hits);
    shares.push_back({std::fabs(hits - near) < 1e-9 * n ? near : hits, n});
  }
  return shares;
}

std::optional<ShareScale> FindShareScale(const Series& series) {
  for (ShareScale scale : {ShareScale::kFraction, ShareScale::kPercent}) {
    if (HasWholeCases(series, scale)) return scale;
  }
  return std::nullopt;
}

Share Total(const std::vector<Share>& periods) {
  Share total;
  for (const Share& share : periods) {
    total.hits += share.hits;
    total.n += share.n;
  }
  return total;
}

}  // namespace csi::statistics
