#include "services/reporting/domain/analysis.h"

#include <cmath>

#include "absl/strings/str_format.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/domain/trend_evidence.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/mann_kendall.h"

namespace csi::reporting {
namespace {

void AddCaveat(std::string rule, std::string message, v1::Analysis& analysis) {
  common::v1::Finding& caveat = *analysis.add_caveats();
  caveat.set_rule(std::move(rule));
  caveat.set_severity(common::v1::SEVERITY_WARNING);
  caveat.set_place(analysis.indicator());
  caveat.set_message(std::move(message));
}

// The exact p where there is one.
std::optional<double> TrendP(const v1::MannKendallFigures& test) {
  if (test.has_p_exact()) return test.p_exact();
  if (test.has_p()) return test.p();
  return std::nullopt;
}

void FillDirection(const v1::Indicator& indicator, v1::Analysis& analysis) {
  const v1::MannKendallFigures& test = analysis.figures().mann_kendall();
  const std::optional<double> p = TrendP(test);
  if (!p) {
    analysis.set_significance("cannot_be_judged");
    analysis.set_direction("none");
    return;
  }
  const bool significant = *p < statistics::kSignificance;
  analysis.set_significance(significant ? "significant" : "not_significant");
  if (!significant || test.s() == 0) {
    analysis.set_direction("none");
    return;
  }
  const bool rising = test.s() > 0;
  const bool good = indicator.direction() == v1::IMPROVEMENT_DIRECTION_HIGHER
                        ? rising
                        : !rising;
  analysis.set_direction(good ? "positive" : "negative");
}

// Stable and not drifting: the limits foretell what comes.
void FillPredictability(v1::Analysis& analysis) {
  const v1::WindowFigures& figures = analysis.figures();
  if (static_cast<size_t>(figures.n()) < statistics::kBaselinePeriodsMin) {
    analysis.set_predictability("cannot_be_judged");
    return;
  }
  const bool stable = figures.xmr().signals_size() == 0 &&
                      analysis.significance() != "significant";
  analysis.set_predictability(stable ? "predictable" : "not_predictable");
}

void FillImpact(const v1::Indicator& indicator, const v1::Target* target,
                v1::Analysis& analysis) {
  const v1::WindowFigures& figures = analysis.figures();
  if (target == nullptr || figures.n() == 0) {
    analysis.set_impact("No target is set, so the trend is not judged by one.");
    return;
  }
  const bool trend = analysis.significance() == "significant";
  const double level = trend
                           ? figures.theil_sen().intercept() +
                                 figures.theil_sen().slope() * (figures.n() - 1)
                           : figures.mean();
  const bool higher = indicator.direction() == v1::IMPROVEMENT_DIRECTION_HIGHER;
  const bool met = higher ? level >= target->value() : level <= target->value();
  std::string text =
      absl::StrFormat("The level of %.4g %s the target of %.4g", level,
                      met ? "meets" : "does not meet", target->value());
  const double slope = figures.theil_sen().slope();
  const double missing = target->value() - level;
  if (!met && trend && slope != 0 && missing / slope > 0) {
    absl::StrAppendFormat(
        &text, "; at the present slope it would be reached in about %.0f %ss",
        std::ceil(missing / slope), PeriodWord(indicator.frequency()));
  } else if (met && trend && analysis.direction() == "negative") {
    text += "; the trend leads away from it";
  }
  analysis.set_impact(text + ".");
}

void FillCaveats(const v1::Indicator& indicator, v1::Analysis& analysis) {
  const v1::WindowFigures& figures = analysis.figures();
  const v1::AutocorrelationFigures& related = figures.autocorrelation();
  if (static_cast<size_t>(figures.n()) < statistics::kTrendPointsMin) {
    AddCaveat("TOO_FEW",
              StrCat("With ", figures.n(),
                     " figures no trend can be judged; at least ",
                     statistics::kTrendPointsMin, " are needed."),
              analysis);
  } else if (static_cast<size_t>(figures.n()) <
             statistics::kAutocorrelationPointsMin) {
    AddCaveat("AUTOCORRELATION_NOT_JUDGED",
              "Fewer than 10 figures: whether neighbours are related cannot "
              "be judged.",
              analysis);
  } else if (related.flag() == "positive" || related.flag() == "negative") {
    std::string text = absl::StrFormat(
        "Neighbouring figures are related (r1 = %.3f, "
        "bound %.3f): the limits are too %s and the "
        "trend test is off.",
        related.r1(), related.bound(),
        related.flag() == "negative" ? "wide" : "narrow");
    if (analysis.evidence().hamed_rao().has_p()) {
      absl::StrAppendFormat(&text, " Corrected for that (Hamed-Rao) p = %.3g.",
                            analysis.evidence().hamed_rao().p());
    }
    AddCaveat("AUTOCORRELATED", std::move(text), analysis);
  }
  if (indicator.approved_revision() != indicator.definition_revision()) {
    AddCaveat("INDICATOR_NOT_APPROVED",
              "The newest definition of the indicator is not approved yet.",
              analysis);
  }
}

void FillSentence(const v1::Indicator& indicator, v1::Analysis& analysis) {
  const v1::WindowFigures& figures = analysis.figures();
  const std::optional<double> p = TrendP(figures.mann_kendall());
  std::string text =
      absl::StrFormat("%s over %d %ss: ", indicator.title(), figures.n(),
                      PeriodWord(indicator.frequency()));
  if (!p) {
    text += "a trend cannot be judged.";
  } else if (analysis.direction() == "none") {
    absl::StrAppendFormat(&text, "no trend is shown (p = %.3g).", *p);
  } else {
    absl::StrAppendFormat(
        &text,
        "a %s trend of %+.4g %s a %s (95 %% interval %.4g to %.4g, "
        "p = %.3g).",
        analysis.direction(), figures.theil_sen().slope(), indicator.unit(),
        PeriodWord(indicator.frequency()), figures.theil_sen().ci95_low(),
        figures.theil_sen().ci95_high(), *p);
  }
  analysis.set_sentence(text);
}

}  // namespace

void FillAnswers(const v1::Indicator& indicator, const v1::Target* target,
                 v1::Analysis& analysis) {
  FillDirection(indicator, analysis);
  FillPredictability(analysis);
  FillImpact(indicator, target, analysis);
  FillCaveats(indicator, analysis);
  FillSentence(indicator, analysis);
}

absl::StatusOr<v1::Analysis> Analyze(const KvReader& state,
                                     std::string_view tenant,
                                     const v1::Indicator& indicator,
                                     const v1::Analysis& asked) {
  ASSIGN_OR_RETURN(const statistics::XmrPreset preset,
                   PresetOf("preset", asked.preset()));
  const int64_t from = asked.window().has_start_time()
                           ? MicrosOf(asked.window().start_time())
                           : kTimeMin;
  const int64_t to = asked.window().has_end_time()
                         ? MicrosOf(asked.window().end_time())
                         : kTimeMax;
  const std::string series = SeriesText(asked.dimensions());
  const std::vector<StoredPoint> points =
      ReadPoints(state, {tenant, LastPart(indicator.name()), series}, from, to,
                 limits::kAnalysisPointsMax);
  if (points.empty()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat(indicator.name(),
                          " has no points in this window and breakdown. "
                          "Record some, or choose another."),
                   {{"rule", "NO_POINTS"}});
  }
  v1::Analysis analysis;
  analysis.set_indicator(indicator.name());
  *analysis.mutable_dimensions() = asked.dimensions();
  if (asked.has_window()) *analysis.mutable_window() = asked.window();
  analysis.set_preset(asked.preset().empty() ? "exact" : asked.preset());
  // With the target as its sense, the distance to it is what has a trend.
  std::vector<StoredPoint> sensed = points;
  const std::vector<double> values = SensedValues(indicator, ValuesOf(points));
  for (size_t i = 0; i < sensed.size(); ++i) sensed[i].value = values[i];
  *analysis.mutable_figures() = FiguresOf(indicator, sensed, preset);
  *analysis.mutable_evidence() = EvidenceOf(indicator, points, sensed);
  for (std::string& line : MethodLines(preset)) {
    analysis.add_methods(std::move(line));
  }
  analysis.set_input_sha256(Hex(Sha256(
      {analysis.preset(), series,
       ToBytes(EncodePoints(points, RatioFactor(indicator.aggregation())))})));
  const std::optional<v1::Target> target =
      TargetOf(state, tenant, indicator.name(), "");
  FillAnswers(indicator, target ? &*target : nullptr, analysis);
  return analysis;
}

std::optional<v1::Target> TargetOf(const KvReader& state,
                                   std::string_view tenant,
                                   std::string_view indicator,
                                   std::string_view opportunity) {
  const std::string prefix =
      KeyPrefix(kTargetByIndicatorTag, {tenant, LastPart(indicator)});
  std::optional<v1::Target> newest;
  state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    std::optional<v1::Target> target = GetRow<v1::Target>(
        state, Key(kTargetTag, {tenant, key.substr(prefix.size())}));
    if (!target) return true;
    if (!opportunity.empty() && target->opportunity() != opportunity) {
      return true;
    }
    if (!newest ||
        MicrosOf(target->update_time()) > MicrosOf(newest->update_time())) {
      newest = std::move(target);
    }
    return true;
  });
  return newest;
}

}  // namespace csi::reporting
