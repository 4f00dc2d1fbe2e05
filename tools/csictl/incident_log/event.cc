#include "tools/csictl/incident_log/event.h"

namespace csi::incident_log {

std::string_view RefusalReasonName(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::kWrongColumnCount:
      return "WRONG_COLUMN_COUNT";
    case RefusalReason::kNoNumber:
      return "NO_NUMBER";
    case RefusalReason::kNumberTooLong:
      return "NUMBER_TOO_LONG";
    case RefusalReason::kNoOpenedAt:
      return "NO_OPENED_AT";
    case RefusalReason::kBadTime:
      return "BAD_TIME";
    case RefusalReason::kBadCount:
      return "BAD_COUNT";
    case RefusalReason::kBadMadeSla:
      return "BAD_MADE_SLA";
    case RefusalReason::kBadPriority:
      return "BAD_PRIORITY";
    case RefusalReason::kClosedBeforeOpened:
      return "CLOSED_BEFORE_OPENED";
    case RefusalReason::kDuplicateEvent:
      return "DUPLICATE_EVENT";
  }
  return "UNKNOWN";
}

std::string_view RefusalReasonText(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::kWrongColumnCount:
      return "the row has more or fewer fields than the header";
    case RefusalReason::kNoNumber:
      return "the row names no incident";
    case RefusalReason::kNumberTooLong:
      return "the incident number is too long";
    case RefusalReason::kNoOpenedAt:
      return "without opened_at the incident belongs to no period";
    case RefusalReason::kBadTime:
      return "not a time; d/m/yyyy H:MM or yyyy-mm-dd H:MM is read";
    case RefusalReason::kBadCount:
      return "not a whole number from 0 up";
    case RefusalReason::kBadMadeSla:
      return "made_sla is neither true nor false";
    case RefusalReason::kBadPriority:
      return "the priority is too long";
    case RefusalReason::kClosedBeforeOpened:
      return "closed_at lies before opened_at";
    case RefusalReason::kDuplicateEvent:
      return "the same row as an earlier one";
  }
  return "unknown reason";
}

std::string_view CorrectionName(Correction correction) {
  switch (correction) {
    case Correction::kUnknownState:
      return "UNKNOWN_STATE";
    case Correction::kMadeSlaSpelling:
      return "MADE_SLA_SPELLING";
    case Correction::kResolvedBeforeOpened:
      return "RESOLVED_BEFORE_OPENED";
    case Correction::kEventsOutOfOrder:
      return "EVENTS_OUT_OF_ORDER";
  }
  return "UNKNOWN";
}

std::string_view CorrectionText(Correction correction) {
  switch (correction) {
    case Correction::kUnknownState:
      return "incident_state -100 read as no state";
    case Correction::kMadeSlaSpelling:
      return "made_sla in another spelling of true or false";
    case Correction::kResolvedBeforeOpened:
      return "resolved_at before opened_at read as missing";
    case Correction::kEventsOutOfOrder:
      return "an event older than one read before it; order by sys_updated_at";
  }
  return "unknown correction";
}

}  // namespace csi::incident_log
