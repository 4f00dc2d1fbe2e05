#include "services/workflow/domain/hand_over.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci_events.pb.h"
#include "services/workflow/domain/folder.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using Item = v1::InboxItem;

// One item, whoever has it.
struct Task {
  Item::Kind kind = Item::KIND_UNSPECIFIED;
  std::string run;
  uint32_t step = 0;
  uint32_t consultation = 0;
  int64_t due_us = 0;
  std::string role;  // through which it was or should be held
};

// Subject of the timer and row of a hand-over that goes on.
std::string SubjectOf(const std::string& person) {
  return person.empty() ? "vacant" : StrCat("people/", person);
}

// One portion: items behind `after` until a bound is met.
class Moves {
 public:
  Moves(const Context& context, const std::string& after, Outcome& outcome)
      : context_(context), after_(after), outcome_(outcome) {}

  // The person may hold less than before, or has left.
  void Recheck(const std::string& person, bool left) {
    Scan<v1::InboxRow>(KeyPrefix("wf.inbox", {context_.tenant, person}),
                       [&](const Task& task) {
                         // Asked by name: no role to lose.
                         if (IsByName(task) && !left) return;
                         absl::StatusOr<Work> work =
                             Work::LoadId(context_, task.run);
                         if (!work.ok() || !work->IsActive()) return;
                         const Waiters holders = HoldersNow(*work, task);
                         if (!Has(holders, person)) Emit(task, holders, person);
                       });
  }

  // Somebody holds more than before.
  void FillVacant() {
    Scan<v1::VacantRow>(
        KeyPrefix("wf.vacant", {context_.tenant}), [&](const Task& task) {
          absl::StatusOr<Work> work = Work::LoadId(context_, task.run);
          if (!work.ok() || !work->IsActive()) return;
          const Waiters holders = HoldersNow(*work, task);
          if (!Missing(task, holders).empty()) Emit(task, holders, "");
        });
  }

  // The last item that was looked at, if there are others behind it.
  const std::string& stopped_at() const { return stopped_at_; }

 private:
  template <class Row, class Take>
  void Scan(const std::string& prefix, Take take) {
    const std::string from =
        after_.empty() ? prefix : StrCat(prefix, after_, std::string(1, '\0'));
    size_t looked_at = 0;
    std::string last;
    context_.state->Scan(
        from, PrefixEnd(prefix),
        [&](std::string_view key, std::string_view value) {
          if (looked_at == limits::kMovesPerPortionMax ||
              bytes_ >= limits::kMoveBytesPerPortionMax) {
            stopped_at_ = last;
            return false;
          }
          ++looked_at;
          last = std::string(key.substr(prefix.size()));
          Row row;
          if (row.ParseFromString(std::string(value))) {
            take({row.kind(), row.run(), row.step(), row.consultation(),
                  row.due_us(), row.role()});
          }
          return true;
        });
  }

  Waiters HoldersNow(const Work& work, const Task& task) const {
    if (task.kind == Item::KIND_WORK) {
      return work.Holders(task.step, common::v1::LETTER_RESPONSIBLE);
    }
    if (task.kind != Item::KIND_CONSULT) {
      return work.Holders(task.step, common::v1::LETTER_ACCOUNTABLE);
    }
    // A question to somebody who has left is for whoever approves the step.
    return IsByName(task)
               ? work.Holders(task.step, common::v1::LETTER_ACCOUNTABLE)
               : WaitersOf(work.HoldersOf(task.role));
  }

  static bool IsByName(const Task& task) {
    return task.kind == Item::KIND_CONSULT && task.role.empty();
  }

  static bool Has(const Waiters& people, std::string_view person) {
    return std::any_of(
        people.begin(), people.end(),
        [&](const v1::Waiter& each) { return each.person() == person; });
  }

  Waiters Missing(const Task& task, const Waiters& holders) const {
    const std::string item =
        InboxItemId(task.run, task.step, task.consultation, task.kind);
    Waiters missing;
    for (const v1::Waiter& holder : holders) {
      if (!context_.state->Has(
              InboxKey(context_.tenant, holder.person(), item))) {
        *missing.Add() = holder;
      }
    }
    return missing;
  }

  void Emit(const Task& task, const Waiters& holders, const std::string& from) {
    v1::ItemsMovedFact& fact =
        *outcome_.Emit<v1::JournalEvent>().mutable_people()->mutable_moved();
    fact.set_run(task.run);
    fact.set_step(task.step);
    fact.set_kind(task.kind);
    fact.set_consultation(task.consultation);
    fact.set_due_us(task.due_us);
    if (!from.empty()) fact.add_from(from);
    for (const v1::Waiter& waiter : Missing(task, holders)) {
      v1::Mover& to = *fact.add_to();
      to.set_person(waiter.person());
      to.set_role(waiter.role());
    }
    const bool filled =
        !holders.empty() &&
        (task.role.empty() || std::any_of(holders.begin(), holders.end(),
                                          [&](const v1::Waiter& holder) {
                                            return holder.role() == task.role;
                                          }));
    fact.set_vacant(!filled);
    if (!filled) fact.set_role(task.role);
    bytes_ += fact.ByteSizeLong();
  }

  const Context& context_;
  const std::string after_;
  Outcome& outcome_;
  size_t bytes_ = 0;
  std::string stopped_at_;
};

// Moves one portion and says whether and where it goes on. `person` is empty
// where vacant items are filled.
void MovePortion(const std::string& person, bool left, const std::string& after,
                 const Context& context, Outcome& outcome) {
  Moves moves(context, after, outcome);
  person.empty() ? moves.FillVacant() : moves.Recheck(person, left);
  const bool goes_on = !moves.stopped_at().empty();
  const std::string subject = SubjectOf(person);
  const auto before = GetRow<v1::HandOverFact>(
      *context.state, HandOverKey(context.tenant, subject));
  if (!goes_on && !before) return;
  v1::HandOverFact& fact =
      *outcome.Emit<v1::JournalEvent>().mutable_people()->mutable_hand_over();
  fact.set_subject(subject);
  if (!goes_on) return;
  fact.set_person(person);
  fact.set_left(left);
  fact.set_after(moves.stopped_at());
  fact.set_at_us(absl::ToUnixMicros(context.now));
  fact.set_portion(before ? before->portion() + 1 : 2);
}

// The person whose hold of something ended; empty for a team.
std::string LoserOf(const common::v1::CloudEvent& event) {
  std::string name;
  if (event.type() == "csi.raci.v1.PersonLeft") {
    raci::v1::PersonLeft left;
    left.ParseFromString(event.data());
    name = left.person();
  } else if (event.type() == "csi.raci.v1.AssignmentEnded") {
    raci::v1::AssignmentEnded ended;
    ended.ParseFromString(event.data());
    name = ended.assignment().holder();
  } else {
    raci::v1::RoleVacated vacated;
    vacated.ParseFromString(event.data());
    name = vacated.vacancy().last_holder();
  }
  return name.starts_with(ResourceName(event.tenant(), "people", ""))
             ? IdPart(name)
             : "";
}

}  // namespace

bool MovesWork(const common::v1::CloudEvent& event) {
  const std::string& type = event.type();
  return type == "csi.raci.v1.PersonLeft" ||
         type == "csi.raci.v1.AssignmentEnded" ||
         type == "csi.raci.v1.RoleVacated" ||
         type == "csi.raci.v1.HolderAppointed" ||
         type == "csi.raci.v1.RoleFilled";
}

void HandOver(const common::v1::CloudEvent& event, const Context& context,
              Outcome& outcome) {
  if (event.type() == "csi.raci.v1.HolderAppointed" ||
      event.type() == "csi.raci.v1.RoleFilled") {
    MovePortion("", false, "", context, outcome);
    return;
  }
  const std::string loser = LoserOf(event);
  if (loser.empty()) return;
  // What goes on begins anew, for the person may hold less again; who has left
  // has left.
  const auto under_way = GetRow<v1::HandOverFact>(
      *context.state, HandOverKey(context.tenant, SubjectOf(loser)));
  const bool left = event.type() == "csi.raci.v1.PersonLeft" ||
                    (under_way && under_way->left());
  MovePortion(loser, left, "", context, outcome);
}

void GoOnHandingOver(const std::string& timer_subject, const Context& context,
                     Outcome& outcome) {
  const std::string subject = timer_subject.substr(timer_subject.find('/') + 1);
  const auto row = GetRow<v1::HandOverFact>(
      *context.state, HandOverKey(context.tenant, subject));
  if (!row) return;
  MovePortion(row->person(), row->left(), row->after(), context, outcome);
}

}  // namespace csi::workflow
