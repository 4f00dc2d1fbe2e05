// The words of the API for the enumerations of verdict.h and periods.h.
#include "services/reporting/statistics/verdict.h"

namespace csi::statistics {

std::string_view PeriodRoleName(PeriodRole role) {
  switch (role) {
    case PeriodRole::kEarlier:
      return "EARLIER";
    case PeriodRole::kBaseline:
      return "BASELINE";
    case PeriodRole::kTriggered:
      return "TRIGGERED";
    case PeriodRole::kGap:
      return "GAP";
    case PeriodRole::kLeftOut:
      return "LEFT_OUT";
    case PeriodRole::kAfter:
      return "AFTER";
    case PeriodRole::kLater:
      return "LATER";
    case PeriodRole::kHollow:
      return "HOLLOW";
    case PeriodRole::kIncomplete:
      return "INCOMPLETE";
  }
  return "EARLIER";
}

std::string_view VerdictValueName(VerdictValue value) {
  switch (value) {
    case VerdictValue::kImproved:
      return "IMPROVED";
    case VerdictValue::kLikelyImproved:
      return "LIKELY_IMPROVED";
    case VerdictValue::kNotShown:
      return "NOT_SHOWN";
    case VerdictValue::kLikelyWorsened:
      return "LIKELY_WORSENED";
    case VerdictValue::kWorsened:
      return "WORSENED";
    case VerdictValue::kNoMaterialChange:
      return "NO_MATERIAL_CHANGE";
    case VerdictValue::kInconclusive:
      return "INCONCLUSIVE";
    case VerdictValue::kNotMeasurable:
      return "NOT_MEASURABLE";
  }
  return "NOT_SHOWN";
}

std::string_view VerdictReasonName(VerdictReason reason) {
  switch (reason) {
    case VerdictReason::kTooFew:
      return "TOO_FEW";
    case VerdictReason::kBaselineUnstable:
      return "BASELINE_UNSTABLE";
    case VerdictReason::kWindowSensitive:
      return "WINDOW_SENSITIVE";
    case VerdictReason::kNotComparable:
      return "NOT_COMPARABLE";
    case VerdictReason::kNoBaseline:
      return "NO_BASELINE";
  }
  return "TOO_FEW";
}

std::string_view VerdictNoteName(VerdictNote note) {
  switch (note) {
    case VerdictNote::kBaselineRising:
      return "BASELINE_RISING";
    case VerdictNote::kBaselineFalling:
      return "BASELINE_FALLING";
    case VerdictNote::kOverDispersed:
      return "OVER_DISPERSED";
    case VerdictNote::kAutocorrelated:
      return "AUTOCORRELATED";
    case VerdictNote::kBaselineSegment:
      return "BASELINE_SEGMENT";
    case VerdictNote::kDriftNotRuledOut:
      return "DRIFT_NOT_RULED_OUT";
    case VerdictNote::kSeasonNotRuledOut:
      return "SEASON_NOT_RULED_OUT";
    case VerdictNote::kFrozenLate:
      return "FROZEN_AFTER_IMPLEMENTATION";
    case VerdictNote::kPeriodsNotUsed:
      return "PERIODS_NOT_USED";
  }
  return "PERIODS_NOT_USED";
}

std::string_view AfterStateName(AfterState state) {
  switch (state) {
    case AfterState::kStable:
      return "STABLE";
    case AfterState::kUnstable:
      return "UNSTABLE";
    case AfterState::kStillChanging:
      return "STILL_CHANGING";
    case AfterState::kNotJudged:
      return "NOT_JUDGED";
  }
  return "NOT_JUDGED";
}

std::string_view TargetStateName(TargetState state) {
  switch (state) {
    case TargetState::kNone:
      return "NONE";
    case TargetState::kMet:
      return "MET";
    case TargetState::kNotMet:
      return "NOT_MET";
    case TargetState::kTooEarly:
      return "TOO_EARLY";
  }
  return "NONE";
}

std::string_view AssuranceName(Assurance assurance) {
  switch (assurance) {
    case Assurance::kNone:
      return "NONE";
    case Assurance::kPass:
      return "PASS";
    case Assurance::kFail:
      return "FAIL";
    case Assurance::kInconsistent:
      return "INCONSISTENT";
  }
  return "NONE";
}

std::string_view GuardStateName(GuardState state) {
  switch (state) {
    case GuardState::kNone:
      return "NONE";
    case GuardState::kHeld:
      return "HELD";
    case GuardState::kBreached:
      return "BREACHED";
  }
  return "NONE";
}

std::string_view AttributionName(Attribution attribution) {
  switch (attribution) {
    case Attribution::kOnlyChange:
      return "ONLY_CHANGE";
    case Attribution::kOtherChanges:
      return "OTHER_CHANGES";
    case Attribution::kControlled:
      return "CONTROLLED";
  }
  return "ONLY_CHANGE";
}

std::string_view SeasonRulingName(SeasonRuling ruling) {
  switch (ruling) {
    case SeasonRuling::kNoneDeclared:
      return "NONE_DECLARED";
    case SeasonRuling::kWholeSeasons:
      return "WHOLE_SEASONS";
    case SeasonRuling::kBeyondLimits:
      return "BEYOND_LIMITS";
    case SeasonRuling::kOpen:
      return "OPEN";
  }
  return "OPEN";
}

}  // namespace csi::statistics
