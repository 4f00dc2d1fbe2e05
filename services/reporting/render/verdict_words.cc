// Words of verdicts, their reasons and notes; the rest is in report_words.cc.
#include <string>
#include <string_view>

#include "services/reporting/render/report_words.h"

namespace csi::reporting::render {
namespace {

struct KnownCode {
  std::string_view code;
  std::string_view text;
};

constexpr KnownCode kKnownCodes[] = {
    {"TOO_FEW", "too few whole periods before or after the change"},
    {"BASELINE_UNSTABLE",
     "the baseline itself was not stable, and no stable "
     "part of it is long enough"},
    {"WINDOW_SENSITIVE",
     "the answer changes when the windows are shifted by "
     "1 to 3 periods"},
    {"NOT_COMPARABLE",
     "definition, source or calendar changed between the "
     "windows"},
    {"BASELINE_RISING", "the baseline was already rising before the change"},
    {"BASELINE_FALLING", "the baseline was already falling before the change"},
    {"OVER_DISPERSED",
     "the periods differ by more than their counts explain, "
     "so a test on single counts is too confident"},
    {"AUTOCORRELATED",
     "neighbouring periods are not independent; limits from "
     "the moving range are off"},
    {"NO_BASELINE", "no period before the change can be used"},
    {"BASELINE_SEGMENT", "only the last stable part of the baseline is used"},
    {"DRIFT_NOT_RULED_OUT",
     "the drift that the baseline may have had explains "
     "the difference"},
    {"SEASON_NOT_RULED_OUT", "the season may explain the difference"},
    {"PERIODS_NOT_USED",
     "some periods inside the windows are not used: too "
     "few counts or incomplete"},
    {"INTERIM",
     "computed before the effect review date; it cannot close the "
     "entry"},
    {"FROZEN_AFTER_IMPLEMENTATION",
     "the baseline was frozen after implementation, "
     "so the value is at most LIKELY"},
    {"DATE_ILLUSTRATIVE", "the date is illustrative; no real change is known"},
    {"ILLUSTRATIVE_DATE", "the date is illustrative; no real change is known"},
    {"CHANGE_WITHOUT_RFC", "the date of the change comes from no RFC"},
    {"REPEATED_LOOK", "the entry was compared before; one look counts"},
    {"LATE_POINTS",
     "figures came late or were corrected after the baseline was frozen; they "
     "are not in it"},
};

}  // namespace

std::string_view Token(VerdictValue value) {
  switch (value) {
    case VerdictValue::kNone:
      return "NONE";
    case VerdictValue::kImproved:
      return "IMPROVED";
    case VerdictValue::kLikelyImproved:
      return "LIKELY_IMPROVED";
    case VerdictValue::kNotShown:
      return "NOT_SHOWN";
    case VerdictValue::kNoMaterialChange:
      return "NO_MATERIAL_CHANGE";
    case VerdictValue::kLikelyWorsened:
      return "LIKELY_WORSENED";
    case VerdictValue::kWorsened:
      return "WORSENED";
    case VerdictValue::kInconclusive:
      return "INCONCLUSIVE";
    case VerdictValue::kNotMeasurable:
      return "NOT_MEASURABLE";
  }
  return "";
}

std::string_view Words(VerdictValue value) {
  switch (value) {
    case VerdictValue::kNone:
      return "No verdict yet";
    case VerdictValue::kImproved:
      return "Improved";
    case VerdictValue::kLikelyImproved:
      return "Likely improved";
    case VerdictValue::kNotShown:
      return "Improvement not shown";
    case VerdictValue::kNoMaterialChange:
      return "No material change";
    case VerdictValue::kLikelyWorsened:
      return "Likely worsened";
    case VerdictValue::kWorsened:
      return "Worsened";
    case VerdictValue::kInconclusive:
      return "Inconclusive";
    case VerdictValue::kNotMeasurable:
      return "Not measurable";
  }
  return "";
}

Tone ToneOf(VerdictValue value) {
  switch (value) {
    case VerdictValue::kImproved:
    case VerdictValue::kLikelyImproved:
      return Tone::kGood;
    case VerdictValue::kWorsened:
    case VerdictValue::kLikelyWorsened:
      return Tone::kBad;
    case VerdictValue::kInconclusive:
    case VerdictValue::kNotMeasurable:
    case VerdictValue::kNotShown:
      return Tone::kOpen;
    case VerdictValue::kNone:
    case VerdictValue::kNoMaterialChange:
      return Tone::kCalm;
  }
  return Tone::kCalm;
}

std::string_view Meaning(VerdictValue value) {
  switch (value) {
    case VerdictValue::kNone:
      return "The figures have not been compared yet; that is done at the "
             "effect review date.";
    case VerdictValue::kImproved:
      return "The data after the change are clearly better than before, and "
             "neither earlier drift nor season explains it.";
    case VerdictValue::kLikelyImproved:
      return "The data after the change are better than before, but earlier "
             "drift, season or the age of the baseline could still explain it.";
    case VerdictValue::kNotShown:
      return "The data after the change do not differ clearly enough from "
             "before to call it an improvement. That is not proof that nothing "
             "changed.";
    case VerdictValue::kNoMaterialChange:
      return "Any difference is smaller than the minimum worthwhile change "
             "that was declared beforehand.";
    case VerdictValue::kLikelyWorsened:
      return "The data after the change are worse than before, but earlier "
             "drift, season or the age of the baseline could still explain it.";
    case VerdictValue::kWorsened:
      return "The data after the change are clearly worse than before, and "
             "neither earlier drift nor season explains it.";
    case VerdictValue::kInconclusive:
      return "These data cannot answer the question; the reasons are named "
             "below. The figures are shown all the same.";
    case VerdictValue::kNotMeasurable:
      return "No figures can show the effect of this improvement; the reason "
             "is named below.";
  }
  return "";
}

std::string CodedText(const Coded& coded) {
  if (!coded.text.empty()) return coded.text;
  for (const KnownCode& known : kKnownCodes) {
    if (known.code == coded.code) return std::string(known.text);
  }
  return coded.code;
}

}  // namespace csi::reporting::render
