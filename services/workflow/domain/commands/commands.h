// The decisions of the workflow service, one per verb. All are pure; see
// work.h for the precedence of their checks.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_COMMANDS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_COMMANDS_H_

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_service.pb.h"

namespace csi::workflow {

#define CSI_WORKFLOW_COMMANDS(X) \
  X(StartRun)                    \
  X(StartNextCycle)              \
  X(RecordArtefact)              \
  X(SubmitStep)                  \
  X(ApproveStep)                 \
  X(SendBackStep)                \
  X(SkipStep)                    \
  X(OverrideStep)                \
  X(ExtendStep)                  \
  X(AskConsultation)             \
  X(AnswerConsultation)          \
  X(WaiveConsultation)           \
  X(RaiseRfc)                    \
  X(LinkRfc)                     \
  X(IngestChangeEvent)           \
  X(HoldRun)                     \
  X(ResumeRun)                   \
  X(CancelRun)                   \
  X(MigrateRuns)                 \
  X(MoveRun)                     \
  X(OperateRuns)                 \
  X(PutDefinition)               \
  X(PublishDefinition)           \
  X(ReassignWork)

#define CSI_DECLARE(verb) \
  absl::Status Decide##verb(const v1::verb##Request&, const Context&, Outcome&);
CSI_WORKFLOW_COMMANDS(CSI_DECLARE)
#undef CSI_DECLARE

// IngestChangeEvent as it comes from the topic, where nobody acts.
absl::Status TakeChangeEvent(const v1::IngestChangeEventRequest& request,
                             const Context& context, Outcome& outcome);

// Reactions to events of other services, and timers.
absl::Status ReactToOpportunity(const common::v1::CloudEvent& event,
                                const Context& context, Outcome& outcome);
absl::Status ReactToVerdict(const common::v1::CloudEvent& event,
                            const Context& context, Outcome& outcome);
absl::Status FireTimer(const Timer& timer, const Context& context,
                       Outcome& outcome);

// Kinds of timers. Subjects: "run/step", "run/step/number", "run".
inline constexpr char kStepTimer[] = "step-overdue";
inline constexpr char kConsultationTimer[] = "consultation-due";
inline constexpr char kEffectTimer[] = "effect-review";

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_COMMANDS_COMMANDS_H_
