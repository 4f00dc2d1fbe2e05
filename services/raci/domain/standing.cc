#include "services/raci/domain/standing.h"

#include <algorithm>
#include <utility>

#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {

std::vector<v1::Assignment> StandingAssignments(const KvReader& rows,
                                                std::string_view tenant,
                                                std::string_view person,
                                                absl::Time time) {
  std::vector<v1::Assignment> standing;
  rows.ScanPrefix(
      authority::HeldPrefix(tenant, person),
      [&](std::string_view key, std::string_view) {
        auto row = GetRow<v1::Assignment>(
            rows, authority::ResourceKey(authority::kAssignmentTag, tenant,
                                         key.substr(key.rfind('\0') + 1)));
        if (row && (!row->interval().has_end_time() ||
                    authority::TimeOf(row->interval().end_time()) > time)) {
          standing.push_back(*std::move(row));
        }
        return true;
      });
  return standing;
}

v1::AssignmentEnded EndedAt(const KvReader& rows, std::string_view tenant,
                            v1::Assignment assignment, absl::Time end,
                            absl::Time now) {
  end = std::max(end, authority::TimeOf(assignment.interval().start_time()));
  *assignment.mutable_interval()->mutable_end_time() =
      authority::TimestampOf(end);
  assignment.clear_etag();
  assignment.set_revision(assignment.revision() + 1);
  *assignment.mutable_update_time() = authority::TimestampOf(now);
  v1::AssignmentEnded event;
  const std::vector<Slot> slots = SlotsOf(rows, tenant, assignment);
  if (slots.size() > 1) {
    event.set_generic_role(ResourceName(tenant, "roles", slots[1].role));
    event.set_generic_process(slots[1].scope.process());
  }
  *event.mutable_assignment() = std::move(assignment);
  return event;
}

}  // namespace csi::raci
