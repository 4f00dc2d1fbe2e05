// The JSON and the words of a comparison. Names are those of the published
// examples: baseline and after, differences in percentage points for shares.
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/reporting/statistics/compare.h"
#include "services/reporting/statistics/json_writer.h"

namespace csi::statistics {
namespace {

constexpr double kPoints = 100;  // percentage points in a whole

void WriteWelch(const SeriesComparison& comparison, JsonWriter& json) {
  const std::optional<MeanDifference>& welch = comparison.welch;
  const bool tested = welch.has_value() && comparison.welch_reason.empty();
  const auto figure = [&](double MeanDifference::*m, bool present) {
    return present ? std::optional<double>((*welch).*m) : std::nullopt;
  };
  json.OpenObject("welch");
  json.Number("t", figure(&MeanDifference::t, tested));
  json.Number("df", figure(&MeanDifference::degrees, tested));
  json.Number("p", figure(&MeanDifference::p, tested));
  json.Interval("ci95_of_difference",
                figure(&MeanDifference::ci95_low, welch.has_value()),
                figure(&MeanDifference::ci95_high, welch.has_value()));
  json.Reason("reason", comparison.welch_reason);
  json.CloseObject();
}

void WriteRanks(const SeriesComparison& comparison, JsonWriter& json) {
  const RankSum& ranks = comparison.ranks;
  json.OpenObject("mannwhitney");
  json.Number("U_of_after", ranks.u);
  json.Number("p", ranks.p_normal);
  json.Number("p_exact",
              ranks.exact ? std::optional<double>(ranks.p) : std::nullopt);
  if (!ranks.exact) {
    json.String("p_exact_reason", "given for small groups without ties");
  }
  json.CloseObject();
  json.Number("cliffs_delta", ranks.cliffs_delta);
  json.Number("cohens_d_pooled", comparison.cohens_d);
  const HodgesLehmann& shift = comparison.hodges_lehmann;
  json.Number("hodges_lehmann_shift", shift.shift);
  json.Interval("hodges_lehmann_ci95", shift.ci95_low, shift.ci95_high);
}

void WriteShares(const SeriesComparison& comparison, JsonWriter& json) {
  json.OpenObject("proportions");
  if (comparison.shares.has_value()) {
    const ShareComparison& shares = *comparison.shares;
    const ShareDifference& difference = shares.difference;
    const Interval before = WilsonInterval(shares.before);
    const Interval after = WilsonInterval(shares.after);
    json.Interval("baseline", shares.before.hits, shares.before.n);
    json.Interval("after", shares.after.hits, shares.after.n);
    json.Number("diff_pp", difference.difference * kPoints);
    json.Number("z_pooled", difference.z);
    json.Number("p", difference.p);
    json.Interval("newcombe_ci95_pp", difference.newcombe95.low * kPoints,
                  difference.newcombe95.high * kPoints);
    json.Interval("wilson95_baseline", before.low, before.high);
    json.Interval("wilson95_after", after.low, after.high);
    json.Number("sigma_z", shares.sigma_z);
    json.String("scale", ShareScaleName(shares.scale));
    json.Boolean("scale_was_given", shares.scale_was_given);
  } else {
    for (const char* key : {"baseline", "after", "diff_pp", "z_pooled", "p",
                            "newcombe_ci95_pp"}) {
      json.Null(key);
    }
    json.String("reason", comparison.shares_reason);
  }
  json.CloseObject();
}

}  // namespace

std::string ToJson(const SeriesComparison& comparison) {
  JsonWriter json;
  const GroupFigures& before = comparison.before;
  const GroupFigures& after = comparison.after;
  json.OpenObject();
  json.Integer("n_baseline", static_cast<int64_t>(before.n));
  json.Integer("n_after", static_cast<int64_t>(after.n));
  json.Number("mean_baseline", before.mean);
  json.Number("mean_after", after.mean);
  json.Number("sd_baseline", before.deviation);
  json.Number("sd_after", after.deviation);
  json.Number("median_baseline", before.median);
  json.Number("median_after", after.median);
  json.Number("difference", after.mean - before.mean);
  json.String("improvement", ImprovementName(comparison.improvement));
  WriteWelch(comparison, json);
  WriteRanks(comparison, json);
  WriteShares(comparison, json);
  json.OpenArray("notes");
  for (const std::string& note : comparison.notes) json.String({}, note);
  json.CloseArray();
  json.CloseObject();
  return json.Take();
}

std::string ToText(const SeriesComparison& comparison) {
  const GroupFigures& before = comparison.before;
  const GroupFigures& after = comparison.after;
  std::string text;
  absl::StrAppendFormat(&text, "Before: %d periods, mean %.6g, median %.6g\n",
                        before.n, before.mean, before.median);
  absl::StrAppendFormat(&text, "After: %d periods, mean %.6g, median %.6g\n",
                        after.n, after.mean, after.median);
  if (comparison.welch.has_value() && comparison.welch_reason.empty()) {
    const MeanDifference& welch = *comparison.welch;
    absl::StrAppendFormat(&text,
                          "Difference of means: %.6g (95 %% interval %.6g to "
                          "%.6g, Welch p = %.4g)\n",
                          welch.difference, welch.ci95_low, welch.ci95_high,
                          welch.p);
  } else {
    StrAppend(&text, "Difference of means: ", comparison.welch_reason, "\n");
  }
  const RankSum& ranks = comparison.ranks;
  absl::StrAppendFormat(
      &text, "Ranks: Mann-Whitney p = %.4g%s, Cliff's delta %.3f, shift %.6g\n",
      ranks.p, ranks.exact ? " (exact)" : "", ranks.cliffs_delta,
      comparison.hodges_lehmann.shift);
  if (comparison.shares.has_value()) {
    const ShareComparison& shares = *comparison.shares;
    absl::StrAppendFormat(
        &text,
        "By case: %.4g %% of %.0f, then %.4g %% of %.0f; difference %.4g "
        "points (Newcombe 95 %% %.4g to %.4g, p = %.4g)\n",
        shares.before.Fraction() * kPoints, shares.before.n,
        shares.after.Fraction() * kPoints, shares.after.n,
        shares.difference.difference * kPoints,
        shares.difference.newcombe95.low * kPoints,
        shares.difference.newcombe95.high * kPoints, shares.difference.p);
  }
  for (const std::string& note : comparison.notes) {
    StrAppend(&text, "Caution: ", note, "\n");
  }
  const int side = ranks.cliffs_delta > 0 ? 1 : ranks.cliffs_delta < 0 ? -1 : 0;
  StrAppend(&text, "Where ", ImprovementName(comparison.improvement),
            " is better, the values after are ",
            side == 0                               ? "on no side"
            : side == Sense(comparison.improvement) ? "on the good side"
                                                    : "on the bad side",
            "\n");
  return text;
}

}  // namespace csi::statistics
