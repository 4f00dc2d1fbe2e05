// What matters most, in sentences made by rules. A sentence that rests on few
// figures says so; none says why something changed.
#include <string>

#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/plain_sentence.h"
#include "services/reporting/render/render_limits.h"
#include "services/reporting/render/report_blocks.h"

namespace csi::reporting::render {
namespace {

// With fewer periods before and after, nothing is decided (the verdict's own
// bounds).
constexpr int64_t kBeforeMin = 12;
constexpr int64_t kAfterMin = 6;

int64_t Count(const ReportModel& model, EntryState state) {
  return model.counts[static_cast<size_t>(state)];
}

std::string Are(int64_t count, std::string_view one, std::string_view many) {
  return StrCat(FormatCount(count), " ", count == 1 ? one : many);
}

Sentence RegisterMessage(const ReportModel& model) {
  const int64_t running = Count(model, EntryState::kInProgress);
  const int64_t waiting = Count(model, EntryState::kInReview);
  return {.text = StrCat(
              Are(running, "improvement is", "improvements are"), " running, ",
              Are(waiting, "waits", "wait"), " for the effect to show, ",
              Are(Count(model, EntryState::kClosed), "is", "are"), " closed.")};
}

void AddAgreements(const ReportModel& model, std::vector<Block>* out) {
  int64_t judged = 0;
  int64_t kept = 0;
  for (const AgreementResult& result : model.agreements) {
    const bool missed = result.standing == Standing::kMissed;
    if (missed || result.standing == Standing::kMet ||
        result.standing == Standing::kAtRisk) {
      ++judged;
      if (!missed) ++kept;
    }
  }
  if (model.agreements.empty()) return;
  if (judged == 0) {
    out->push_back(Sentence{
        .text = "No agreement can be judged: none has a target in force and "
                "agreed service time."});
    return;
  }
  out->push_back(
      Sentence{.text = StrCat(FormatCount(kept), " of ", FormatCount(judged),
                              judged == 1 ? " agreement is" : " agreements are",
                              " within target in the newest month."),
               .tone = kept == judged ? Tone::kGood : Tone::kBad,
               .toned = true});
  for (const AgreementResult& result : model.agreements) {
    if (result.standing != Standing::kMissed &&
        result.standing != Standing::kAtRisk) {
      continue;
    }
    out->push_back(
        Sentence{.text = StrCat(result.title, ": ", result.sentence),
                 .caveat = result.running ? "The month is not over." : "",
                 .tone = ToneOf(result.standing),
                 .toned = true});
  }
}

void AddKpis(const ReportModel& model, std::vector<Block>* out) {
  int64_t met = 0;
  int64_t missed = 0;
  int64_t unknown = 0;
  for (const GoalNode& goal : model.success.goals) {
    for (const FactorNode& factor : goal.factors) {
      for (const KpiNode& kpi : factor.kpis) {
        met += kpi.standing == Standing::kMet ? 1 : 0;
        missed += kpi.standing == Standing::kMissed ? 1 : 0;
        unknown += kpi.standing == Standing::kUnknown ? 1 : 0;
      }
    }
  }
  const int64_t all = met + missed + unknown;
  if (all == 0) return;
  out->push_back(Sentence{
      .text =
          StrCat(FormatCount(met), " of ", Are(all, "KPI meets", "KPIs meet"),
                 " the target, ", Are(missed, "misses", "miss"), " it."),
      .caveat = unknown == 0
                    ? ""
                    : StrCat("Nothing can be said of ", FormatCount(unknown),
                             ": no target or no figure."),
      .tone = missed > 0    ? Tone::kBad
              : unknown > 0 ? Tone::kOpen
                            : Tone::kGood,
      .toned = true});
}

// "8 periods after the change: ..." where a verdict has too little to go on.
std::string TooFew(const Improvement& improvement) {
  if (!improvement.chart) return "";
  int64_t before = 0;
  int64_t after = 0;
  for (const ChartPoint& point : improvement.chart->points) {
    before += point.use == PointUse::kBaseline ? 1 : 0;
    after += point.use == PointUse::kAfter ? 1 : 0;
  }
  if (improvement.verdict.value == VerdictValue::kNone) {
    const auto n = static_cast<int64_t>(improvement.chart->points.size());
    if (n >= kBeforeMin) return "";
    return StrCat(Are(n, "point is", "points are"),
                  " too few to say: ", FormatCount(kBeforeMin),
                  " are needed before a change and ", FormatCount(kAfterMin),
                  " after it.");
  }
  if (before >= kBeforeMin && after >= kAfterMin) return "";
  return StrCat(FormatCount(before), " periods before and ", FormatCount(after),
                " after are too few to decide: ", FormatCount(kBeforeMin),
                " and ", FormatCount(kAfterMin), " are needed.");
}

}  // namespace

std::vector<Block> KeyMessages(const ReportModel& model) {
  std::vector<Block> out;
  out.push_back(RegisterMessage(model));
  AddAgreements(model, &out);
  AddKpis(model, &out);
  bool more = false;
  for (const Section section : model.layout.sections) {
    more = more || section == Section::kImprovements;
  }
  const bool brief = model.layout.depth == Depth::kBrief && more;
  const size_t first = out.size();
  for (const Improvement& improvement : model.improvements) {
    if (brief && out.size() == first + kBriefImprovementsMax) break;
    const VerdictValue value = improvement.verdict.value;
    const std::string few = TooFew(improvement);
    // The rest stands in the section of improvements.
    if (more && value == VerdictValue::kNone && few.empty()) continue;
    out.push_back(Sentence{.text = StrCat(improvement.entry.title, ": ",
                                          brief ? StrCat(Words(value), ".")
                                                : PlainSentence(improvement)),
                           .caveat = few,
                           .tone = ToneOf(value),
                           .toned = value != VerdictValue::kNone});
  }
  if (model.flow.overdue > 0) {
    out.push_back(Sentence{
        .text =
            StrCat(Are(model.flow.overdue, "open entry is", "open entries are"),
                   " overdue."),
        .tone = Tone::kBad,
        .toned = true});
  }
  return out;
}

}  // namespace csi::reporting::render
