// The offline analysis of one series: chart, trends, slopes, change points and
// autocorrelation in one result, as text for programs (JSON) or for people.
//
// Definitions are those of the headers included here: xmr.h with preset exact
// and default signals, and so on. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_ANALYZE_H_
#define CSI_SERVICES_REPORTING_STATISTICS_ANALYZE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/reporting/statistics/attribute_chart.h"
#include "services/reporting/statistics/autocorrelation.h"
#include "services/reporting/statistics/change_points.h"
#include "services/reporting/statistics/forecast.h"
#include "services/reporting/statistics/hamed_rao.h"
#include "services/reporting/statistics/improvement.h"
#include "services/reporting/statistics/mann_kendall.h"
#include "services/reporting/statistics/ols.h"
#include "services/reporting/statistics/rule_presets.h"
#include "services/reporting/statistics/seasonal_mann_kendall.h"
#include "services/reporting/statistics/theil_sen.h"
#include "services/reporting/statistics/xmr.h"

namespace csi::statistics {

// Where the series is going, in the sense of improvement.
enum class Direction { kNone, kPositive, kNegative };

// What is known about a series beside its values.
struct SeriesContext {
  Improvement improvement = Improvement::kHigher;
  // Starts of the periods: where there is no `season_periods`, they tell the
  // season (12 for months, 4 for quarters, 52, 7 and 24 for weeks, days and
  // hours). Empty: not known.
  std::span<const absl::Time> starts = {};
  // Periods in a season, for series whose rhythm is another.
  std::optional<size_t> season_periods = std::nullopt;
  size_t horizon = kForecastHorizonDefault;  // periods to forecast
};

struct SeriesAnalysis {
  size_t n = 0;
  Improvement improvement = Improvement::kHigher;
  XmrChart xmr;
  MannKendall mann_kendall;
  TheilSen theil_sen;
  Autocorrelation autocorrelation;
  // The sign of a significant Mann-Kendall trend (p < 0.05): positive if it
  // goes the way that is an improvement, negative if the other way, else none.
  Direction direction = Direction::kNone;
  std::string direction_reason;
  HamedRao hamed_rao;
  SeasonalMannKendall seasonal_mann_kendall;
  std::optional<Pettitt> pettitt;
  ChangePoints change_points;
  Ols ols;
  Forecasts forecasts;
  RulePresets rule_presets;
  std::optional<AttributeChart> attribute_chart;  // where it was asked for
};

// Refuses an empty series, values that are not finite, and a horizon outside 1
// to kForecastHorizonMax (INVALID_ARGUMENT).
absl::StatusOr<SeriesAnalysis> AnalyzeSeries(std::span<const double> values,
                                             const SeriesContext& context);

// One JSON object. Absent figures are null, and a `reason` stands beside them.
// Doubles are written so that reading them gives the same bits.
std::string ToJson(const SeriesAnalysis& analysis);

// A few lines for people.
std::string ToText(const SeriesAnalysis& analysis);

std::string_view DirectionName(Direction direction);

struct AnalyzeOptions {
  std::string path = {};
  Improvement improvement = Improvement::kHigher;
  bool json = true;
  std::optional<size_t> season_periods = std::nullopt;
  size_t horizon = kForecastHorizonDefault;
  std::optional<ChartKind> chart = std::nullopt;
  std::optional<ShareScale> scale = std::nullopt;  // of a p chart
};

// Reads the file and returns the text to print, with a final line end.
absl::StatusOr<std::string> RunAnalyze(const AnalyzeOptions& options);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_ANALYZE_H_
