// Charts of a report beyond a process behaviour chart, as inline SVG with a
// text alternative: the tree of success factors, a timeline, closed work by
// period. Pure; colours come from the page, and none carries a meaning alone.
#ifndef CSI_SERVICES_REPORTING_RENDER_OVERVIEW_SVG_H_
#define CSI_SERVICES_REPORTING_RENDER_OVERVIEW_SVG_H_

#include <string_view>

#include "services/reporting/render/markup.h"
#include "services/reporting/render/overview_model.h"

namespace csi::reporting::render {

Markup SuccessTreeMarkup(const SuccessModel& model);
Markup TimelineMarkup(const Timeline& timeline);
Markup FlowMarkup(const FlowModel& flow);

// Style of the three.
std::string_view OverviewCss();

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_OVERVIEW_SVG_H_
