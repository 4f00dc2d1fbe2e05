// What change management's words mean, and what they do to a run.
// Pure functions; tests permute the order in which news arrives.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_RFC_RULES_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_RFC_RULES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/definitions/definition.h"

namespace csi::workflow {

// The canonical status of an event: its own, or the mapping of raw_status
// (numbers and words of ServiceNow, TMF655 words, our own names in any case).
// None: the word is not known, the event is parked.
std::optional<v1::Rfc::Status> StatusOf(const v1::ChangeEvent& event);

// The change is in production, at least in part.
bool IsImplemented(v1::Rfc::Status status);
bool IsFinal(const Definition& definition, v1::Rfc::Status status);

v1::NewsOrder OrderOf(const v1::ChangeEvent& event);
// Whether `news` is newer than `known`. Equal orders are not newer.
bool IsNewer(const v1::NewsOrder& news, const v1::NewsOrder& known);

// Takes the event into the row, as far as it is newer: status, planned times
// and actual times each by the newest event that carried them, so that every
// order of arrival ends in the same row. True if the status was taken.
bool TakeNews(const v1::ChangeEvent& event, v1::Rfc::Status status,
              v1::RfcRow& row);

using Rfcs = std::map<std::string, v1::RfcRow>;

// What the changes of a run mean for its current step.
struct Judgement {
  // RUNNING, WAITING_FOR_CHANGE or WAITING_FOR_EFFECT.
  v1::Run::State state = v1::Run::STATE_RUNNING;
  // Every change is final and the wait for the effect begins now.
  bool effect_wait_begins = false;
  // Step to go back to; 0: none.
  uint32_t return_to = 0;
  // The change that sends the run back, and all that are settled by it: when
  // work begins again, what is final by then is known and sends nobody back.
  std::string because_of;
  std::vector<std::string> settled;
};

// REQUIRES: the run is active. `before`: its state, or the one it is held in.
Judgement Judge(const Definition& definition, const v1::RunRow& run,
                uint32_t step, v1::Run::State before, const Rfcs& rfcs);

// Changes that are not final.
std::vector<std::string> OpenRfcs(const Definition& definition,
                                  const Rfcs& rfcs);

// Changes that are final and from which no conclusion was drawn yet.
std::vector<std::string> UnsettledRfcs(const Definition& definition,
                                       const Rfcs& rfcs);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_RFC_RULES_H_
