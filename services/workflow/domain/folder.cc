#include "services/workflow/domain/folder.h"

#include <algorithm>
#include <utility>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/artefact.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;
using Step = v1::Step;

}  // namespace

Folder::Folder(const v1::Origin& origin, const Fact& fact, Effects& effects)
    : origin_(origin),
      fact_(fact),
      effects_(effects),
      now_us_(absl::ToUnixMicros(fact.time)) {}

bool Folder::LoadHead() {
  auto row =
      GetRow<v1::RunRow>(effects_.state(), RunKey(tenant(), origin_.run()));
  if (!row) {
    effects_.Broken(StrCat("an event is about run ", origin_.run(),
                           " of tenant ", tenant(), ", which is not there"));
    return false;
  }
  head_ = *std::move(row);
  loaded_ = before_ = head_.state();
  return true;
}

void Folder::SaveHead() {
  KvWriter& rows = effects_.state();
  const bool waited = before_ == Run::STATE_WAITING_FOR_EFFECT ||
                      (before_ == Run::STATE_ON_HOLD &&
                       head_.held_state() == Run::STATE_WAITING_FOR_EFFECT);
  head_.set_state(origin_.state());
  const bool waits = origin_.state() == Run::STATE_WAITING_FOR_EFFECT ||
                     origin_.state() == Run::STATE_ON_HOLD;
  if (waited && !waits) {
    CancelEffectTimer();
    StartStepClock();
  }
  if (!origin_.entry_state().empty() && origin_.state() != Run::STATE_ON_HOLD &&
      origin_.state() != Run::STATE_CANCELLED) {
    head_.set_entry_state(origin_.entry_state());
  }
  head_.set_revision(head_.revision() + 1);
  head_.set_update_us(now_us_);
  if (before_ != head_.state()) {
    if (before_ != Run::STATE_UNSPECIFIED) {
      rows.Delete(StateKey(tenant(), before_, origin_.run()));
    }
    rows.Put(StateKey(tenant(), head_.state(), origin_.run()), "");
    if (IsOver(head_.state())) {
      rows.Delete(ActiveKey(tenant(), head_.opportunity()));
    }
    before_ = head_.state();
  }
  PutRow(rows, RunKey(tenant(), origin_.run()), head_);
}

v1::StepRow Folder::LoadStep(uint32_t step) const {
  auto row = GetRow<v1::StepRow>(effects_.state(),
                                 StepKey(tenant(), origin_.run(), step));
  return row ? *std::move(row) : v1::StepRow();
}

void Folder::SaveStep(uint32_t step, v1::StepRow row) {
  if (row.revision() == 0) row.set_create_us(now_us_);
  row.set_revision(row.revision() + 1);
  row.set_update_us(now_us_);
  PutRow(effects_.state(), StepKey(tenant(), origin_.run(), step),
         std::move(row));
}

Timer Folder::StepTimer(uint32_t step, const v1::StepRow& row) const {
  return {absl::FromUnixMicros(row.due_us()), fact_.tenant, kStepTimer,
          StrCat(origin_.run(), "/", step)};
}

Timer Folder::ConsultationTimer(uint32_t number,
                                const v1::ConsultationRow& row) const {
  return {absl::FromUnixMicros(row.due_us()), fact_.tenant, kConsultationTimer,
          StrCat(origin_.run(), "/", row.step(), "/", number)};
}

bool Folder::StepTimerRuns(const v1::StepRow& row) const {
  return IsOpen(row.phase()) && row.overdue_us() == 0 && head_.held_us() == 0 &&
         head_.clock_stopped_us() == 0;
}

void Folder::BeginStep(const v1::StepStart& start, Step::Phase phase,
                       v1::StepRow row) {
  row.set_phase(phase);
  row.set_key(start.key());
  row.set_start_us(now_us_);
  row.set_due_us(start.due_us());
  row.clear_overdue_us();
  if (row.decided_on().empty()) {  // else the earlier decision may stand
    row.clear_submitter();
    row.clear_submit_us();
    row.clear_approver();
    row.clear_approve_us();
  }
  row.set_first_question(head_.questions() + 1);
  head_.set_step(start.number());
  head_.set_step_key(start.key());
  EndEscalation(start.number(), row);
  effects_.SetTimer(StepTimer(start.number(), row));
  Notify(v1::InboxItem::KIND_WORK, 0, start.due_us(), start.workers(),
         *row.mutable_waiting());
  if (start.workers().empty()) {
    WaitForNobody(v1::InboxItem::KIND_WORK, 0, start.due_us(), "");
  }
  SaveStep(start.number(), std::move(row));
}

void Folder::MoveDue(uint32_t step, v1::StepRow row, int64_t due_us) {
  if (StepTimerRuns(row)) effects_.CancelTimer(StepTimer(step, row));
  EndEscalation(step, row);
  row.set_due_us(due_us);
  row.clear_overdue_us();
  if (StepTimerRuns(row)) effects_.SetTimer(StepTimer(step, row));
  for (const std::string& person : row.waiting()) {
    const std::string key = InboxKey(
        tenant(), person,
        InboxItemId(origin_.run(), step, 0, v1::InboxItem::KIND_ESCALATION));
    if (effects_.state().Has(key)) effects_.state().Delete(key);
  }
  SaveStep(step, std::move(row));
}

void Folder::QuietStep(uint32_t step, v1::StepRow& row) {
  if (StepTimerRuns(row)) effects_.CancelTimer(StepTimer(step, row));
  EndEscalation(step, row);
  ClearInbox(*row.mutable_waiting(), step, 0);
  for (auto& [number, question] :
       LoadConsultations(effects_.state(), tenant(), origin_.run(), step,
                         row.first_question())) {
    if (question.state() != v1::Consultation::STATE_OPEN) continue;
    v1::ConsultationRow withdrawn = question;
    QuietConsultation(number, withdrawn);
    withdrawn.set_state(v1::Consultation::STATE_WITHDRAWN);
    SaveConsultation(number, std::move(withdrawn));
  }
}

void Folder::MergeArtefact(
    uint32_t step,
    const google::protobuf::RepeatedPtrField<v1::ArtefactField>& fields) {
  const std::string key = ArtefactKey(tenant(), origin_.run(), step);
  auto found = GetRow<v1::ArtefactRow>(effects_.state(), key);
  v1::ArtefactRow row = found ? *std::move(found) : v1::ArtefactRow();
  if (row.revision() == 0) row.set_create_us(now_us_);
  row.set_revision(row.revision() + 1);
  row.set_update_us(now_us_);
  MergeFields(fields, *row.mutable_fields());
  PutRow(effects_.state(), key, std::move(row));
}

void Folder::Ask(const v1::Question& question) {
  v1::ConsultationRow row;
  row.set_step(head_.step());
  row.set_mode(question.mode());
  row.set_role(question.role());
  row.set_person(question.person());
  row.set_question(question.question());
  row.set_due_us(question.due_us());
  row.set_create_us(now_us_);
  head_.set_questions(std::max(head_.questions(), question.number()));
  if (question.vacant()) {
    row.set_state(v1::Consultation::STATE_WAIVED);
    row.set_answer("Nobody holds the role; waived by the system.");
    SaveConsultation(question.number(), std::move(row));
    return;
  }
  row.set_state(v1::Consultation::STATE_OPEN);
  effects_.SetTimer(ConsultationTimer(question.number(), row));
  Notify(v1::InboxItem::KIND_CONSULT, question.number(), question.due_us(),
         question.waiters(), *row.mutable_waiting());
  SaveConsultation(question.number(), std::move(row));
}

v1::ConsultationRow Folder::LoadConsultation(uint32_t number) const {
  auto row = GetRow<v1::ConsultationRow>(
      effects_.state(),
      ConsultationKey(tenant(), origin_.run(), origin_.step(), number));
  return row ? *std::move(row) : v1::ConsultationRow();
}

void Folder::SaveConsultation(uint32_t number, v1::ConsultationRow row) {
  row.set_revision(row.revision() + 1);
  row.set_update_us(now_us_);
  PutRow(effects_.state(),
         ConsultationKey(tenant(), origin_.run(), row.step(), number),
         std::move(row));
}

void Folder::QuietConsultation(uint32_t number, v1::ConsultationRow& row) {
  if (head_.held_us() == 0 && !row.escalated()) {
    effects_.CancelTimer(ConsultationTimer(number, row));
  }
  ClearInbox(*row.mutable_waiting(), row.step(), number);
}

void Folder::AddFlag(v1::Run::Flag flag) {
  auto& flags = *head_.mutable_flags();
  auto place = std::lower_bound(flags.begin(), flags.end(), flag);
  if (place != flags.end() && *place == flag) return;
  flags.Add(flag);
  std::sort(flags.begin(), flags.end());
}

std::string Folder::Actor() const {
  if (!origin_.has_grant()) return "";
  return origin_.grant().person().empty() ? fact_.actor
                                          : origin_.grant().person();
}

}  // namespace csi::workflow
