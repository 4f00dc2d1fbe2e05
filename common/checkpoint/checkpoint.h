// Copies of a partition's folder: made while it is in use, restored to a new
// folder, admitted at the first start there. See README.md.
#ifndef CSI_COMMON_CHECKPOINT_CHECKPOINT_H_
#define CSI_COMMON_CHECKPOINT_CHECKPOINT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rocks/rocks_store.h"
#include "csi/common/v1/admin_service.pb.h"

namespace csi::checkpoint {

// Copies `store` into `folder`, which must not exist; its parent must, on the
// same file system. Any thread.
absl::StatusOr<common::v1::CheckpointManifest> Create(const RocksStore& store,
                                                      const std::string& folder,
                                                      absl::Time now,
                                                      RocksShared& shared);

// Verifies the copy in `from` and copies it into `to`, which must not exist.
absl::StatusOr<common::v1::CheckpointManifest> Restore(const std::string& from,
                                                       const std::string& to,
                                                       RocksShared& shared);

// Before a folder is opened for writing: when it is a restored checkpoint,
// verifies it, and takes the manifest away since the folder will move on.
absl::Status Admit(const std::string& folder, RocksShared& shared);

}  // namespace csi::checkpoint

#endif  // CSI_COMMON_CHECKPOINT_CHECKPOINT_H_
