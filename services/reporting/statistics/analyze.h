// The offline analysis of one series: chart, trend, slope and autocorrelation
// in one result, as text for programs (JSON) or for people.
//
// Definitions are those of xmr.h (preset exact, default signals),
// mann_kendall.h, theil_sen.h and autocorrelation.h. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_ANALYZE_H_
#define CSI_SERVICES_REPORTING_STATISTICS_ANALYZE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/reporting/statistics/autocorrelation.h"
#include "services/reporting/statistics/improvement.h"
#include "services/reporting/statistics/mann_kendall.h"
#include "services/reporting/statistics/theil_sen.h"
#include "services/reporting/statistics/xmr.h"

namespace csi::statistics {

// Where the series is going, in the sense of improvement.
enum class Direction { kNone, kPositive, kNegative };

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
};

// Refuses an empty series and values that are not finite (INVALID_ARGUMENT).
absl::StatusOr<SeriesAnalysis> AnalyzeSeries(std::span<const double> values,
                                             Improvement improvement);

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
};

// Reads the file and returns the text to print, with a final line end.
absl::StatusOr<std::string> RunAnalyze(const AnalyzeOptions& options);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_ANALYZE_H_
