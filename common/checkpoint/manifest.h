// The manifest of a checkpoint as a file: JSON, with a hash over itself.
#ifndef CSI_COMMON_CHECKPOINT_MANIFEST_H_
#define CSI_COMMON_CHECKPOINT_MANIFEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "csi/common/v1/admin_service.pb.h"
#include "csi/common/v1/engine_state.pb.h"

namespace csi::checkpoint {

inline constexpr char kManifestFile[] = "checkpoint.json";
inline constexpr uint32_t kManifestFormat = 1;

// The hash that the partition keeps up with every write, 32 hex digits.
std::string StateHashText(uint64_t low, uint64_t high);

// Fills in what the partition's state row says.
void SetPosition(const common::v1::PartitionState& state,
                 common::v1::CheckpointManifest& manifest);

// Writes it whole or not at all, synced, with its hash.
absl::Status WriteManifest(const std::string& folder,
                           common::v1::CheckpointManifest& manifest);

// JOURNAL_DAMAGED with the file's name when it is not what was written.
absl::StatusOr<common::v1::CheckpointManifest> ReadManifest(
    const std::string& folder);

}  // namespace csi::checkpoint

#endif  // CSI_COMMON_CHECKPOINT_MANIFEST_H_
