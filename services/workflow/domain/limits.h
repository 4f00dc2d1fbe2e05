// Bounds of the workflow service. A bound that is reached is answered with
// TOO_LARGE naming it, or cuts a list of people as its comment says.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_LIMITS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::workflow::limits {

// Run ids are part of consultation ids, which must stay resource ids.
inline constexpr size_t kRunIdBytesMax = 40;
inline constexpr size_t kFieldsPerCallMax = 100;
inline constexpr int kListItemsMax = 100;
inline constexpr size_t kListItemBytesMax = 1000;
inline constexpr size_t kReferenceBytesMax = 1000;
inline constexpr size_t kUnitBytesMax = 100;
// Fits four digits of a consultation id.
inline constexpr uint32_t kQuestionsPerRunMax = 999;
inline constexpr uint32_t kRfcsPerRunMax = 100;
// News that waits for one change; more of it is parked under other causes
// and stays until somebody looks.
inline constexpr int kParkedPerChangeMax = 100;
// A role may have hundreds of holders; this many get an inbox item.
inline constexpr size_t kWaitersMax = 20;
// One call moves at most this many runs, so that its batch stays small.
inline constexpr size_t kRunsPerCallMax = 500;
inline constexpr size_t kRunsPerCallUsual = 100;
inline constexpr size_t kFilterBytesMax = 2000;
// Completed runs that a forecast looks at, and how often a step must have
// been done before it says anything.
inline constexpr size_t kForecastRunsMax = 1000;
inline constexpr size_t kForecastSamplesMin = 5;
// A definition stands in one event and one row.
inline constexpr size_t kDefinitionBytesMax = 128 * 1024;
inline constexpr size_t kExternalIdBytesMax = 200;

}  // namespace csi::workflow::limits

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_LIMITS_H_
