// Points of an indicator as the statistics take them, and statistics as the
// API shows them. Pure functions of what they are given.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_SERIES_H_
#define CSI_SERVICES_REPORTING_DOMAIN_SERIES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "services/reporting/points/point_store.h"
#include "services/reporting/statistics/improvement.h"
#include "services/reporting/statistics/xmr.h"

namespace csi::reporting {

// Points with from <= period < to, at most `limit`, ascending; the newest ones
// when there are more.
std::vector<StoredPoint> ReadPoints(const KvReader& state, const SeriesId& id,
                                    int64_t from_us, int64_t to_us,
                                    size_t limit);

std::vector<double> ValuesOf(const std::vector<StoredPoint>& points);

v1::FrozenPoint ToFrozen(const StoredPoint& point);
StoredPoint FromFrozen(const v1::FrozenPoint& point);

// "exact" (also for ""), "wheeler" or "nhs"; FIELD_INVALID else.
absl::StatusOr<statistics::XmrPreset> PresetOf(std::string_view field,
                                               std::string_view name);

// Values as their distance to the target when that is the indicator's sense;
// lower is better then.
std::vector<double> SensedValues(const v1::Indicator& indicator,
                                 const std::vector<double>& values);
statistics::Improvement ImprovementOf(const v1::Indicator& indicator);

// Sum of numerators over sum of denominators, in the indicator's unit; nothing
// unless every point has both.
std::optional<v1::PooledFigure> Pooled(const v1::Indicator& indicator,
                                       const std::vector<StoredPoint>& points);

// Chart, trend, slope, autocorrelation and pooled figure of one window.
v1::WindowFigures FiguresOf(const v1::Indicator& indicator,
                            const std::vector<StoredPoint>& points,
                            statistics::XmrPreset preset);

// Constants of a preset, name=value, for what is published.
std::vector<std::string> MethodLines(statistics::XmrPreset preset);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_SERIES_H_
