#include "services/reporting/statistics/compare.h"

#include <cmath>

#include "common/base/strings.h"
#include "services/reporting/statistics/autocorrelation.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

absl::Status CheckGroup(const Series& series, std::string_view name) {
  if (series.values.empty()) {
    return absl::InvalidArgumentError(
        StrCat("the group ", name, " has no points; give at least one"));
  }
  const absl::Status status = CheckSeries(series.values);
  if (status.ok()) return status;
  return absl::Status(status.code(),
                      StrCat("the group ", name, ": ", status.message()));
}

GroupFigures FiguresOf(const std::vector<double>& values) {
  GroupFigures figures{values.size(), Mean(values), std::nullopt,
                       Median(values)};
  if (values.size() >= 2) figures.deviation = std::sqrt(SampleVariance(values));
  return figures;
}

void SetMeans(const Series& before, const Series& after,
              SeriesComparison& result) {
  if (!result.before.deviation.has_value() ||
      !result.after.deviation.has_value()) {
    result.welch_reason =
        "a comparison of means takes at least 2 values in each group";
    return;
  }
  const Group one = GroupOf(before.values);
  const Group two = GroupOf(after.values);
  result.welch = CompareMeans(one, two);
  if (!(result.welch->standard_error > 0)) {
    result.welch_reason = "neither group varies: there is nothing to test";
    return;
  }
  const double pooled =
      std::sqrt(((one.n - 1) * one.variance + (two.n - 1) * two.variance) /
                (one.n + two.n - 2));
  result.cohens_d = result.welch->difference / pooled;
}

absl::Status SetShares(const Series& before, const Series& after,
                       std::optional<ShareScale> scale,
                       SeriesComparison& result) {
  Series both = before;
  both.values.insert(both.values.end(), after.values.begin(),
                     after.values.end());
  both.counts.insert(both.counts.end(), after.counts.begin(),
                     after.counts.end());
  ShareComparison shares;
  shares.scale_was_given = scale.has_value();
  if (!scale.has_value()) scale = FindShareScale(both);
  if (!scale.has_value()) {
    result.shares_reason =
        both.counts.size() != both.values.size()
            ? "shares are compared by their counts: give them in the column n"
            : "the values times n are no whole numbers of cases: if they are "
              "rounded shares, say whether in fractions or in per cent";
    return absl::OkStatus();
  }
  shares.scale = *scale;
  const absl::StatusOr<std::vector<Share>> all = SharesOf(both, *scale);
  if (!all.ok()) return all.status();
  const auto middle = all->begin() + before.values.size();
  shares.before = Total({all->begin(), middle});
  shares.after = Total({middle, all->end()});
  if (!(shares.before.n > 0) || !(shares.after.n > 0)) {
    result.shares_reason = "a group has no cases: its counts are all 0";
    return absl::OkStatus();
  }
  shares.difference = CompareShares(shares.before, shares.after);
  shares.sigma_z = LaneySigmaZ(*all);
  result.shares = shares;
  return absl::OkStatus();
}

void SetNotes(const Series& before, const Series& after,
              SeriesComparison& result) {
  for (const auto& [name, series] :
       {std::pair("before", &before), std::pair("after", &after)}) {
    const Autocorrelation related = ComputeAutocorrelation(series->values);
    if (related.flag.value_or(false)) {
      result.notes.push_back(StrCat(
          "AUTOCORRELATED: neighbours in the group ", name, " are related (r1 ",
          *related.r1, "): the p values of welch and mannwhitney are too ",
          *related.r1 > 0 ? "small" : "large"));
    }
  }
  if (result.shares.has_value() &&
      result.shares->sigma_z.value_or(0) > kOverDispersionMax) {
    result.notes.push_back(
        StrCat("OVER_DISPERSED: shares vary ", *result.shares->sigma_z,
               " times as much between periods as chance allows: the p value "
               "of proportions is too small, the period is the unit"));
  }
}

}  // namespace

absl::StatusOr<SeriesComparison> CompareSeries(
    const Series& before, const Series& after, Improvement improvement,
    std::optional<ShareScale> scale) {
  absl::Status status = CheckGroup(before, "before");
  if (status.ok()) status = CheckGroup(after, "after");
  if (!status.ok()) return status;
  SeriesComparison result;
  result.improvement = improvement;
  result.before = FiguresOf(before.values);
  result.after = FiguresOf(after.values);
  SetMeans(before, after, result);
  result.ranks = CompareRanks(before.values, after.values);
  result.hodges_lehmann = ComputeHodgesLehmann(before.values, after.values);
  status = SetShares(before, after, scale, result);
  if (!status.ok()) return status;
  SetNotes(before, after, result);
  return result;
}

absl::StatusOr<std::string> RunCompare(const CompareOptions& options) {
  const absl::StatusOr<Series> before = ReadSeries(options.before_path);
  if (!before.ok()) return before.status();
  const absl::StatusOr<Series> after = ReadSeries(options.after_path);
  if (!after.ok()) return after.status();
  const absl::StatusOr<SeriesComparison> comparison =
      CompareSeries(*before, *after, options.improvement, options.scale);
  if (!comparison.ok()) return comparison.status();
  return options.json ? ToJson(*comparison) : ToText(*comparison);
}

}  // namespace csi::statistics
