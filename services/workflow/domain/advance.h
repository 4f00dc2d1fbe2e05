// Moves that several commands share: to the next step, back, into a wait, to
// the end. Each emits events; the caller has checked authority and state.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_ADVANCE_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_ADVANCE_H_

#include <string>

#include "absl/status/status.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {

enum class StepEnd { kApproved, kSkipped };

// Ends the current step and starts the next, or after the last one begins the
// wait for effect and verdict. A deciding step whose earlier decision stands
// (decision.h) is passed over. NO_BASELINE if the next step implements without
// one; RULE_VIOLATED if changes are open where they must not be.
absl::Status AdvanceStep(const Work& work, StepEnd end,
                         const common::v1::AuthorityGrant& grant,
                         const std::string& reason, Outcome& outcome);

// Leaves `from` and starts `to` again. `rfc`: when a change is the cause.
struct BackMove {
  uint32_t from = 0;
  uint32_t to = 0;
  std::string reason;
  const common::v1::AuthorityGrant* grant = nullptr;
  std::string rfc;
  std::vector<std::string> settled;
};
void SendBack(const Work& work, const BackMove& back, Outcome& outcome);
// A person leaves the current step for `to`; open changes are settled by it.
void SendBack(const Work& work, uint32_t to,
              const common::v1::AuthorityGrant& grant,
              const std::string& reason, Outcome& outcome);

// What follows from a judgement once the event that caused it stands: the way
// back, the wait for the effect, or the end with a noted verdict.
// `reason`: in words, for a way back.
void FollowUp(const Work& work, uint32_t step, const Judgement& judged,
              const std::string& reason, Outcome& outcome);

// The effect is reviewed at the entry's date from now on.
void MoveReview(const Work& work, Outcome& outcome);

// Ends the run with a verdict.
void Complete(const Work& work, const std::string& comparison,
              const std::string& verdict, Outcome& outcome);

// The state that the causing event itself leaves behind: a wait that begins
// has its own event.
v1::Run::State StateNow(const Judgement& judged);

// NO_BASELINE, naming the rule and the remedies, unless there is one.
absl::StatusOr<std::vector<std::string>> RequireBaseline(const Context& context,
                                                         const Work& work);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_ADVANCE_H_
