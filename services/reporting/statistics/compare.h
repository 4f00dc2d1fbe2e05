// Two groups of periods side by side: by means (Welch), by ranks (Mann-Whitney,
// Cliff, Hodges-Lehmann) and, where the values are shares of counted cases, by
// proportions. As text for programs (JSON) or for people.
//
// Differences are "after minus before", in the unit of the values. These are
// plain tests of two samples: whether a change brought an improvement is for
// verdict.h, which also looks at drift, season and choice of the windows. What
// makes them doubtful stands in `notes`. Pure but for RunCompare, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_COMPARE_H_
#define CSI_SERVICES_REPORTING_STATISTICS_COMPARE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/reporting/statistics/hodges_lehmann.h"
#include "services/reporting/statistics/improvement.h"
#include "services/reporting/statistics/proportions.h"
#include "services/reporting/statistics/series_csv.h"
#include "services/reporting/statistics/share_values.h"
#include "services/reporting/statistics/two_sample.h"

namespace csi::statistics {

struct GroupFigures {
  size_t n = 0;
  double mean = 0;
  std::optional<double> deviation;  // n - 1; absent for one value
  double median = 0;
};

struct ShareComparison {
  Share before;
  Share after;
  ShareScale scale = ShareScale::kPercent;
  bool scale_was_given = false;
  ShareDifference difference;
  std::optional<double> sigma_z;  // Laney's, over the periods of both groups
};

struct SeriesComparison {
  Improvement improvement = Improvement::kHigher;
  GroupFigures before;
  GroupFigures after;
  // Absent below two values in a group; t, degrees and p have no meaning where
  // neither group varies, and `welch_reason` then says so.
  std::optional<MeanDifference> welch;
  std::string welch_reason;
  RankSum ranks;
  HodgesLehmann hodges_lehmann;
  std::optional<double> cohens_d;  // over the pooled deviation
  std::optional<ShareComparison> shares;
  std::string shares_reason;
  std::vector<std::string> notes;
};

struct CompareOptions {
  std::string before_path = {};
  std::string after_path = {};
  Improvement improvement = Improvement::kHigher;
  bool json = true;
  std::optional<ShareScale> scale = std::nullopt;
};

// INVALID_ARGUMENT for an empty group, a value that is not finite, or where
// `scale` is given and a value is no share.
absl::StatusOr<SeriesComparison> CompareSeries(
    const Series& before, const Series& after, Improvement improvement,
    std::optional<ShareScale> scale = std::nullopt);

// One JSON object, and a few lines for people.
std::string ToJson(const SeriesComparison& comparison);
std::string ToText(const SeriesComparison& comparison);

// Reads both files and returns the text to print, with a final line end.
absl::StatusOr<std::string> RunCompare(const CompareOptions& options);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_COMPARE_H_
