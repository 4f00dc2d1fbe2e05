// The before/after verdict: did an indicator improve after a change?
//
// Implements the product's nine rules. The value is decided from periods by
// JudgeChange; target, state after the change, guards and attribution stand
// beside it and never change it. Nothing here claims a cause. Pure,
// thread-safe; all figures are in the indicator's unit, distances in periods.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_VERDICT_H_
#define CSI_SERVICES_REPORTING_STATISTICS_VERDICT_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/reporting/statistics/autocorrelation.h"
#include "services/reporting/statistics/improvement.h"
#include "services/reporting/statistics/mann_kendall.h"
#include "services/reporting/statistics/periods.h"
#include "services/reporting/statistics/proportions.h"
#include "services/reporting/statistics/theil_sen.h"
#include "services/reporting/statistics/two_sample.h"
#include "services/reporting/statistics/xmr.h"

namespace csi::statistics {

enum class VerdictValue {
  kImproved,
  kLikelyImproved,
  kNotShown,
  kLikelyWorsened,
  kWorsened,
  kNoMaterialChange,  // the interval lies inside the declared minimum
  kInconclusive,      // with reasons
  kNotMeasurable,     // with a reason
};

enum class VerdictReason {
  kTooFew,            // fewer than 12 periods before or 6 after
  kBaselineUnstable,  // signals, and no stable last segment of 12
  kWindowSensitive,   // moving hand-picked windows changes the value
  kNotComparable,     // definition, source or calendar changed in between
  kNoBaseline,        // no period before the change can be used
};

enum class VerdictNote {
  kBaselineRising,
  kBaselineFalling,
  kOverDispersed,     // shares vary more than chance allows (sigma_z > 1.2)
  kAutocorrelated,    // r1 of the baseline outside its bound
  kBaselineSegment,   // only the last stable segment of the baseline is used
  kDriftNotRuledOut,  // the credible drift of the baseline explains the effect
  kSeasonNotRuledOut,
  kFrozenLate,      // baseline frozen after implementation: capped at LIKELY
  kPeriodsNotUsed,  // hollow or incomplete periods inside a window
};

enum class AfterState { kStable, kUnstable, kStillChanging, kNotJudged };
enum class TargetState { kNone, kMet, kNotMet, kTooEarly };
enum class Assurance { kNone, kPass, kFail, kInconsistent };
enum class GuardState { kNone, kHeld, kBreached };
enum class Attribution { kOnlyChange, kOtherChanges, kControlled };
enum class SeasonRuling { kNoneDeclared, kWholeSeasons, kBeyondLimits, kOpen };

// Another KPI that must not worsen, with its own verdict.
struct Guard {
  std::string name = {};
  VerdictValue value = VerdictValue::kNotShown;
};

struct ChangeQuestion {
  std::vector<Period> periods = {};  // ascending, all that are known
  WindowPlan plan = {};
  Improvement improvement = Improvement::kHigher;
  // Names for the sentence.
  std::string indicator = "the indicator";
  std::string change = "the change";
  std::string unit = {};  // such as "%"
  // Bounds of the indicator, for the limits shown.
  std::optional<double> bound_lower = std::nullopt;
  std::optional<double> bound_upper = std::nullopt;
  // Smallest difference worth having, declared in step 2.
  std::optional<double> worthwhile = std::nullopt;
  // Windows chosen after seeing the data: their edges are moved to test them.
  bool hand_picked = false;
  // Until then a figure is interim and cannot close.
  absl::Time effect_review = absl::InfinitePast();
  std::optional<double> target = std::nullopt;
  absl::Time target_time = absl::InfinitePast();
  std::vector<Guard> guards = {};
  // Other changes that fell into the windows, by name.
  std::vector<std::string> other_changes = {};
  // A series without the change, over the same periods (matched by start).
  std::vector<Period> comparison = {};
  // What changed between the windows and was not recomputed, in words.
  std::vector<std::string> incomparable = {};
  bool frozen_after_implementation = false;
  // Sentences to repeat with the result, such as "the date is illustrative".
  std::vector<std::string> caveats = {};
};

// One window in figures. Members are absent where there are too few points.
struct WindowFigures {
  std::vector<double> values;
  std::optional<double> mean;
  std::optional<double> median;
  XmrChart chart;
  MannKendall trend;
  TheilSen line;
  Autocorrelation autocorrelation;
  // Moving-range sigma over the standard deviation: 1.41 means limits 41 %
  // too wide.
  std::optional<double> limit_width_ratio;
};

struct MeanEffect {
  MeanDifference welch;  // with effective counts
  double r = 0;          // max(0, r1 + 1/n) of the baseline
  double n_before = 0;   // effective counts
  double n_after = 0;
};

struct MedianEffect {
  double difference = 0;
  double drift = 0;      // worse 95 % bound of the baseline's slope, a period
  double distance = 0;   // periods between the centres of the windows
  double corrected = 0;  // difference - drift x distance
};

// Shares pooled over each window, beside the figures by period.
struct PooledShares {
  Share before;
  Share after;
  ShareDifference difference;
  std::optional<double> sigma_z;  // Laney's, over both windows
};

struct ShiftOutcome {
  WindowShift shift;
  VerdictValue value;
};

struct Verdict {
  VerdictValue value = VerdictValue::kNotShown;
  std::vector<VerdictReason> reasons;
  std::vector<VerdictNote> notes;
  bool interim = false;

  WindowSelection windows;  // which periods were used, and why not the others
  WindowFigures before;
  WindowFigures after;
  std::optional<MeanEffect> by_means;
  std::optional<MedianEffect> by_medians;
  std::optional<RankSum> by_ranks;
  std::optional<PooledShares> by_counts;
  // Rule 4, on the side of improvement.
  double good_share = 0;   // of after points beyond the baseline's centre
  size_t good_beyond = 0;  // after points beyond its limit
  SeasonRuling season = SeasonRuling::kNoneDeclared;
  std::vector<ShiftOutcome> shifts;  // of hand-picked windows

  AfterState after_state = AfterState::kNotJudged;
  std::optional<double> new_level;  // fitted last value, or mean if stable
  bool new_baseline_allowed = false;
  TargetState target = TargetState::kNone;
  Assurance assurance = Assurance::kNone;
  GuardState guards = GuardState::kNone;
  Attribution attribution = Attribution::kOnlyChange;
  std::optional<MeanDifference> controlled;  // difference in differences

  std::string sentence;
};

// Fails with INVALID_ARGUMENT for bad periods or plans; too little data is no
// error but a verdict.
absl::StatusOr<Verdict> JudgeChange(const ChangeQuestion& question);

std::string_view VerdictValueName(VerdictValue value);
std::string_view VerdictReasonName(VerdictReason reason);
std::string_view VerdictNoteName(VerdictNote note);
std::string_view AfterStateName(AfterState state);
std::string_view TargetStateName(TargetState state);
std::string_view AssuranceName(Assurance assurance);
std::string_view GuardStateName(GuardState state);
std::string_view AttributionName(Attribution attribution);
std::string_view SeasonRulingName(SeasonRuling ruling);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_VERDICT_H_
