#include "services/reporting/render/report_words.h"

#include <string>
#include <string_view>
#include <utility>

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

std::string_view Token(Standing standing) {
  switch (standing) {
    case Standing::kUnknown:
      return "UNKNOWN";
    case Standing::kMet:
      return "MET";
    case Standing::kAtRisk:
      return "AT_RISK";
    case Standing::kMissed:
      return "MISSED";
    case Standing::kNone:
      return "NONE";
  }
  return "";
}

std::string_view Words(Standing standing) {
  switch (standing) {
    case Standing::kUnknown:
      return "cannot be said";
    case Standing::kMet:
      return "met";
    case Standing::kAtRisk:
      return "at risk";
    case Standing::kMissed:
      return "missed";
    case Standing::kNone:
      return "nothing to judge";
  }
  return "";
}

Tone ToneOf(Standing standing) {
  switch (standing) {
    case Standing::kMet:
      return Tone::kGood;
    case Standing::kMissed:
      return Tone::kBad;
    case Standing::kAtRisk:
      return Tone::kOpen;
    case Standing::kUnknown:
    case Standing::kNone:
      return Tone::kCalm;
  }
  return Tone::kCalm;
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

std::string_view RfcStatusWords(std::string_view status) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"DRAFT", "draft"},
      {"SUBMITTED", "submitted"},
      {"ASSESSING", "being assessed"},
      {"AWAITING_APPROVAL", "awaiting approval"},
      {"APPROVED", "approved"},
      {"REJECTED", "rejected"},
      {"SCHEDULED", "scheduled"},
      {"IMPLEMENTING", "being implemented"},
      {"IMPLEMENTED", "implemented"},
      {"REVIEW", "in review"},
      {"CLOSED_SUCCESS", "closed, successful"},
      {"CLOSED_PARTIAL", "closed, partly successful"},
      {"CLOSED_FAILED", "closed, failed"},
      {"BACKED_OUT", "backed out"},
      {"CANCELLED", "cancelled"}};
  for (const auto& [token, words] : kWords) {
    if (token == status) return words;
  }
  return status;
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

}  // namespace csi::reporting::render
