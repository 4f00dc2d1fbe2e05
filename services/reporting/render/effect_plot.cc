#include "services/reporting/render/effect_plot.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/chart_scale.h"
#include "services/reporting/render/number_format.h"

namespace csi::reporting::render {
namespace {

constexpr double kWidth = 220;
constexpr double kHeight = 30;
constexpr double kMiddle = kHeight / 2;
constexpr double kInset = 8;

void Reach(double value, double* reach) {
  if (std::isfinite(value)) *reach = std::max(*reach, std::abs(value));
}

double At(double value, double reach) {
  const double share = std::clamp(value / reach, -1.0, 1.0);
  return kWidth / 2 + share * (kWidth / 2 - kInset);
}

// Which side of zero the whole interval is on, else neutral.
std::string_view BarTone(const EffectFigure& figure, Sense sense) {
  const double low =
      figure.interval ? figure.interval->low : *figure.difference;
  const double high =
      figure.interval ? figure.interval->high : *figure.difference;
  if (sense == Sense::kTarget || (low <= 0 && high >= 0)) return "e-open";
  const bool good = (sense == Sense::kHigher) == (low > 0);
  return good ? "e-good" : "e-bad";
}

std::string BarWords(const EffectFigure& figure) {
  std::string words = StrCat("difference ", FormatNumber(*figure.difference));
  if (figure.interval) {
    StrAppend(&words, ", interval ", FormatInterval(*figure.interval));
  }
  return words;
}

constexpr std::string_view kEffectCss = R"css(
.effect{display:block}
.effect .e-zero{stroke:var(--limit);stroke-width:1.2}
.effect .e-minimum{fill:var(--calm-wash)}
.effect .e-bar{stroke-width:2.4}
.e-good .e-bar{stroke:var(--good)}
.e-good .e-dot{fill:var(--good)}
.e-bad .e-bar{stroke:var(--bad)}
.e-bad .e-dot{fill:var(--bad)}
.e-open .e-bar{stroke:var(--open)}
.e-open .e-dot{fill:var(--open)}
)css";

}  // namespace

double EffectReach(const Verdict& verdict) {
  double reach = 0;
  for (const EffectFigure& figure : verdict.figures) {
    if (!figure.difference) continue;
    Reach(*figure.difference, &reach);
    if (!figure.interval) continue;
    Reach(figure.interval->low, &reach);
    Reach(figure.interval->high, &reach);
  }
  return reach;
}

void AddEffectBar(const EffectFigure& figure, const Verdict& verdict,
                  double reach, Sense sense, Markup* out) {
  if (!figure.difference || !std::isfinite(*figure.difference) || reach <= 0) {
    out->Text(kNoValue);
    return;
  }
  const std::string words = BarWords(figure);
  out->Open("svg", {{"class", StrCat("effect ", BarTone(figure, sense))},
                    {"role", "img"},
                    {"aria-label", words},
                    {"viewBox", StrCat("0 0 ", Coordinate(kWidth), " ",
                                       Coordinate(kHeight))},
                    {"width", Coordinate(kWidth)},
                    {"height", Coordinate(kHeight)}});
  out->Leaf("title", words);
  if (verdict.minimum_worthwhile) {
    const double half = std::abs(*verdict.minimum_worthwhile);
    out->Empty("rect",
               {{"class", "e-minimum"},
                {"x", Coordinate(At(-half, reach))},
                {"y", "2"},
                {"width", Coordinate(At(half, reach) - At(-half, reach))},
                {"height", Coordinate(kHeight - 4)}});
  }
  AddLine(kWidth / 2, 2, kWidth / 2, kHeight - 2, "e-zero", out);
  if (figure.interval) {
    const double x1 = At(figure.interval->low, reach);
    const double x2 = At(figure.interval->high, reach);
    AddLine(x1, kMiddle, x2, kMiddle, "e-bar", out);
    AddLine(x1, kMiddle - 5, x1, kMiddle + 5, "e-bar", out);
    AddLine(x2, kMiddle - 5, x2, kMiddle + 5, "e-bar", out);
  }
  const std::string dot_x = Coordinate(At(*figure.difference, reach));
  out->Empty("circle", {{"class", "e-dot"},
                        {"cx", dot_x},
                        {"cy", Coordinate(kMiddle)},
                        {"r", figure.decides ? "5.5" : "4"}});
  out->Close();
}

std::string_view BetterSide(Sense sense) {
  switch (sense) {
    case Sense::kHigher:
      return "better on the right";
    case Sense::kLower:
      return "better on the left";
    case Sense::kTarget:
      return "";
  }
  return "";
}

std::string_view EffectCss() { return kEffectCss; }

}  // namespace csi::reporting::render
