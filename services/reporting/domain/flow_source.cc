#include "services/reporting/domain/flow_source.h"

#include <string>

#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

constexpr int64_t kDayUs = int64_t{86400} * 1000 * 1000;

EntryFlow FlowOfEntry(const KvReader& views, std::string_view tenant,
                      const v1::OpportunityView& view, size_t acts_max) {
  EntryFlow entry;
  entry.name = view.opportunity();
  entry.logged_us = MicrosOf(view.create_time());
  entry.state = view.state();
  entry.retrospective = view.retrospective();
  if (view.has_due_time()) entry.due_us = MicrosOf(view.due_time());
  for (const v1::ActView& act :
       ActsOf(views, tenant, view.opportunity(), acts_max)) {
    if (act.to_state().empty()) continue;
    entry.moves.push_back({MicrosOf(act.time()), act.to_state()});
  }
  // Who came into its state otherwise, for example by an import.
  const bool known = entry.moves.empty()
                         ? entry.state == "NEW"
                         : entry.moves.back().state == entry.state;
  if (!known) {
    entry.moves.push_back({MicrosOf(view.state_time()), entry.state});
  }
  return entry;
}

}  // namespace

FlowSource ReadFlow(const KvReader& views, std::string_view tenant,
                    size_t entries_max, size_t acts_max) {
  FlowSource out;
  std::vector<v1::OpportunityView> rows;
  const std::string prefix = KeyPrefix(kOpportunityViewTag, {tenant});
  views.Scan(
      prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        if (rows.size() == entries_max) {
          out.truncated = true;
          return false;
        }
        v1::OpportunityView row;
        const bool read =
            row.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (read) rows.push_back(std::move(row));
        return true;
      });
  out.entries.reserve(rows.size());
  for (const v1::OpportunityView& row : rows) {
    out.entries.push_back(FlowOfEntry(views, tenant, row, acts_max));
  }
  return out;
}

int64_t StaleEntries(const std::vector<EntryFlow>& entries, int64_t now_us,
                     int days) {
  int64_t stale = 0;
  for (const EntryFlow& entry : entries) {
    if (!IsOpenState(entry.state) || entry.retrospective) continue;
    const int64_t since =
        entry.moves.empty() ? entry.logged_us : entry.moves.back().time_us;
    if (now_us - since > days * kDayUs) ++stale;
  }
  return stale;
}

}  // namespace csi::reporting
