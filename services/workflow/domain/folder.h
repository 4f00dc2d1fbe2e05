// One event on its way into the state: the run's head and the helpers that
// keep rows, indexes, timers and inbox items in step. Apply uses one per event.
// Total: a missing row is a broken assumption, reported once.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_FOLDER_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_FOLDER_H_

#include <string>
#include <string_view>

#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace csi::workflow {

using Waiters = google::protobuf::RepeatedPtrField<v1::Waiter>;

Waiters WaitersFrom(const google::protobuf::RepeatedPtrField<v1::Mover>& from);

// One item per person, step or question, and kind.
std::string InboxItemId(std::string_view run, uint32_t step,
                        uint32_t consultation, v1::InboxItem::Kind kind);

class Folder {
 public:
  Folder(const v1::Origin& origin, const Fact& fact, Effects& effects);

  // False after reporting that the run is not there.
  bool LoadHead();
  v1::RunRow& head() { return head_; }
  // Whether the run's state is another one than before this event.
  bool state_changed() const { return loaded_ != head_.state(); }
  // Writes the head with the origin's state and entry state; keeps the
  // indexes. A run that left its wait for the effect gets its clock back.
  void SaveHead();

  v1::StepRow LoadStep(uint32_t step) const;
  void SaveStep(uint32_t step, v1::StepRow row);

  // The step begins (again): phase, times, timer, inbox of those who work it.
  void BeginStep(const v1::StepStart& start, v1::Step::Phase phase,
                 v1::StepRow row);
  // The step gets another due time and is not overdue any more.
  void MoveDue(uint32_t step, v1::StepRow row, int64_t due_us);
  // No timer, no inbox items, open questions withdrawn.
  void QuietStep(uint32_t step, v1::StepRow& row);

  void MergeArtefact(
      uint32_t step,
      const google::protobuf::RepeatedPtrField<v1::ArtefactField>& fields);
  void Ask(const v1::Question& question);
  v1::ConsultationRow LoadConsultation(uint32_t number) const;
  void SaveConsultation(uint32_t number, v1::ConsultationRow row);
  // Ends timer and inbox items of a question.
  void QuietConsultation(uint32_t number, v1::ConsultationRow& row);

  // Clocks of the current step and its questions.
  void StopClocksForHold();
  void StartClocksAfterHold();
  void StopStepClock();
  void StartStepClock();
  void SetEffectTimer();
  void CancelEffectTimer();

  // Items of the current step for these people, over those that are there.
  void Notify(v1::InboxItem::Kind kind, uint32_t consultation, int64_t due_us,
              const google::protobuf::RepeatedPtrField<v1::Waiter>& people,
              google::protobuf::RepeatedPtrField<std::string>& waiting);
  void ClearInbox(google::protobuf::RepeatedPtrField<std::string>& waiting,
                  uint32_t step, uint32_t consultation);

  // Items of a step or question leave some people and come to others; without
  // anybody they wait for an appointment. The run stays as it is.
  void MoveItems(const v1::ItemsMovedFact& fact, const Waiters& to);

  // The item waits for whoever is appointed.
  void WaitForNobody(v1::InboxItem::Kind kind, uint32_t consultation,
                     int64_t due_us, const std::string& role);

  // Levels of escalation of an overdue step, and their timer (folder_people).
  void Escalate(uint32_t level, int64_t next_us, v1::StepRow& row);
  void EndEscalation(uint32_t step, v1::StepRow& row);

  void AddFlag(v1::Run::Flag flag);
  // Who acted, person id; empty for the system.
  std::string Actor() const;
  int64_t now_us() const { return now_us_; }
  KvWriter& state() { return effects_.state(); }
  const std::string& tenant() const { return fact_.tenant; }
  const v1::Origin& origin() const { return origin_; }

 private:
  Timer StepTimer(uint32_t step, const v1::StepRow& row) const;
  Timer ConsultationTimer(uint32_t number,
                          const v1::ConsultationRow& row) const;
  bool StepTimerRuns(const v1::StepRow& row) const;
  void ShiftQuestions(int64_t by_us);
  void StopEscalation();
  void StartEscalation(int64_t later_us, v1::StepRow& row);
  // The open step's clock stood for so long; its timers are set anew.
  void LetStepClockRun(int64_t later_us);
  Timer EscalationTimer(uint32_t step, const v1::StepRow& row) const;

  const v1::Origin& origin_;
  const Fact& fact_;
  Effects& effects_;
  int64_t now_us_;
  v1::RunRow head_;
  v1::Run::State loaded_ = v1::Run::STATE_UNSPECIFIED;
  v1::Run::State before_ = v1::Run::STATE_UNSPECIFIED;
};

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_FOLDER_H_
