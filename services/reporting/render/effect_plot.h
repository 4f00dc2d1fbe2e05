// A bar for each way to state an effect: estimate and interval against zero,
// all on one scale, so that figures that disagree are seen to disagree.
//
// Pure. Figures without a difference get no bar.
#ifndef CSI_SERVICES_REPORTING_RENDER_EFFECT_PLOT_H_
#define CSI_SERVICES_REPORTING_RENDER_EFFECT_PLOT_H_

#include <string_view>

#include "services/reporting/render/chart_model.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/verdict_model.h"

namespace csi::reporting::render {

// Half the width of the scale in the unit of the difference; zero is in the
// middle. 0 where no figure has a difference.
double EffectReach(const Verdict& verdict);

void AddEffectBar(const EffectFigure& figure, const Verdict& verdict,
                  double reach, Sense sense, Markup* out);

// "better on the left", "better on the right" or nothing.
std::string_view BetterSide(Sense sense);

std::string_view EffectCss();

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_EFFECT_PLOT_H_
