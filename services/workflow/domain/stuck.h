// Runs for which time has run out. The fold keeps an index of them and their
// number, so that nobody scans all runs to list or count them.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_STUCK_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_STUCK_H_

#include <cstdint>
#include <string_view>

#include "common/kv/kv.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "services/workflow/domain/folder.h"

namespace csi::workflow {

// A run that is worked or awaits changes is stuck while its current step is
// overdue or an open question of that step was escalated. Writes causes and
// since when into `out`; neither is written for a run that is not stuck.
bool TellStuck(const KvReader& state, std::string_view tenant,
               std::string_view run, const v1::RunRow& row, v1::StuckRun& out);

// After an event about the run was folded: brings the run's mark, the index
// and the number up to date. ORDER: last, since it reads the saved rows.
void KeepStuck(const v1::JournalEvent& event, Folder& fold);

// Stuck runs of all tenants of the partition; reads one row.
uint64_t StuckCount(const KvReader& state);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_STUCK_H_
