// Bounds and fixed levels of the statistics library, each with one home.
//
// The levels are those of the product's rules for figures: changing one changes
// verdicts, so each carries its reason. Counts are numbers of periods.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_LIMITS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::statistics {

// A series file has fewer rows than this; more is a mistake of the export, and
// slopes beyond it would take minutes rather than seconds.
inline constexpr size_t kSeriesRowsLimit = 10'000'000;
// Read into memory at once, so the size is bounded before anything is read.
inline constexpr uint64_t kSeriesBytesMax = uint64_t{1} << 30;
// Longest field quoted back in an error message.
inline constexpr size_t kQuotedBytesMax = 40;

// Larger magnitudes would overflow the squares and products of variances.
inline constexpr double kMagnitudeMax = 1e100;

// Trend tests below this say nothing: with 3 points p cannot fall under 0.3.
inline constexpr size_t kTrendPointsMin = 4;
// Up to here the exact distribution of S is given beside the approximation.
inline constexpr size_t kExactTrendPointsMax = 10;
// Beyond this the transform of the Hamed-Rao correction takes over 200 MB.
inline constexpr size_t kHamedRaoPointsMax = size_t{1} << 22;
// A year of hours; a longer season than that is a mistake.
inline constexpr size_t kSeasonPeriodsMax = 8'784;
// Within-season slopes listed at once (8 bytes each).
inline constexpr size_t kSeasonalPairsMax = 8'000'000;
// r1 of fewer points is noise: "cannot be judged".
inline constexpr size_t kAutocorrelationPointsMin = 10;

// Level of every test that decides something, and of every interval.
inline constexpr double kSignificance = 0.05;
// A mere note may be raised on weaker evidence than a decision: four points
// that rise without exception reach an exact p of 0.083 and never 0.05.
inline constexpr double kNoteSignificance = 0.10;

// Forecasts: periods ahead, and points before those that are held out.
inline constexpr size_t kForecastHorizonDefault = 4;
inline constexpr size_t kForecastHorizonMax = 120;
inline constexpr size_t kForecastTrainingMin = 4;
// The choice of a method needs no more history than this.
inline constexpr size_t kForecastTrainingMax = 20'000;

// Verdict windows.
inline constexpr size_t kBaselinePeriodsDefault = 12;
inline constexpr size_t kAfterPeriodsDefault = 8;
inline constexpr size_t kBaselinePeriodsMin = 12;
inline constexpr size_t kAfterPeriodsMin = 6;
inline constexpr size_t kNewBaselinePeriodsMin = 8;
// Hand-picked windows are moved by up to this many periods.
inline constexpr size_t kWindowShiftMax = 3;
// Share of after points on the good side (rule 4) or beyond limits (rule 5).
inline constexpr double kGoodShareMin = 0.75;
inline constexpr size_t kBeyondLimitMin = 2;
inline constexpr size_t kLastPointsChecked = 3;
inline constexpr double kEffectiveCountMin = 2;

// Ratios.
inline constexpr double kOverDispersionMax = 1.2;
inline constexpr int64_t kDenominatorMinDefault = 20;
inline constexpr double kExpectedCountMin = 5;
// Largest over smallest count up to which one XmR limit serves all shares.
inline constexpr double kUnevenCountsMax = 1.5;

// Slope selection: pairs listed at once, and sampled pairs per narrowing.
inline constexpr size_t kSlopePairsListedMax = 8'000'000;
inline constexpr size_t kSlopeSamplesMax = 1'000'000;
// Below this many points all slopes are simply listed (n (n-1) / 2 of them).
inline constexpr size_t kSlopeListPointsMax = 1'500;

// Exact Mann-Whitney: the table of counts has about n1 * n2 cells a row.
inline constexpr size_t kExactRankSumPointsMax = 50;
// PELT is quadratic where nothing changes; longer series take FPOP.
inline constexpr size_t kChangePointPointsMax = 20'000;

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_LIMITS_H_
