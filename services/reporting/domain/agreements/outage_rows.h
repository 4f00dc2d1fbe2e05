// Outages by node and month, so that a month's figures read one row a node.
// Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_OUTAGE_ROWS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_OUTAGE_ROWS_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/calendar/interval_set.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting_agreements.pb.h"
#include "csi/reporting/v1/reporting_agreements_journal.pb.h"

namespace csi::reporting {

// Writes all rows of the outage in place of those that it had.
void PutOutage(KvWriter& state, std::string_view tenant,
               const v1::Outage& outage);

// RULE_VIOLATED when a month of the node has more than fit. `state` holds the
// outage already.
absl::Status CheckRoomFor(const KvReader& state, std::string_view tenant,
                          const v1::Outage& outage);

// Outages of the node that touch the window, by id.
std::vector<v1::OutageSpan> OutagesOf(const KvReader& state,
                                      std::string_view tenant,
                                      std::string_view node,
                                      const TimeSpan& window);

// [start, end); an open one ends at `open_until_us`.
TimeSpan SpanOf(const v1::OutageSpan& outage, int64_t open_until_us);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_OUTAGE_ROWS_H_
