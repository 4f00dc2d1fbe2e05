#include "services/reporting/statistics/rule_presets.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace csi::statistics {
namespace {

// In the order of their numbers, from 1.
constexpr Rule kNelsonRules[] = {Rule::kBeyondLimit, Rule::kRun9,
                                 Rule::kTrend6,      Rule::kAlternating14,
                                 Rule::kTwoOfThree,  Rule::kFourOfFive,
                                 Rule::kWithin15,    Rule::kOutside8};
constexpr Rule kWesternElectricRules[] = {Rule::kBeyondLimit, Rule::kTwoOfThree,
                                          Rule::kFourOfFive, Rule::kRun8};
constexpr std::string_view kNumbers[] = {"1", "2", "3", "4",
                                         "5", "6", "7", "8"};

XmrChart Nhs(std::span<const double> values, bool screen) {
  XmrOptions options;
  options.preset = XmrPreset::kNhs;
  options.screen_outliers = screen;
  options.rules = RuleSet::kMakingDataCount;
  return ComputeXmr(values, options);
}

void WriteNumbered(const char* key, const std::vector<Signal>& signals,
                   RuleSet rules, JsonWriter& json) {
  json.OpenObject(key);
  for (const Signal& signal : signals) {
    json.Indices(RuleNumber(signal.rule, rules), signal.points);
  }
  json.CloseObject();
}

void WriteNhs(const char* key, const XmrChart& chart, JsonWriter& json) {
  const auto limit = [&](double Limits::*member) -> std::optional<double> {
    if (!chart.limits.has_value()) return std::nullopt;
    return (*chart.limits).*member;
  };
  json.OpenObject(key);
  json.Number("mean", chart.centre);
  json.Number("lpl", limit(&Limits::lower));
  json.Number("upl", limit(&Limits::upper));
  json.OpenObject("special_points");
  for (const Signal& signal : chart.signals) {
    json.Indices(RuleName(signal.rule), signal.members);
  }
  json.CloseObject();
  json.Reason("reason", chart.reason);
  json.CloseObject();
}

}  // namespace

RulePresets ComputeRulePresets(std::span<const double> values,
                               const XmrChart& chart) {
  RulePresets presets;
  if (chart.limits.has_value()) {
    presets.nelson = DetectSignals(values, *chart.limits, RuleSet::kNelson);
    presets.western_electric =
        DetectSignals(values, *chart.limits, RuleSet::kWesternElectric);
  }
  presets.nhs = Nhs(values, false);
  presets.nhs_screened = Nhs(values, true);
  return presets;
}

std::string_view RuleNumber(Rule rule, RuleSet rules) {
  std::span<const Rule> all;
  if (rules == RuleSet::kNelson) all = kNelsonRules;
  if (rules == RuleSet::kWesternElectric) all = kWesternElectricRules;
  const auto found = std::find(all.begin(), all.end(), rule);
  return found == all.end() ? std::string_view()
                            : kNumbers[std::distance(all.begin(), found)];
}

void WriteRulePresets(const RulePresets& presets, JsonWriter& json) {
  WriteNumbered("nelson_signal_points", presets.nelson, RuleSet::kNelson, json);
  WriteNumbered("western_electric_signal_points", presets.western_electric,
                RuleSet::kWesternElectric, json);
  WriteNhs("nhs", presets.nhs, json);
  WriteNhs("nhs_screened", presets.nhs_screened, json);
}

}  // namespace csi::statistics
