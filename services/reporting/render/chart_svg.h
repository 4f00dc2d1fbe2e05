// Draws a process behaviour chart as SVG: points, centre lines and limits by
// segment, what is not used hollow, the change, the target, signals by shape.
//
// Pure and deterministic. Never fails: no points, one point, equal or huge
// values give a chart that says so. The picture carries its title and a full
// description for those who do not see it; every mark has its words.
#ifndef CSI_SERVICES_REPORTING_RENDER_CHART_SVG_H_
#define CSI_SERVICES_REPORTING_RENDER_CHART_SVG_H_

#include <string>
#include <string_view>

#include "services/reporting/render/chart_model.h"
#include "services/reporting/render/markup.h"

namespace csi::reporting::render {

// A file of its own: colours, light and dark, and the title are inside.
std::string RenderChartSvg(const ChartModel& chart);

// The same to be placed in a document that has ChartCss() and the palette.
// `id` is unique in the document; it consists of letters, digits, dashes.
Markup ChartMarkup(const ChartModel& chart, std::string_view id);

// The style of what is inside a chart.
std::string_view ChartCss();

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_CHART_SVG_H_
