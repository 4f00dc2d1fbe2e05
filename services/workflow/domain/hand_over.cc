#include "services/workflow/domain/hand_over.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

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

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// One item, whoever has it.
struct Task {
  Item::Kind kind = Item::KIND_UNSPECIFIED;
  std::string run;
  uint32_t step = 0;
  uint32_t consultation = 0;
  int64_t due_us = 0;
  std::string role;  // through which it was or should be held
};

class Moves {
 public:
  Moves(const Context& context, Outcome& outcome)
      : context_(context), outcome_(outcome) {}

  // The person may hold less than before, or has left.
  void Recheck(const std::string& person, bool left) {
    for (const Task& task : TasksOf(person)) {
      // Asked by name: no role to lose.
      if (IsByName(task) && !left) continue;
      absl::StatusOr<Work> work = Work::LoadId(context_, task.run);
      if (!work.ok() || !work->IsActive()) continue;
      const Waiters holders = HoldersNow(*work, task);
      if (Has(holders, person)) continue;
      Emit(task, holders, person);
    }
  }

  // Somebody holds more than before.
  void FillVacant() {
    const std::string prefix = KeyPrefix("wf.vacant", {context_.tenant});
    std::vector<Task> tasks;
    context_.state->ScanPrefix(
        prefix, [&](std::string_view, std::string_view value) {
          v1::VacantRow row;
          if (row.ParseFromString(std::string(value))) {
            tasks.push_back({row.kind(), row.run(), row.step(),
                             row.consultation(), row.due_us(), row.role()});
          }
          return tasks.size() < limits::kMovesPerEventMax;
        });
    for (const Task& task : tasks) {
      absl::StatusOr<Work> work = Work::LoadId(context_, task.run);
      if (!work.ok() || !work->IsActive()) continue;
      const Waiters holders = HoldersNow(*work, task);
      if (Missing(task, holders).empty()) continue;
      Emit(task, holders, "");
    }
  }

 private:
  std::vector<Task> TasksOf(const std::string& person) const {
    std::vector<Task> tasks;
    context_.state->ScanPrefix(
        KeyPrefix("wf.inbox", {context_.tenant, person}),
        [&](std::string_view, std::string_view value) {
          v1::InboxRow row;
          if (row.ParseFromString(std::string(value))) {
            tasks.push_back({row.kind(), row.run(), row.step(),
                             row.consultation(), row.due_us(), row.role()});
          }
          return tasks.size() < limits::kMovesPerEventMax;
        });
    return tasks;
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
  }

  const Context& context_;
  Outcome& outcome_;
};

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
  return StartsWith(name, ResourceName(event.tenant(), "people", ""))
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
  Moves moves(context, outcome);
  if (event.type() == "csi.raci.v1.HolderAppointed" ||
      event.type() == "csi.raci.v1.RoleFilled") {
    moves.FillVacant();
    return;
  }
  const std::string loser = LoserOf(event);
  if (!loser.empty()) {
    moves.Recheck(loser, event.type() == "csi.raci.v1.PersonLeft");
  }
}

}  // namespace csi::workflow
