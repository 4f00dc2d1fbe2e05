#include "services/reporting/domain/realism.h"

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/statistics/limits.h"

namespace csi::reporting {
namespace {

// Two years of months: enough for limits, recent enough to be the process as
// it is.
constexpr size_t kRealismPoints = 24;

void Say(std::string realism, std::string sentence, v1::Target& target) {
  target.set_realism(std::move(realism));
  target.set_realism_sentence(std::move(sentence));
}

}  // namespace

void FillRealism(const KvReader& state, std::string_view tenant,
                 const v1::Indicator& indicator, v1::Target& target) {
  const std::vector<StoredPoint> points =
      ReadPoints(state, {tenant, LastPart(indicator.name()), ""}, kTimeMin,
                 kTimeMax, kRealismPoints);
  if (points.size() < statistics::kBaselinePeriodsMin) {
    return Say("NOT_JUDGED",
               StrCat("There are ", points.size(), " figures; ",
                      statistics::kBaselinePeriodsMin,
                      " are needed to judge a target."),
               target);
  }
  const v1::WindowFigures figures =
      FiguresOf(indicator, points, statistics::XmrPreset::kExact);
  if (figures.xmr().signals_size() > 0) {
    return Say("NOT_JUDGED",
               "The process is not stable, so its limits say nothing about "
               "the target.",
               target);
  }
  const bool higher = indicator.direction() == v1::IMPROVEMENT_DIRECTION_HIGHER;
  const double lower = figures.xmr().lower();
  const double upper = figures.xmr().upper();
  const bool always =
      higher ? target.value() <= lower : target.value() >= upper;
  const bool never = higher ? target.value() > upper : target.value() < lower;
  const std::string limits =
      absl::StrFormat("The process as it is stays between %.4g and %.4g %s",
                      lower, upper, indicator.unit());
  if (indicator.direction() == v1::IMPROVEMENT_DIRECTION_TARGET) {
    const bool inside = target.value() >= lower && target.value() <= upper;
    return Say(inside ? "MET_SOMETIMES" : "NOT_WITHOUT_CHANGE",
               StrCat(limits, inside ? ": it passes the target value."
                                     : ": the target lies outside."),
               target);
  }
  if (always) {
    return Say("MET_ALWAYS", StrCat(limits, ": the target is met already."),
               target);
  }
  if (never) {
    return Say("NOT_WITHOUT_CHANGE",
               StrCat(limits, ": the target needs a change of the process."),
               target);
  }
  Say("MET_SOMETIMES",
      StrCat(limits, ": the target is met in some periods by chance."), target);
}

}  // namespace csi::reporting
