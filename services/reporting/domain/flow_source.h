// Reads the flow of improvements from the views. Bounded; pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_FLOW_SOURCE_H_
#define CSI_SERVICES_REPORTING_DOMAIN_FLOW_SOURCE_H_

#include <string_view>
#include <vector>

#include "common/kv/kv.h"
#include "services/reporting/domain/flow.h"

namespace csi::reporting {

struct FlowSource {
  std::vector<EntryFlow> entries;
  bool truncated = false;  // there are more
};

// At most `entries_max` entries, by id, and the last `acts_max` acts of each.
FlowSource ReadFlow(const KvReader& views, std::string_view tenant,
                    size_t entries_max, size_t acts_max);

// Open entries that came into their state more than `days` days before.
int64_t StaleEntries(const std::vector<EntryFlow>& entries, int64_t now_us,
                     int days);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_FLOW_SOURCE_H_
