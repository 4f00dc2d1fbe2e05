// What the register does when a run moves, a verdict is reached or a duty of
// the directory found something.
//
// A foreign event is a fact and is never refused; one that fits no entry, or
// another run than the entry's, changes nothing. The entry moves as the
// event's entry_state says, forward only, but for StepSentBack (to ASSESSED or
// ACCEPTED) and RunCancelled (to ACCEPTED). Finished entries do not move.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_REACT_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_REACT_H_

#include <string>
#include <string_view>

#include "common/domain/domain.h"
#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

// Whether an event can change an entry: a step that says no entry state cannot.
bool IsReactedTo(const common::v1::CloudEvent& event);
void ReactTo(const common::v1::CloudEvent& event, const Context& context,
             Outcome& outcome);

// One piece of news about a run, as the register needs it.
struct RunNews {
  std::string type;  // short, for example StepApproved
  std::string full_type;
  std::string id;  // of the event
  google::protobuf::Timestamp time;
  std::string opportunity;
  std::string run;
  std::string entry_state;  // "ASSESSED"; empty: no effect on the entry
  std::string reason;
  common::v1::AuthorityGrant grant;
  std::string matrix_variant;             // RunStarted
  v1::RfcReference rfc;                   // Rfc*
  google::type::Date effect_review_date;  // EffectAwaited; year 0: not said
};

void ReactToRun(const RunNews& news, const Context& context, Outcome& outcome);
void ReactToVerdict(const common::v1::CloudEvent& event, const Context& context,
                    Outcome& outcome);
// A duty that was done: whether it found something, and one new entry for each
// finding, once per event.
bool HasFindings(const common::v1::CloudEvent& event);
void ReactToFindings(const common::v1::CloudEvent& event,
                     const Context& context, Outcome& outcome);
// An alert of a threshold that says so proposes one entry, in the name of
// whoever approved the threshold; the same alert never proposes another.
void ReactToAlert(const common::v1::CloudEvent& event, const Context& context,
                  Outcome& outcome);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_REACT_H_
