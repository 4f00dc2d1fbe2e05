#include "services/reporting/render/report_words.h"

#include <string>
#include <string_view>

namespace csi::reporting::render {
std::string_view ToneName(Tone tone) {
  switch (tone) {
    case Tone::kCalm:
      return "calm";
    case Tone::kGood:
      return "good";
    case Tone::kBad:
      return "bad";
    case Tone::kOpen:
      return "open";
  }
  return "";
}

std::string_view Token(EntryState state) {
  switch (state) {
    case EntryState::kNew:
      return "NEW";
    case EntryState::kAccepted:
      return "ACCEPTED";
    case EntryState::kAssessed:
      return "ASSESSED";
    case EntryState::kApproved:
      return "APPROVED";
    case EntryState::kInProgress:
      return "IN_PROGRESS";
    case EntryState::kInReview:
      return "IN_REVIEW";
    case EntryState::kClosed:
      return "CLOSED";
    case EntryState::kOnHold:
      return "ON_HOLD";
    case EntryState::kDeferred:
      return "DEFERRED";
    case EntryState::kRejected:
      return "REJECTED";
    case EntryState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

std::string_view Words(EntryState state) {
  switch (state) {
    case EntryState::kNew:
      return "New";
    case EntryState::kAccepted:
      return "Accepted";
    case EntryState::kAssessed:
      return "Assessed";
    case EntryState::kApproved:
      return "Approved";
    case EntryState::kInProgress:
      return "In progress";
    case EntryState::kInReview:
      return "In review";
    case EntryState::kClosed:
      return "Closed";
    case EntryState::kOnHold:
      return "On hold";
    case EntryState::kDeferred:
      return "Deferred";
    case EntryState::kRejected:
      return "Rejected";
    case EntryState::kCancelled:
      return "Cancelled";
  }
  return "";
}

Tone ToneOf(EntryState state) {
  switch (state) {
    case EntryState::kInProgress:
      return Tone::kGood;
    case EntryState::kInReview:
    case EntryState::kOnHold:
      return Tone::kOpen;
    case EntryState::kRejected:
    case EntryState::kCancelled:
      return Tone::kBad;
    case EntryState::kNew:
    case EntryState::kAccepted:
    case EntryState::kAssessed:
    case EntryState::kApproved:
    case EntryState::kClosed:
    case EntryState::kDeferred:
      return Tone::kCalm;
  }
  return Tone::kCalm;
}

std::string_view Token(AfterState state) {
  switch (state) {
    case AfterState::kNone:
      return "NONE";
    case AfterState::kStillChanging:
      return "STILL_CHANGING";
    case AfterState::kUnstable:
      return "UNSTABLE";
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

std::string_view Token(Attribution attribution) {
  switch (attribution) {
    case Attribution::kNone:
      return "NONE";
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

}  // namespace csi::reporting::render
