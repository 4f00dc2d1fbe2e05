// A p, u or c chart of a series file, in the unit of its values.
//
// p: values are shares of the n cases. u: values are events per unit of the
// exposure n. c: values are counts, n is not used. Which of p and p' (u and u',
// c and c') it is, Laney's sigma_z decides. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_ATTRIBUTE_CHART_H_
#define CSI_SERVICES_REPORTING_STATISTICS_ATTRIBUTE_CHART_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/reporting/statistics/json_writer.h"
#include "services/reporting/statistics/series_csv.h"
#include "services/reporting/statistics/share_values.h"

namespace csi::statistics {

enum class ChartKind { kP, kU, kC };

// From "p", "u" or "c"; nothing for any other word.
std::optional<ChartKind> ParseChartKind(std::string_view word);

struct AttributeChart {
  ChartKind kind = ChartKind::kP;
  std::string_view method;  // "p", "p'", "u", "u'", "c" or "c'"
  std::optional<double> centre;
  std::optional<double> sigma_z;
  // One a period; NaN where there is no limit.
  std::vector<double> lower;
  std::vector<double> upper;
  std::vector<size_t> hollow;
  std::vector<size_t> beyond;
  std::string reason;
};

// INVALID_ARGUMENT, with a reason, where the values are not of the kind: no
// share, below 0, no counts where n is needed, no scale of shares to be found.
absl::StatusOr<AttributeChart> MakeAttributeChart(
    const Series& series, ChartKind kind, std::optional<ShareScale> scale);

// As the member "p_chart", "u_chart" or "c_chart".
void WriteAttributeChart(const AttributeChart& chart, JsonWriter& json);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_ATTRIBUTE_CHART_H_
