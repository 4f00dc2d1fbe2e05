#include "services/reporting/statistics/verdict_sentence.h"

#include <cmath>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/reporting/statistics/limits.h"

namespace csi::statistics::internal {
namespace {

// A figure with about four digits, and its unit.
std::string Figure(double value, const std::string& unit) {
  std::string text = absl::StrFormat("%.4g", value);
  if (!unit.empty()) StrAppend(&text, " ", unit);
  return text;
}

std::string PValue(double p) {
  return p < 0.0001 ? absl::StrFormat("%.1e", p) : absl::StrFormat("%.2g", p);
}

std::string Effect(const ChangeQuestion& question, const Verdict& verdict) {
  if (!verdict.by_means.has_value()) {
    return StrCat("There are ", verdict.before.values.size(),
                  " usable periods before ", question.change, " and ",
                  verdict.after.values.size(), " after it.");
  }
  const MeanDifference& welch = verdict.by_means->welch;
  return StrCat("After ", question.change, ", the mean of ", question.indicator,
                " went from ", Figure(*verdict.before.mean, question.unit),
                " to ", Figure(*verdict.after.mean, question.unit),
                " a period (", absl::StrFormat("%+.3g", welch.difference),
                ", 95 % interval ", absl::StrFormat("%+.3g", welch.ci95_low),
                " to ", absl::StrFormat("%+.3g", welch.ci95_high), "; ",
                verdict.before.values.size(), " periods before, ",
                verdict.after.values.size(), " after).");
}

std::string Reason(const ChangeQuestion& question, VerdictReason reason) {
  switch (reason) {
    case VerdictReason::kTooFew:
      return StrCat("there are too few periods (it takes ", kBaselinePeriodsMin,
                    " before and ", kAfterPeriodsMin, " after)");
    case VerdictReason::kBaselineUnstable:
      return "the baseline itself was not stable";
    case VerdictReason::kWindowSensitive:
      return "other windows, moved by a few periods, give another answer";
    case VerdictReason::kNotComparable: {
      std::string text = "the windows are not comparable";
      for (size_t i = 0; i < question.incomparable.size(); ++i) {
        StrAppend(&text, i == 0 ? " (" : "; ", question.incomparable[i]);
      }
      return text + ")";
    }
    case VerdictReason::kNoBaseline:
      return "no usable period lies before the change";
  }
  return "";
}

std::string Reasons(const ChangeQuestion& question, const Verdict& verdict) {
  std::string text;
  for (VerdictReason reason : verdict.reasons) {
    StrAppend(&text, text.empty() ? "" : ", and ", Reason(question, reason));
  }
  return text;
}

std::string Conclusion(const ChangeQuestion& question, const Verdict& verdict) {
  switch (verdict.value) {
    case VerdictValue::kImproved:
      return "This is an improvement beyond what chance, drift of the baseline "
             "or a declared season account for.";
    case VerdictValue::kLikelyImproved:
      return "This is likely an improvement.";
    case VerdictValue::kNotShown:
      return "A change is not shown; the figures do not rule one out either.";
    case VerdictValue::kLikelyWorsened:
      return "This is likely a worsening.";
    case VerdictValue::kWorsened:
      return "This is a worsening beyond what chance, drift of the baseline or "
             "a declared season account for.";
    case VerdictValue::kNoMaterialChange:
      return StrCat("Any change is smaller than the ",
                    Figure(*question.worthwhile, question.unit),
                    " declared worthwhile.");
    case VerdictValue::kInconclusive:
      return StrCat("No conclusion can be drawn: ", Reasons(question, verdict),
                    ".");
    case VerdictValue::kNotMeasurable:
      return StrCat(
          "The change cannot be measured: ", Reasons(question, verdict), ".");
  }
  return "";
}

// Rounded as people do it, so that 80.25 is the 80.3 of the tables.
double Percent(const Share& share) {
  return std::round(1000 * share.Fraction()) / 10;
}

std::string Counts(const ChangeQuestion& question, const Verdict& verdict) {
  if (!verdict.by_counts.has_value()) return "";
  const PooledShares& pooled = *verdict.by_counts;
  std::string text =
      absl::StrFormat(" By case, %.1f %% became %.1f %% (z = %.2f, p = %s)",
                      Percent(pooled.before), Percent(pooled.after),
                      pooled.difference.z, PValue(pooled.difference.p));
  if (verdict.by_ranks.has_value()) {
    StrAppend(&text, "; by period, p = ", PValue(verdict.by_ranks->p));
  }
  StrAppend(&text, ".");
  if (pooled.sigma_z.value_or(0) > kOverDispersionMax) {
    StrAppend(&text, absl::StrFormat(
                         " Periods differ %.1f times as much as chance within "
                         "them allows, so the figure by case overstates its "
                         "certainty.",
                         *pooled.sigma_z));
  }
  return text;
}

std::string Note(const Verdict& verdict, VerdictNote note) {
  switch (note) {
    case VerdictNote::kBaselineRising:
      return " It was already rising before.";
    case VerdictNote::kBaselineFalling:
      return " It was already falling before.";
    case VerdictNote::kAutocorrelated: {
      const double ratio = verdict.before.limit_width_ratio.value_or(1);
      return absl::StrFormat(
          " Neighbouring periods of the baseline are related; its limits are "
          "about %.0f %% too %s.",
          100 * std::fabs(ratio - 1), ratio > 1 ? "wide" : "narrow");
    }
    case VerdictNote::kDriftNotRuledOut:
      return " A drift that the baseline does not rule out could account for "
             "it.";
    case VerdictNote::kSeasonNotRuledOut:
      return " A season is not ruled out.";
    case VerdictNote::kFrozenLate:
      return " The baseline was frozen only after implementation.";
    case VerdictNote::kBaselineSegment:
      return " Only the last stable part of the baseline is used.";
    case VerdictNote::kPeriodsNotUsed:
      return " Periods that are incomplete or stand on too few cases are not "
             "used.";
    case VerdictNote::kOverDispersed:
      return "";  // said with the figures by case
  }
  return "";
}

std::string State(const ChangeQuestion& question, const Verdict& verdict) {
  if (!verdict.new_level.has_value()) return "";
  const std::string level = Figure(*verdict.new_level, question.unit);
  switch (verdict.after_state) {
    case AfterState::kStillChanging:
      return StrCat(" It is still changing; its latest level is about ", level,
                    ", and it is too early for a new baseline.");
    case AfterState::kUnstable:
      return StrCat(" It has not settled; its latest level is about ", level,
                    ".");
    case AfterState::kStable:
      if (verdict.after.values.size() < kNewBaselinePeriodsMin) {
        return StrCat(" Whether it has settled cannot be said from ",
                      verdict.after.values.size(), " periods (it takes ",
                      kNewBaselinePeriodsMin, ").");
      }
      return StrCat(" It has settled at about ", level, ".");
    case AfterState::kNotJudged:
      return "";
  }
  return "";
}

std::string Attributed(const ChangeQuestion& question, const Verdict& verdict) {
  if (verdict.controlled.has_value()) {
    return absl::StrFormat(
        " Against the comparison series the difference is %+.3g (95 %% "
        "interval %+.3g to %+.3g).",
        verdict.controlled->difference, verdict.controlled->ci95_low,
        verdict.controlled->ci95_high);
  }
  std::string text;
  for (const std::string& change : question.other_changes) {
    StrAppend(&text,
              text.empty() ? " Other changes fell into the same time: " : ", ",
              change);
  }
  return text.empty() ? text : text + ".";
}

}  // namespace

std::string DescribeVerdict(const ChangeQuestion& question,
                            const Verdict& verdict) {
  std::string text = verdict.interim ? "Interim: " : "";
  StrAppend(&text, Effect(question, verdict), " ",
            Conclusion(question, verdict));
  for (VerdictNote note : verdict.notes) StrAppend(&text, Note(verdict, note));
  StrAppend(&text, Counts(question, verdict), State(question, verdict),
            Attributed(question, verdict));
  if (verdict.guards == GuardState::kBreached) {
    StrAppend(&text, " A guard KPI worsened.");
  }
  for (const std::string& caveat : question.caveats) {
    StrAppend(&text, " ", caveat);
    if (!caveat.ends_with('.')) StrAppend(&text, ".");
  }
  return text;
}

}  // namespace csi::statistics::internal
