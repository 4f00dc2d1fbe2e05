// Words of the answers that stand beside a verdict; the rest is in
// report_words.cc.
#include <string_view>

#include "services/reporting/render/report_words.h"

namespace csi::reporting::render {

std::string_view Token(AfterState state) {
  switch (state) {
    case AfterState::kNone:
      return "NOT_JUDGED";
    case AfterState::kStillChanging:
      return "STILL_CHANGING";
    case AfterState::kUnstable:
      return "UNSTABLE";
    case AfterState::kTooShort:
    case AfterState::kStable:
      return "STABLE";
  }
  return "";
}

std::string_view Words(AfterState state) {
  switch (state) {
    case AfterState::kNone:
      return "Not judged";
    case AfterState::kStillChanging:
      return "Still changing";
    case AfterState::kUnstable:
      return "Unstable";
    case AfterState::kTooShort:
      return "Too early to say";
    case AfterState::kStable:
      return "Stable";
  }
  return "";
}

std::string_view Token(TargetState state) {
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
  return "";
}

std::string_view Words(TargetState state) {
  switch (state) {
    case TargetState::kNone:
      return "No target";
    case TargetState::kMet:
      return "Target met";
    case TargetState::kNotMet:
      return "Target not met";
    case TargetState::kTooEarly:
      return "Too early to say";
  }
  return "";
}

std::string_view AssuranceWords(std::string_view assurance) {
  if (assurance == "PASS") {
    return "The limits lie wholly on the good side of it: every period can be "
           "expected to meet it.";
  }
  if (assurance == "FAIL") {
    return "The limits lie wholly on the bad side of it: no period can be "
           "expected to meet it.";
  }
  if (assurance == "INCONSISTENT") {
    return "It lies between the limits: some periods will meet it and some "
           "will not.";
  }
  return "";
}

std::string_view Token(Attribution attribution) {
  switch (attribution) {
    case Attribution::kNone:
      return "NOT_JUDGED";
    case Attribution::kOnlyChange:
      return "ONLY_CHANGE";
    case Attribution::kOtherChanges:
      return "OTHER_CHANGES";
    case Attribution::kControlled:
      return "CONTROLLED";
  }
  return "";
}

std::string_view Words(Attribution attribution) {
  switch (attribution) {
    case Attribution::kNone:
      return "Not judged";
    case Attribution::kOnlyChange:
      return "No other change is recorded";
    case Attribution::kOtherChanges:
      return "Other changes fall into the window";
    case Attribution::kControlled:
      return "Controlled by a comparison series";
  }
  return "";
}

std::string_view Token(GuardState state) {
  switch (state) {
    case GuardState::kNone:
      return "NONE";
    case GuardState::kHeld:
      return "HELD";
    case GuardState::kBreached:
      return "BREACHED";
  }
  return "";
}

std::string_view Words(GuardState state) {
  switch (state) {
    case GuardState::kNone:
      return "No guard figures";
    case GuardState::kHeld:
      return "Guard figures held";
    case GuardState::kBreached:
      return "A guard figure worsened";
  }
  return "";
}

std::string_view Token(NewBaseline state) {
  switch (state) {
    case NewBaseline::kNone:
      return "NONE";
    case NewBaseline::kProposed:
      return "PROPOSED";
    case NewBaseline::kFrozen:
      return "FROZEN";
    case NewBaseline::kRefused:
      return "REFUSED";
  }
  return "";
}

std::string_view Words(NewBaseline state) {
  switch (state) {
    case NewBaseline::kNone:
      return "Not asked for";
    case NewBaseline::kProposed:
      return "Proposed";
    case NewBaseline::kFrozen:
      return "Frozen";
    case NewBaseline::kRefused:
      return "Refused";
  }
  return "";
}

Tone ToneOf(AfterState state) {
  switch (state) {
    case AfterState::kUnstable:
      return Tone::kBad;
    case AfterState::kNone:
    case AfterState::kStillChanging:
    case AfterState::kTooShort:
    case AfterState::kStable:
      return Tone::kCalm;
  }
  return Tone::kCalm;
}

Tone ToneOf(TargetState state) {
  switch (state) {
    case TargetState::kMet:
      return Tone::kGood;
    case TargetState::kNotMet:
      return Tone::kBad;
    case TargetState::kNone:
    case TargetState::kTooEarly:
      return Tone::kCalm;
  }
  return Tone::kCalm;
}

Tone ToneOf(Attribution attribution) {
  switch (attribution) {
    case Attribution::kOtherChanges:
      return Tone::kOpen;
    case Attribution::kNone:
    case Attribution::kOnlyChange:
    case Attribution::kControlled:
      return Tone::kCalm;
  }
  return Tone::kCalm;
}

Tone ToneOf(GuardState state) {
  switch (state) {
    case GuardState::kBreached:
      return Tone::kBad;
    case GuardState::kNone:
    case GuardState::kHeld:
      return Tone::kCalm;
  }
  return Tone::kCalm;
}

Tone ToneOf(NewBaseline state) {
  switch (state) {
    case NewBaseline::kNone:
    case NewBaseline::kProposed:
    case NewBaseline::kFrozen:
    case NewBaseline::kRefused:
      return Tone::kCalm;
  }
  return Tone::kCalm;
}

}  // namespace csi::reporting::render
