// The four trend answers of the windows before and after.
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/reporting/domain/analysis.h"
#include "services/reporting/domain/report/report_verdict.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

// The direction counts from the improvement; the slope says which way it is.
std::string DirectionWords(const v1::Analysis& analysis) {
  const double slope = analysis.figures().theil_sen().slope();
  const char* way = slope < 0 ? "falling" : "rising";
  if (analysis.direction() == "positive")
    return StrCat("positive: ", way, ", towards better");
  if (analysis.direction() == "negative")
    return StrCat("negative: ", way, ", towards worse");
  return analysis.direction();
}

std::string Spaced(std::string words) {
  for (char& c : words) {
    if (c == '_') c = ' ';
  }
  return words;
}

render::TrendAnswers AnswersOf(const EntrySource& entry,
                               const v1::WindowFigures& figures,
                               std::string_view which) {
  v1::Analysis analysis;
  analysis.set_indicator(entry.indicator->name());
  *analysis.mutable_figures() = figures;
  FillAnswers(*entry.indicator, entry.target ? &*entry.target : nullptr,
              analysis);
  render::TrendAnswers answers;
  answers.window = std::string(which) + " the change, " +
                   WindowWords(figures.window(), entry.indicator->frequency());
  const int64_t n = figures.n();
  answers.direction = {
      .answer = DirectionWords(analysis),
      .words = absl::StrFormat(
          "%+.4g a %s (95 %% interval %.4g to %.4g)",
          figures.theil_sen().slope(), PeriodWord(entry.indicator->frequency()),
          figures.theil_sen().ci95_low(), figures.theil_sen().ci95_high()),
      .method = "Theil-Sen slope with interval",
      .n = n};
  answers.significance = {.answer = Spaced(analysis.significance()),
                          .method =
                              "Mann-Kendall, tie- and "
                              "continuity-corrected",
                          .n = n};
  const v1::MannKendallFigures& test = figures.mann_kendall();
  if (test.has_p()) {
    answers.significance.words =
        absl::StrFormat("S %.0f, Z %.3f, p %.3g", test.s(), test.z(), test.p());
    if (test.has_p_exact()) {
      answers.significance.words +=
          absl::StrFormat(", exact p %.3g", test.p_exact());
    }
  }
  answers.likely_impact = {
      .answer = entry.target ? analysis.impact() : "not judged",
      .words = entry.target ? "" : analysis.impact(),
      .method =
          "level or Theil-Sen line against the "
          "target",
      .n = n};
  answers.predictability = {.answer = Spaced(analysis.predictability()),
                            .method = "Process behaviour chart, exact d2",
                            .n = n};
  if (figures.has_xmr()) {
    answers.predictability.words = absl::StrFormat(
        "%s; limits %.4g to %.4g",
        figures.xmr().signals_size() == 0 ? "no signal" : "signals",
        figures.xmr().lower(), figures.xmr().upper());
  }
  for (const common::v1::Finding& caveat : analysis.caveats()) {
    answers.caveats.push_back(caveat.message());
  }
  return answers;
}

}  // namespace

std::vector<render::TrendAnswers> BuildTrends(const EntrySource& entry) {
  std::vector<render::TrendAnswers> trends;
  if (!entry.comparison || !entry.indicator) return trends;
  const v1::VerdictFigures& figures = entry.comparison->figures();
  if (figures.before().n() > 0) {
    trends.push_back(AnswersOf(entry, figures.before(), "before"));
  }
  if (figures.after().n() > 0) {
    trends.push_back(AnswersOf(entry, figures.after(), "after"));
  }
  return trends;
}

}  // namespace csi::reporting
