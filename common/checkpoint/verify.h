// Compares a partition's copy with its manifest: nothing is written.
#ifndef CSI_COMMON_CHECKPOINT_VERIFY_H_
#define CSI_COMMON_CHECKPOINT_VERIFY_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rocks/rocks_store.h"
#include "csi/common/v1/admin_service.pb.h"

namespace csi::checkpoint {

// JOURNAL_DAMAGED naming file, offset or key that does not match. Reads all of
// the copy: block checksums, the hash chain and every row.
absl::StatusOr<common::v1::CheckpointManifest> Verify(const std::string& folder,
                                                      RocksShared& shared);

// The files that a manifest lists, by name: all but logs and the manifest.
absl::StatusOr<std::vector<common::v1::CheckpointFile>> ListFiles(
    const std::string& folder);

}  // namespace csi::checkpoint

#endif  // CSI_COMMON_CHECKPOINT_VERIFY_H_
