#include "services/workflow/domain/stuck.h"

#include <algorithm>
#include <string>

#include "common/kv/keys.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/event_family.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;

// Whether a run that was not stuck before the event can be after it. Most
// events cannot, and they shall cost nothing.
bool MayRunOut(const v1::JournalEvent& event, const Folder& fold) {
  return event.has_step_overdue() || event.has_consultation_escalated() ||
         FamilyOf(event) == EventFamily::kOperation || fold.state_changed();
}

void Count(bool more, KvWriter& rows) {
  const uint64_t count = StuckCount(rows);
  rows.Put(StuckCountKey(), BigEndian(more ? count + 1 : count - 1));
}

}  // namespace

bool TellStuck(const KvReader& state, std::string_view tenant,
               std::string_view run, const v1::RunRow& row, v1::StuckRun& out) {
  if (row.state() != Run::STATE_RUNNING &&
      row.state() != Run::STATE_WAITING_FOR_CHANGE) {
    return false;
  }
  int64_t since_us = 0;
  const auto add = [&](const char* cause, int64_t us) {
    out.add_causes(cause);
    since_us = since_us == 0 ? us : std::min(since_us, us);
  };
  const auto step =
      ReadRow<v1::StepRow>(state, StepKey(tenant, run, row.step()));
  if (step && step->overdue_us() != 0) add("OVERDUE", step->due_us());
  for (const auto& [number, question] :
       LoadConsultations(state, tenant, run, row.step())) {
    if (question.state() == v1::Consultation::STATE_OPEN &&
        question.escalated()) {
      add("CONSULTATION_ESCALATED", question.due_us());
      break;
    }
  }
  if (since_us != 0) SetTime(since_us, out.mutable_since_time());
  return !out.causes().empty();
}

void KeepStuck(const v1::JournalEvent& event, Folder& fold) {
  const bool was = fold.head().stuck();
  if (!was && !MayRunOut(event, fold)) return;
  const std::string& run = fold.origin().run();
  KvWriter& rows = fold.state();
  v1::RunRow& head = fold.head();
  v1::StuckRun unused;
  const bool is = TellStuck(rows, fold.tenant(), run, head, unused);
  if (is == was) return;
  head.set_stuck(is);
  PutRow(rows, RunKey(fold.tenant(), run), head);
  if (is) {
    rows.Put(StuckKey(fold.tenant(), run), "");
  } else {
    rows.Delete(StuckKey(fold.tenant(), run));
  }
  Count(is, rows);
}

uint64_t StuckCount(const KvReader& state) {
  const auto row = state.Get(StuckCountKey());
  return row ? FromBigEndian(*row) : 0;
}

}  // namespace csi::workflow
