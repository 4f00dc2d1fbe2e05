// Agreements: target, achieved, outages, and what made a breach.
#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_blocks.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

Cell ShareCell(const std::optional<double>& percent) {
  if (!percent) return {};
  return {.text = FormatAvailability(*percent), .number = percent};
}

// Programs get seconds.
Cell SpanCell(const std::optional<absl::Duration>& span) {
  if (!span) return {};
  return {.text = FormatSpan(*span), .number = absl::ToDoubleSeconds(*span)};
}

Table Overview(const ReportModel& model) {
  Table table{"Target and achieved",
              {{"Agreement"},
               {"Kind"},
               {"Month"},
               {"Standing"},
               {"Target", true},
               {"Achieved", true},
               {"Down", true},
               {"Left", true}}};
  for (const AgreementResult& result : model.agreements) {
    table.rows.push_back(
        {TextCell(result.title), TextCell(result.kind),
         TextCell(StrCat(result.month, result.running ? " (running)" : "")),
         StandingCell(result.standing), ShareCell(result.target),
         ShareCell(result.full_month.percent),
         SpanCell(result.full_month.downtime), SpanCell(result.left)});
  }
  return table;
}

Table Figures(const AgreementResult& result) {
  Table table{"Figures of the month",
              {{"View"},
               {"Availability", true},
               {"Agreed time", true},
               {"Down", true},
               {"Outages", true},
               {"MTRS", true},
               {"MTBF", true},
               {"MTBSI", true}}};
  const auto add = [&](std::string_view view, const Availability& figures) {
    table.rows.push_back({TextCell(view), ShareCell(figures.percent),
                          SpanCell(figures.agreed), SpanCell(figures.downtime),
                          CountCell(figures.outages), SpanCell(figures.mtrs),
                          SpanCell(figures.mtbf), SpanCell(figures.mtbsi)});
  };
  add(result.running ? "whole month, if nothing more happens" : "whole month",
      result.full_month);
  if (result.elapsed) add("so far", *result.elapsed);
  return table;
}

Table Outages(const AgreementResult& result) {
  Table table{"Outages that counted",
              {{"What was down"},
               {"From (UTC)"},
               {"To (UTC)"},
               {"Counted", true},
               {"Cause"}}};
  for (const AgreementOutage& outage : result.outages) {
    std::string cause = outage.cause;
    if (!outage.summary.empty()) {
      StrAppend(&cause, cause.empty() ? "" : ": ", outage.summary);
    }
    if (cause.empty()) cause = "not recorded";
    if (outage.planned) cause += " (planned)";
    table.rows.push_back(
        {TextCell(outage.what), TextCell(FormatMinute(outage.start)),
         TextCell(outage.end ? FormatMinute(*outage.end) : "still open"),
         SpanCell(outage.counted), TextCell(cause)});
  }
  return table;
}

Table Shares(const AgreementResult& result) {
  Table table{"Agreements and contracts below it",
              {{"Agreement"},
               {"Kind"},
               {"Standing"},
               {"Target", true},
               {"Achieved", true},
               {"Share of the downtime", true},
               {"Broke the agreement"}}};
  for (const AgreementShare& share : result.shares) {
    table.rows.push_back(
        {TextCell(share.title), TextCell(share.kind),
         StandingCell(share.standing), ShareCell(share.target),
         ShareCell(share.percent), NumberCell(share.share_percent, "%", 3),
         share.caused ? ToneCell("yes", Tone::kBad) : TextCell("no")});
  }
  return table;
}

Table Times(const AgreementResult& result) {
  Table table{"Response and resolution",
              {{"Target"},
               {"Met", true},
               {"Missed", true},
               {"Running", true},
               {"Achieved", true},
               {"Wanted", true},
               {"Standing"}}};
  for (const AgreementTime& time : result.times) {
    table.rows.push_back({TextCell(time.target), CountCell(time.met),
                          CountCell(time.breached), CountCell(time.running),
                          ShareCell(time.achievement), ShareCell(time.wanted),
                          StandingCell(time.standing)});
  }
  return table;
}

Table Months(const AgreementResult& result) {
  Table table{"Months",
              {{"Month"}, {"Standing"}, {"Achieved", true}, {"Down", true}}};
  for (const AgreementMonthFigure& month : result.months) {
    table.rows.push_back(
        {TextCell(StrCat(month.month, month.running ? " (running)" : "")),
         StandingCell(month.standing), ShareCell(month.percent),
         SpanCell(month.downtime)});
  }
  return table;
}

void AddIfAny(Table table, std::vector<Block>* out) {
  if (!table.rows.empty()) out->push_back(std::move(table));
}

void AddAgreement(const AgreementResult& result, Depth depth,
                  std::vector<Block>* out) {
  out->push_back(SubHeading{result.title});
  out->push_back(Sentence{
      .text = result.sentence, .tone = ToneOf(result.standing), .toned = true});
  if (result.breach_time) {
    out->push_back(
        Sentence{.text = StrCat("The allowed downtime was used up at ",
                                FormatMinute(*result.breach_time), " UTC.")});
  }
  out->push_back(Figures(result));
  if (result.outages.empty()) {
    out->push_back(Sentence{.text = "No outage took agreed service time."});
  }
  AddIfAny(Outages(result), out);
  AddIfAny(Shares(result), out);
  if (!result.shares.empty() && result.unexplained > absl::ZeroDuration()) {
    out->push_back(Sentence{
        .text = StrCat("Nothing below the agreement explains ",
                       FormatSpan(result.unexplained), " of its downtime.")});
  }
  AddIfAny(Times(result), out);
  if (depth == Depth::kFull) AddIfAny(Months(result), out);
  std::string addressed;
  for (const std::string& entry : result.improvements) {
    StrAppend(&addressed, addressed.empty() ? "" : "; ", entry);
  }
  if (!addressed.empty()) {
    out->push_back(Sentence{.text = StrCat("Addressed by ", addressed, ".")});
  } else if (result.standing == Standing::kMissed) {
    out->push_back(
        Sentence{.text = "No entry of the register addresses this agreement.",
                 .tone = Tone::kOpen,
                 .toned = true});
  }
}

}  // namespace

std::vector<Block> AgreementBlocks(const ReportModel& model) {
  std::vector<Block> out;
  if (model.agreements.empty()) {
    out.push_back(Sentence{
        .text = "No agreement is recorded, so nothing can be said about "
                "targets that were promised."});
    return out;
  }
  out.push_back(Overview(model));
  if (model.layout.depth == Depth::kBrief) return out;
  for (const AgreementResult& result : model.agreements) {
    AddAgreement(result, model.layout.depth, &out);
  }
  return out;
}

}  // namespace csi::reporting::render
