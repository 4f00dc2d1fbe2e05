// How far the worker has come, on disk: the position of the last event that is
// done, and for whom a digest is due. Written whole, synced and renamed, so
// that a crash leaves the old or the new one. One thread.
#ifndef CSI_SERVICES_DELIVERY_STATE_FILE_H_
#define CSI_SERVICES_DELIVERY_STATE_FILE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "csi/common/v1/cloud_event.pb.h"

namespace csi::delivery {

struct WorkerState {
  std::optional<common::v1::EventPosition> position;
  // (tenant, person) ids, and since when something waits for the digest.
  std::map<std::pair<std::string, std::string>, int64_t> digests;
  int64_t next_digest_us = 0;
};

// An empty state if there is no file. DATA_LOSS for one that cannot be read:
// starting from the beginning would send everything again.
absl::StatusOr<WorkerState> LoadState(const std::string& path);
absl::Status SaveState(const std::string& path, const WorkerState& state);

// "name = value" lines; '#' begins a comment. PERMISSION_DENIED where others
// than the owner may read the file.
absl::StatusOr<std::map<std::string, std::string>> LoadSecrets(
    const std::string& path);

}  // namespace csi::delivery

#endif  // CSI_SERVICES_DELIVERY_STATE_FILE_H_
