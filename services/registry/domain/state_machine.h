// Which verb leads from which state to which, and how a run moves an entry.
// The whole state machine of the register stands here and nowhere else.
//
//   NEW -> ACCEPTED -> ASSESSED -> APPROVED -> IN_PROGRESS -> IN_REVIEW
//       -> CLOSED, beside them ON_HOLD and DEFERRED (both return), and
//   REJECTED and CANCELLED.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_STATE_MACHINE_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_STATE_MACHINE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

enum class Verb {
  kUpdate,
  kAccept,
  kReject,
  kDefer,
  kHold,
  kResume,
  kCancel,
  kClose,
  kReopen,
  kMove,
  kLink,
  kPrioritize,
};

// "IN_PROGRESS".
std::string StateName(v1::OpportunityState state);
// UNSPECIFIED for a name that is none.
v1::OpportunityState StateOf(std::string_view name);

// Place on the way from NEW (1) to CLOSED (7); 0 beside it.
int RankOf(v1::OpportunityState state);
bool IsFinal(v1::OpportunityState state);
bool IsHalted(v1::OpportunityState state);

// Worked outside of the process: moves by verbs with a reason.
bool IsOutside(const v1::Opportunity& entry);

// The state that counts for its progress: behind ON_HOLD and DEFERRED, the one
// to which it returns.
v1::OpportunityState ProgressOf(const v1::Opportunity& entry);

bool Allows(Verb verb, v1::OpportunityState state);
// WRONG_STATE naming entry, state and the states that allow the verb.
absl::Status CheckState(Verb verb, const v1::Opportunity& entry);

// How an event of the run may move an entry.
enum class Course {
  kForward,    // most events: only to a later state
  kSendBack,   // also back, to ASSESSED or ACCEPTED
  kRunIsOver,  // a cancelled run: also back, to ACCEPTED
};

// Whether an entry at `now` (a progress state) goes to `wanted`.
bool Moves(v1::OpportunityState now, v1::OpportunityState wanted,
           Course course);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_STATE_MACHINE_H_
