// The before/after verdict and the trend answers as a report shows them.
//
// Each answer is a field of its own: target, state after the change and
// attribution never colour the verdict's value. Plain data, filled by the
// caller; this library computes none of it.
#ifndef CSI_SERVICES_REPORTING_RENDER_VERDICT_MODEL_H_
#define CSI_SERVICES_REPORTING_RENDER_VERDICT_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace csi::reporting::render {

// A stable code for programs with a sentence for people.
struct Coded {
  std::string code = {};
  std::string text = {};  // empty: the words known for the code
};

enum class VerdictValue {
  kNone,  // not computed yet
  kImproved,
  kLikelyImproved,
  kNotShown,
  kNoMaterialChange,
  kLikelyWorsened,
  kWorsened,
  kInconclusive,
  kNotMeasurable,
};

// kTooShort: no signal, in too few periods to call the level settled.
enum class AfterState { kNone, kStillChanging, kUnstable, kTooShort, kStable };
enum class TargetState { kNone, kMet, kNotMet, kTooEarly };
enum class Attribution { kNone, kOnlyChange, kOtherChanges, kControlled };
enum class GuardState { kNone, kHeld, kBreached };
enum class NewBaseline { kNone, kProposed, kFrozen, kRefused };

struct Interval {
  double low = 0;
  double high = 0;
  double level = 0.95;
};

// One way to state the effect; a verdict shows all of them side by side.
struct EffectFigure {
  std::string name = {};   // "By month, means"
  std::string basis = {};  // "12 and 8 monthly values"
  std::optional<double> before = {};
  std::optional<double> after = {};
  std::optional<double> difference = {};
  std::optional<Interval> interval = {};
  std::optional<double> p = {};
  std::string test = {};  // "Welch, n_eff 12 and 8"
  std::string note = {};
  bool decides = false;  // the figure that the verdict's value rests on
};

struct Verdict {
  VerdictValue value = VerdictValue::kNone;
  std::vector<Coded> reasons = {};
  bool interim = false;  // computed before the effect review date
  std::optional<absl::CivilDay> review_date = {};
  std::optional<absl::Time> computed_time = {};
  std::string accepted_by = {};
  std::optional<absl::Time> accepted_time = {};
  std::string accepted_mark = {};  // SELF_APPROVED and the like
  std::vector<EffectFigure> figures = {};
  std::string difference_unit = {};  // "percentage points"
  std::optional<double> minimum_worthwhile = {};
  std::vector<Coded> notes = {};

  AfterState after_state = AfterState::kNone;
  std::string after_state_words = {};
  TargetState target = TargetState::kNone;
  std::string target_words = {};
  std::string assurance = {};  // PASS, FAIL, INCONSISTENT
  Attribution attribution = Attribution::kNone;
  std::string attribution_words = {};
  std::vector<std::string> other_changes = {};
  GuardState guards = GuardState::kNone;
  std::string guards_words = {};
  NewBaseline new_baseline = NewBaseline::kNone;
  std::string new_baseline_words = {};
};

// One of the four trend answers.
struct TrendAnswer {
  std::string answer = {};  // "positive", "significant (p = 0.00084)"
  std::string words = {};
  std::string method = {};
  std::optional<int64_t> n = {};
  std::vector<std::string> caveats = {};
};

struct TrendAnswers {
  std::string window = {};  // "After the change, 2025-01 to 2025-08"
  TrendAnswer direction = {};
  TrendAnswer significance = {};
  TrendAnswer likely_impact = {};
  TrendAnswer predictability = {};
  std::vector<std::string> caveats = {};
};

// One line of worked figures. `before` and `after` are given in `unit`;
// a figure that has no number says so in the text fields.
struct WorkedFigure {
  std::string name = {};
  std::optional<double> before = {};
  std::optional<double> after = {};
  std::string before_text = {};  // used where there is no number
  std::string after_text = {};
  std::string unit = {};
  bool is_p_value = false;
  std::string method = {};
  std::string constants = {};
};

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_VERDICT_MODEL_H_
