// What operators do to a run: another revision, other people.
#include <algorithm>
#include <utility>
#include <vector>

#include "common/kv/keys.h"
#include "services/workflow/domain/apply_families.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

using Step = v1::Step;

// All that is kept about one step, taken out of its old keys.
struct StepRows {
  v1::MigratedStep way;
  v1::StepRow row;
  std::optional<v1::ArtefactRow> artefact;
  std::vector<std::pair<uint32_t, v1::ConsultationRow>> questions;
};

StepRows TakeOut(const v1::MigratedStep& way, Folder& fold) {
  StepRows taken;
  taken.way = way;
  const std::string& run = fold.origin().run();
  taken.row = fold.LoadStep(way.from());
  const std::string artefact = ArtefactKey(fold.tenant(), run, way.from());
  taken.artefact = GetRow<v1::ArtefactRow>(fold.state(), artefact);
  for (auto& [number, row] :
       LoadConsultations(fold.state(), fold.tenant(), run, way.from())) {
    fold.state().Delete(
        ConsultationKey(fold.tenant(), run, way.from(), number));
    taken.questions.emplace_back(number, row);
  }
  if (taken.artefact) fold.state().Delete(artefact);
  if (taken.row.revision() != 0) {
    fold.state().Delete(StepKey(fold.tenant(), run, way.from()));
  }
  return taken;
}

// The row of the step itself is left to the caller if it is the current one.
void PutIn(StepRows taken, bool current, Folder& fold) {
  const std::string& run = fold.origin().run();
  if (taken.artefact) {
    PutRow(fold.state(), ArtefactKey(fold.tenant(), run, taken.way.to()),
           *taken.artefact);
  }
  for (auto& [number, row] : taken.questions) {
    row.set_step(taken.way.to());
    PutRow(fold.state(),
           ConsultationKey(fold.tenant(), run, taken.way.to(), number), row);
  }
  if (current || taken.row.revision() == 0) return;
  taken.row.set_key(taken.way.key());
  fold.SaveStep(taken.way.to(), std::move(taken.row));
}

void LeaveOut(const v1::MigratedStep& way, Folder& fold) {
  v1::StepRow row;
  row.set_phase(Step::PHASE_SKIPPED);
  row.set_key(way.key());
  row.set_start_us(fold.now_us());
  row.set_approve_us(fold.now_us());
  row.set_approver(fold.Actor());
  row.set_reason(fold.origin().reason());
  fold.SaveStep(way.to(), std::move(row));
  fold.AddFlag(v1::Run::FLAG_STEP_SKIPPED);
}

// The current step under its new number: its timer and its items follow.
void TakeCurrent(const v1::RunMigratedFact& fact, const v1::MigratedStep& way,
                 v1::StepRow row, Folder& fold) {
  row.set_key(way.key());
  fold.head().set_step(way.to());
  fold.head().set_step_key(way.key());
  if (way.from() == way.to()) return fold.SaveStep(way.to(), std::move(row));
  fold.Notify(fact.kind(), 0, row.due_us(), fact.waiters(),
              *row.mutable_waiting());
  const int64_t due_us = row.due_us();
  fold.MoveDue(way.to(), std::move(row), due_us);
}

void ApplyMigrated(const v1::RunMigratedFact& fact, Folder& fold) {
  const uint32_t step = fold.head().step();
  bool renumbered = false;
  for (const v1::MigratedStep& way : fact.steps()) {
    renumbered |= way.from() == step && way.to() != step;
  }
  if (renumbered) {
    v1::StepRow row = fold.LoadStep(step);
    fold.QuietStep(step, row);
    fold.SaveStep(step, std::move(row));
  }
  std::vector<StepRows> all;
  for (const v1::MigratedStep& way : fact.steps()) {
    if (way.from() != 0) all.push_back(TakeOut(way, fold));
  }
  for (StepRows& taken : all) {
    const bool current = taken.way.from() == step;
    const v1::MigratedStep way = taken.way;
    v1::StepRow row = taken.row;
    PutIn(std::move(taken), current, fold);
    if (current) TakeCurrent(fact, way, std::move(row), fold);
  }
  for (const v1::MigratedStep& way : fact.steps()) {
    if (way.from() == 0) LeaveOut(way, fold);
  }
  fold.head().set_definition_revision(fold.origin().definition_revision());
  fold.SaveHead();
}

void ApplyReassigned(const v1::WorkReassignedFact& fact, Folder& fold) {
  const uint32_t step = fold.head().step();
  v1::StepRow row = fold.LoadStep(step);
  fold.ClearInbox(*row.mutable_waiting(), step, 0);
  fold.Notify(fact.kind(), 0, row.due_us(), fact.waiters(),
              *row.mutable_waiting());
  fold.SaveStep(step, std::move(row));
  fold.SaveHead();
}

}  // namespace

void ApplyToOperation(const v1::JournalEvent& event, Folder& fold) {
  if (event.has_run_migrated()) {
    return ApplyMigrated(event.run_migrated(), fold);
  }
  ApplyReassigned(event.work_reassigned(), fold);
}

}  // namespace csi::workflow
