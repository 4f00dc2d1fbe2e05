// Indicators: rules of a definition, and the resource as the API shows it (the
// definition row together with its counters). Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_INDICATOR_H_
#define CSI_SERVICES_REPORTING_DOMAIN_INDICATOR_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "csi/reporting/v1/reporting_journal.pb.h"

namespace csi::reporting {

// The rules of a definition: bounds in order, a target value with direction
// TARGET only, dimension names, lengths.
absl::Status CheckDefinition(const v1::Indicator& indicator);

// True when figures under both definitions may be compared.
bool Comparable(const v1::Indicator& a, const v1::Indicator& b);

// Observations that a period needs to be tested; 0: no minimum.
int MinimumN(const v1::Indicator& indicator);

v1::IndicatorStats StatsOf(const KvReader& state, std::string_view tenant,
                           std::string_view indicator);

// Definition and counters. The etag is the definition's: points that come in
// do not disturb somebody who edits it.
v1::Indicator WithStats(v1::Indicator definition,
                        const v1::IndicatorStats& stats);

// The indicator as the API shows it.
std::optional<v1::Indicator> ReadIndicator(const KvReader& state,
                                           std::string_view tenant,
                                           std::string_view indicator);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_INDICATOR_H_
