#include "services/raci/domain/duty_timers.h"

#include "common/authority/directory.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/raci/domain/keys.h"

namespace csi::raci {
namespace {

std::string KeyOf(std::string_view tenant, std::string_view name) {
  return authority::ResourceKey(kDutyTag, tenant, LastPart(name));
}

bool Waits(const v1::Duty& duty) {
  return !duty.announced() && !duty.retired() && !duty.finished() &&
         duty.has_due_time();
}

Timer TimerOf(const v1::Duty& duty, const std::string& tenant) {
  return {authority::TimeOf(duty.due_time()), tenant, kDutyTimer, duty.name()};
}

}  // namespace

const v1::Duty* DutyOf(const v1::JournalEvent& event) {
  switch (event.event_case()) {
    case v1::JournalEvent::kDutySet:
      return &event.duty_set().duty();
    case v1::JournalEvent::kDutyDue:
      return &event.duty_due().duty();
    case v1::JournalEvent::kDutyCompleted:
      return &event.duty_completed().duty();
    case v1::JournalEvent::kDutyPostponed:
      return &event.duty_postponed().duty();
    default:
      return nullptr;
  }
}

void SetDutyTimer(const v1::JournalEvent& event, const Fact& fact,
                  Effects& effects) {
  const v1::Duty* duty = DutyOf(event);
  if (duty == nullptr) return;
  const auto old =
      GetRow<v1::Duty>(effects.state(), KeyOf(fact.tenant, duty->name()));
  if (old && Waits(*old)) effects.CancelTimer(TimerOf(*old, fact.tenant));
  if (Waits(*duty)) effects.SetTimer(TimerOf(*duty, fact.tenant));
}

void FireDuty(const Timer& timer, const Context& context, Outcome& outcome) {
  auto duty =
      GetRow<v1::Duty>(*context.state, KeyOf(timer.tenant, timer.subject));
  if (!duty || !Waits(*duty) ||
      authority::TimeOf(duty->due_time()) > context.now) {
    return;
  }
  duty->set_announced(true);
  duty->set_revision(duty->revision() + 1);
  *duty->mutable_update_time() = authority::TimestampOf(context.now);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_duty_due();
  *event.mutable_duty() = *duty;
  const authority::Directory directory(*context.state, timer.tenant);
  for (const authority::Holder& holder : directory.HoldersOf(
           LastPart(duty->accountable_role()), duty->scope(), context.now)) {
    event.add_holders(holder.person);
  }
}

v1::Duty::State StateOf(const v1::Duty& duty, absl::Time now) {
  if (duty.retired()) return v1::Duty::STATE_RETIRED;
  if (duty.finished()) return v1::Duty::STATE_FINISHED;
  const absl::Time due = authority::TimeOf(duty.due_time());
  if (now < due) return v1::Duty::STATE_PLANNED;
  return now < due + absl::Hours(24) ? v1::Duty::STATE_DUE
                                     : v1::Duty::STATE_OVERDUE;
}

}  // namespace csi::raci
