// What further methods say of the improvements' indicators.
#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_blocks.h"

namespace csi::reporting::render {
namespace {

Table LineOf(const TrendEvidence& evidence) {
  Table table{"What further methods say",
              {{"Method"}, {"Answer"}, {"Figure", true}}};
  table.rows.push_back(
      {TextCell("Mann-Kendall corrected for related neighbours (Hamed-Rao)"),
       TextCell(evidence.hamed_rao_p ? "p of a trend"
                                     : StdView(evidence.hamed_rao_reason)),
       NumberCell(evidence.hamed_rao_p, "", 3)});
  if (evidence.single_change_p) {
    table.rows.push_back(
        {TextCell("One change of level (Pettitt)"),
         TextCell(StrCat("most likely from ", evidence.single_change,
                         "; p of it without a change")),
         NumberCell(evidence.single_change_p, "", 3)});
  }
  std::string levels;
  for (const std::string& period : evidence.level_periods) {
    StrAppend(&levels, levels.empty() ? "new levels from " : ", ", period);
  }
  table.rows.push_back(
      {TextCell(StrCat("Changes of level (", evidence.level_method, ")")),
       TextCell(levels.empty() ? "none" : levels),
       CountCell(static_cast<int64_t>(evidence.level_periods.size()))});
  if (evidence.forecast_mean) {
    table.rows.push_back(
        {TextCell(StrCat("Forecast (", evidence.forecast_method, ")")),
         TextCell(StrCat("if nothing changes, ", evidence.forecast_period)),
         NumberCell(evidence.forecast_mean, evidence.unit)});
  }
  const std::string held =
      StrCat("mean absolute error on the last ", evidence.hold_out, " periods");
  if (evidence.hold_out_error) {
    table.rows.push_back({TextCell("Forecast"), TextCell(held),
                          NumberCell(evidence.hold_out_error, evidence.unit)});
  }
  if (evidence.naive_error) {
    table.rows.push_back({TextCell("\"As the last value\""), TextCell(held),
                          NumberCell(evidence.naive_error, evidence.unit)});
  }
  return table;
}

Sentence ForecastWords(const TrendEvidence& evidence) {
  if (!evidence.forecast_mean) {
    return {.text = "No forecast is given.",
            .caveat = evidence.forecast_reason};
  }
  std::string text = StrCat(
      "If nothing changes, ", evidence.forecast_period, " is expected at ",
      FormatNumber(*evidence.forecast_mean,
                   {.significant = 3, .unit = evidence.unit}));
  if (evidence.forecast_low && evidence.forecast_high) {
    StrAppend(&text, " (95 % of such forecasts would lie between ",
              FormatInterval({*evidence.forecast_low, *evidence.forecast_high}),
              ")");
  }
  std::string caveat;
  if (!evidence.hold_out_error) {
    caveat =
        "How far off such a forecast is was not measured: too few periods.";
  } else {
    caveat =
        StrCat("On the last ", evidence.hold_out, " periods it was off by ",
               FormatNumber(*evidence.hold_out_error,
                            {.significant = 3, .unit = evidence.unit}),
               " on average");
    const bool better = evidence.naive_error &&
                        *evidence.hold_out_error < *evidence.naive_error;
    StrAppend(&caveat, better ? "."
                              : ", no better than to expect the last value "
                                "again.");
  }
  return {.text = text + ".", .caveat = caveat};
}

}  // namespace

std::vector<Block> TrendEvidenceBlocks(const ReportModel& model) {
  std::vector<Block> out;
  if (model.trend_evidence.empty()) {
    out.push_back(Sentence{
        .text = "No indicator of an improvement has figures to look at."});
    return out;
  }
  for (const TrendEvidence& evidence : model.trend_evidence) {
    out.push_back(SubHeading{evidence.indicator});
    out.push_back(ForecastWords(evidence));
    out.push_back(LineOf(evidence));
  }
  out.push_back(Sentence{
      .text = "These stand beside the verdicts, which do not rest on them."});
  return out;
}

}  // namespace csi::reporting::render
