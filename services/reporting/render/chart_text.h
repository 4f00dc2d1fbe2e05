// What a chart says in words: names of rules, the text alternative.
//
// Pure.
#ifndef CSI_SERVICES_REPORTING_RENDER_CHART_TEXT_H_
#define CSI_SERVICES_REPORTING_RENDER_CHART_TEXT_H_

#include <string>
#include <string_view>

#include "services/reporting/render/chart_model.h"

namespace csi::reporting::render {

// "8 in a row on one side" for run_8; an unknown rule keeps its name.
std::string RuleWords(std::string_view rule);

// "improvement", "concern" or nothing.
std::string_view SideWords(SignalSide side);

// Why a point is hollow: "not used: overlaps the change"; empty if it is not.
std::string_view UseWords(PointUse use);
bool IsTested(PointUse use);

// "2025-01: 60 %, n 100; 8 in a row on one side (improvement)"
std::string PointWords(const ChartModel& chart, const ChartPoint& point);

// "mean 80.25, limits 73.48 to 87.02"
std::string SegmentWords(const ChartModel& chart, const ChartSegment& segment);

// "RFC-7: 2020-01-08 00:00 to 2020-01-10 12:00 UTC"
std::string ChangeWords(const ChangeWindow& change);

std::string ChartTitle(const ChartModel& chart);
// Everything that the picture shows, for those who do not see it.
std::string ChartDescription(const ChartModel& chart);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_CHART_TEXT_H_
