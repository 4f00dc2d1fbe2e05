// Every bound of the report renderer, in one place.
//
// Beyond a bound a report shows less detail and says so; it never fails.
#ifndef CSI_SERVICES_REPORTING_RENDER_RENDER_LIMITS_H_
#define CSI_SERVICES_REPORTING_RENDER_RENDER_LIMITS_H_

#include <cstddef>

namespace csi::reporting::render {

// Above this each point is no longer marked, only signals and the line are.
inline constexpr size_t kMarkedPointsMax = 1000;
// Above this the line is drawn through each column's lowest and highest value.
inline constexpr size_t kLinePointsMax = 4000;
// Signals marked in one chart; those of the last points win.
inline constexpr size_t kMarkedSignalsMax = 2000;
// Rows of the table of values under a chart.
inline constexpr size_t kPointRowsMax = 600;
// Signals named one by one in the text alternative of a chart.
inline constexpr size_t kNamedSignalsMax = 12;
// Improvements that a brief report tells of: it is one page.
inline constexpr size_t kBriefImprovementsMax = 8;
// Code points of a label inside a chart.
inline constexpr size_t kChartLabelMax = 60;

static_assert(kMarkedPointsMax <= kLinePointsMax);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_RENDER_LIMITS_H_
