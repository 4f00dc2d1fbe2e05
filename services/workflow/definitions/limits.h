// Bounds of a definition. A bound that is passed is a finding of the check.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_LIMITS_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::workflow::limits {

// Two digits of a key hold the number of a step; nobody overlooks more.
inline constexpr int kDefinitionStepsMax = 50;
inline constexpr int kStepFieldsMax = 100;
inline constexpr int kFieldChoicesMax = 50;
inline constexpr uint32_t kFieldItemsMax = 100;
inline constexpr size_t kDefinitionKeyBytesMax = 40;
inline constexpr size_t kDefinitionTextBytesMax = 1000;
// Ten years: a step that takes longer is no step.
inline constexpr uint32_t kStepDaysMax = 3660;
inline constexpr uint32_t kConsultationDaysMax = 366;
// A file with a definition.
inline constexpr size_t kDefinitionFileBytesMax = 256 * 1024;
inline constexpr int kDefinitionDepthMax = 20;

}  // namespace csi::workflow::limits

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_LIMITS_H_
