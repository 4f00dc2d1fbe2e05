#include "services/reporting/render/plain_sentence.h"

#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_words.h"

namespace csi::reporting::render {
namespace {

std::string_view Conclusion(VerdictValue value) {
  switch (value) {
    case VerdictValue::kNone:
      return "Before and after have not been compared yet";
    case VerdictValue::kImproved:
      return "The data show an improvement";
    case VerdictValue::kLikelyImproved:
      return "An improvement is likely but not proven";
    case VerdictValue::kNotShown:
      return "The data do not show an improvement";
    case VerdictValue::kNoMaterialChange:
      return "Any difference is too small to matter";
    case VerdictValue::kLikelyWorsened:
      return "It has probably become worse";
    case VerdictValue::kWorsened:
      return "The data show that it has become worse";
    case VerdictValue::kInconclusive:
      return "Whether it changed cannot be decided from these data";
    case VerdictValue::kNotMeasurable:
      return "No figures can show the effect";
  }
  return "";
}

// Whether the value says anything about the state after the change.
bool IsDecided(VerdictValue value) {
  switch (value) {
    case VerdictValue::kNone:
    case VerdictValue::kInconclusive:
    case VerdictValue::kNotMeasurable:
      return false;
    case VerdictValue::kImproved:
    case VerdictValue::kLikelyImproved:
    case VerdictValue::kNotShown:
    case VerdictValue::kNoMaterialChange:
    case VerdictValue::kLikelyWorsened:
    case VerdictValue::kWorsened:
      return true;
  }
  return false;
}

std::string_view AfterClause(AfterState state) {
  switch (state) {
    case AfterState::kNone:
      return "";
    case AfterState::kStillChanging:
      return " It is still moving, so no new level can be named yet.";
    case AfterState::kUnstable:
      return " The level after the change is not stable.";
    case AfterState::kTooShort:
      return " Whether the new level is stable cannot be said yet.";
    case AfterState::kStable:
      return " The new level is stable.";
  }
  return "";
}

std::string Figure(double value, std::string_view unit) {
  return FormatNumber(value, {.significant = 3, .unit = unit});
}

// "Release bypass was 80.3 % before and 51.4 % after RFC-501, a difference of
// -28.9 percentage points (95 % interval -33.9 to -23.9)."
std::string Comparison(const Improvement& improvement,
                       const EffectFigure& figure) {
  if (!figure.before || !figure.after) return "";
  const std::string unit = improvement.chart ? improvement.chart->unit : "";
  std::string subject = improvement.indicator;
  if (subject.empty()) {
    subject = improvement.chart ? improvement.chart->title : "The figure";
  }
  std::string out =
      StrCat(subject, " was ", Figure(*figure.before, unit), " before and ",
             Figure(*figure.after, unit), " after ");
  StrAppend(&out,
            improvement.change.empty() ? "the change" : improvement.change);
  if (figure.difference) {
    StrAppend(&out, ", a difference of ",
              FormatNumber(*figure.difference,
                           {.significant = 3,
                            .plus_sign = true,
                            .unit = improvement.verdict.difference_unit}));
  }
  if (figure.interval) {
    StrAppend(&out, " (",
              FormatNumber(figure.interval->level * 100, {.unit = "%"}),
              " interval ", FormatInterval(*figure.interval), ")");
  }
  return out + ". ";
}

// The other figures, side by side, where nothing can be decided: "By incident:
// 70.6 % and 77.2 %."
std::string OtherFigures(const Improvement& improvement,
                         const EffectFigure* decides) {
  const std::string unit = improvement.chart ? improvement.chart->unit : "";
  std::string out;
  for (const EffectFigure& figure : improvement.verdict.figures) {
    if (&figure == decides || !figure.before || !figure.after) continue;
    StrAppend(&out, figure.name, ": ", Figure(*figure.before, unit), " and ",
              Figure(*figure.after, unit), ". ");
  }
  return out;
}

}  // namespace

const EffectFigure* DecidingFigure(const Verdict& verdict) {
  for (const EffectFigure& figure : verdict.figures) {
    if (figure.decides) return &figure;
  }
  return verdict.figures.empty() ? nullptr : &verdict.figures.front();
}

std::string PlainSentence(const Improvement& improvement) {
  if (!improvement.sentence.empty()) return improvement.sentence;
  const Verdict& verdict = improvement.verdict;
  std::string out;
  const EffectFigure* figure = DecidingFigure(verdict);
  if (figure != nullptr) out = Comparison(improvement, *figure);
  if (!IsDecided(verdict.value)) out += OtherFigures(improvement, figure);
  StrAppend(&out, Conclusion(verdict.value));
  for (size_t i = 0; i < verdict.reasons.size(); ++i) {
    StrAppend(&out, i == 0 ? ": " : "; ", CodedText(verdict.reasons[i]));
  }
  out += ".";
  if (IsDecided(verdict.value)) out += AfterClause(verdict.after_state);
  if (verdict.interim) {
    StrAppend(&out, " This is an interim look and cannot close the entry.");
  }
  return out;
}

}  // namespace csi::reporting::render
