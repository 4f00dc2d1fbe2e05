// Work that waits for people: the inbox items of a step and its questions, who
// gets them, who loses them, and items that wait for nobody.
#include <algorithm>
#include <utility>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/apply_people.h"
#include "services/workflow/domain/folder.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/people_keys.h"

namespace csi::workflow {
namespace {

// The last letters of an item's id; one item per person, step and kind.
std::string_view KindLetter(v1::InboxItem::Kind kind) {
  switch (kind) {
    case v1::InboxItem::KIND_WORK:
      return "w";
    case v1::InboxItem::KIND_APPROVE:
      return "a";
    case v1::InboxItem::KIND_CONSULT:
      return "c";
    case v1::InboxItem::KIND_ESCALATION:
      return "e";
    default:
      return "r";
  }
}

}  // namespace

Waiters WaitersFrom(const google::protobuf::RepeatedPtrField<v1::Mover>& from) {
  Waiters to;
  for (const v1::Mover& mover : from) {
    v1::Waiter& waiter = *to.Add();
    waiter.set_person(mover.person());
    waiter.set_role(mover.role());
  }
  return to;
}

std::string InboxItemId(std::string_view run, uint32_t step,
                        uint32_t consultation, v1::InboxItem::Kind kind) {
  return consultation == 0
             ? StrCat(run, "-", TwoDigits(step), "-", KindLetter(kind))
             : StrCat(run, "-", TwoDigits(step), "-", FourDigits(consultation),
                      "-", KindLetter(kind));
}

void Folder::Notify(
    v1::InboxItem::Kind kind, uint32_t consultation, int64_t due_us,
    const google::protobuf::RepeatedPtrField<v1::Waiter>& people,
    google::protobuf::RepeatedPtrField<std::string>& waiting) {
  for (const v1::Waiter& waiter : people) {
    v1::InboxRow row;
    row.set_kind(kind);
    row.set_run(origin_.run());
    row.set_opportunity(head_.opportunity());
    row.set_step(head_.step());
    row.set_step_key(head_.step_key());
    row.set_consultation(consultation);
    row.set_role(waiter.role());
    row.set_create_us(now_us_);
    row.set_due_us(due_us);
    PutRow(
        effects_.state(),
        InboxKey(tenant(), waiter.person(),
                 InboxItemId(origin_.run(), head_.step(), consultation, kind)),
        std::move(row));
    if (std::find(waiting.begin(), waiting.end(), waiter.person()) ==
        waiting.end()) {
      *waiting.Add() = waiter.person();
    }
  }
}

void Folder::ClearInbox(
    google::protobuf::RepeatedPtrField<std::string>& waiting, uint32_t step,
    uint32_t consultation) {
  using Item = v1::InboxItem;
  for (const std::string& person : waiting) {
    // The kind is the key's last letter.
    std::string key = InboxKey(
        tenant(), person,
        InboxItemId(origin_.run(), step, consultation, Item::KIND_WORK));
    for (Item::Kind kind :
         {Item::KIND_WORK, Item::KIND_APPROVE, Item::KIND_CONSULT,
          Item::KIND_ESCALATION, Item::KIND_REVIEW_EFFECT}) {
      key.back() = KindLetter(kind)[0];
      if (effects_.state().Has(key)) effects_.state().Delete(key);
    }
  }
  waiting.Clear();
  std::string vacant = VacantKey(
      tenant(),
      InboxItemId(origin_.run(), step, consultation, Item::KIND_WORK));
  for (Item::Kind kind :
       {Item::KIND_WORK, Item::KIND_APPROVE, Item::KIND_CONSULT,
        Item::KIND_ESCALATION, Item::KIND_REVIEW_EFFECT}) {
    vacant.back() = KindLetter(kind)[0];
    if (effects_.state().Has(vacant)) effects_.state().Delete(vacant);
  }
}

void Folder::MoveItems(const v1::ItemsMovedFact& fact, const Waiters& to) {
  const v1::InboxItem::Kind kind = fact.kind();
  const uint32_t consultation = fact.consultation();
  const uint32_t step = origin_.step();
  v1::StepRow row = LoadStep(step);
  v1::ConsultationRow question;
  if (consultation != 0) question = LoadConsultation(consultation);
  auto& waiting =
      consultation != 0 ? *question.mutable_waiting() : *row.mutable_waiting();
  const std::string item = InboxItemId(origin_.run(), step, consultation, kind);
  for (const std::string& person : fact.from()) {
    const std::string key = InboxKey(tenant(), person, item);
    if (effects_.state().Has(key)) effects_.state().Delete(key);
  }
  const std::string vacant = VacantKey(tenant(), item);
  if (effects_.state().Has(vacant)) effects_.state().Delete(vacant);
  Notify(kind, consultation, fact.due_us(), to, waiting);
  if (fact.vacant()) {
    WaitForNobody(kind, consultation, fact.due_us(), fact.role());
  }
  if (consultation != 0) {
    SaveConsultation(consultation, std::move(question));
  } else {
    SaveStep(step, std::move(row));
  }
}

void Folder::WaitForNobody(v1::InboxItem::Kind kind, uint32_t consultation,
                           int64_t due_us, const std::string& role) {
  v1::VacantRow row;
  row.set_kind(kind);
  row.set_run(origin_.run());
  row.set_step(head_.step());
  row.set_consultation(consultation);
  row.set_due_us(due_us);
  row.set_role(role);
  PutRow(effects_.state(),
         VacantKey(tenant(), InboxItemId(origin_.run(), head_.step(),
                                         consultation, kind)),
         row);
}

void Folder::Escalate(uint32_t level, int64_t next_us, v1::StepRow& row) {
  row.set_escalation_level(level);
  row.set_escalate_us(next_us);
  if (next_us != 0) effects_.SetTimer(EscalationTimer(origin_.step(), row));
}

void Folder::EndEscalation(uint32_t step, v1::StepRow& row) {
  // On hold and while the clock stands still there is no timer.
  const bool runs = head_.held_us() == 0 && head_.clock_stopped_us() == 0;
  if (row.escalate_us() != 0 && runs) {
    effects_.CancelTimer(EscalationTimer(step, row));
  }
  row.clear_escalate_us();
  row.clear_escalation_level();
}

void Folder::StopEscalation() {
  const v1::StepRow row = LoadStep(head_.step());
  if (row.escalate_us() != 0 && head_.held_us() == 0 &&
      head_.clock_stopped_us() == 0) {
    effects_.CancelTimer(EscalationTimer(head_.step(), row));
  }
}

void Folder::StartEscalation(int64_t later_us, v1::StepRow& row) {
  if (row.escalate_us() == 0) return;
  row.set_escalate_us(row.escalate_us() + later_us);
  effects_.SetTimer(EscalationTimer(head_.step(), row));
}

Timer Folder::EscalationTimer(uint32_t step, const v1::StepRow& row) const {
  return {absl::FromUnixMicros(row.escalate_us()), fact_.tenant,
          kEscalationTimer,
          StrCat(origin_.run(), "/", step, "/", row.escalation_level() + 1)};
}

}  // namespace csi::workflow
