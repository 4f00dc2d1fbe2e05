// How far the worker has come, on disk: the position of the last event that is
// done, what waits for another attempt, and for whom a digest is due. Written
// whole, synced and renamed, so that a crash leaves the old or the new one. One
// thread.
#ifndef CSI_SERVICES_DELIVERY_STATE_FILE_H_
#define CSI_SERVICES_DELIVERY_STATE_FILE_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "csi/workflow/v1/workflow_people.pb.h"

namespace csi::delivery {

// A message that waits for its channel to answer again.
struct Waiting {
  std::string tenant;  // id
  workflow::v1::Delivery delivery;
  bool again = false;  // somebody asked for it; how it ends is reported
};

// Whose events are followed: a position means nothing elsewhere.
struct Source {
  std::string tenant;  // empty: all tenants of the partition
  uint32_t partition = 0;
};

struct WorkerState {
  Source source;
  std::optional<common::v1::EventPosition> position;
  // (tenant, person) ids, and since when something waits for the digest.
  std::map<std::pair<std::string, std::string>, int64_t> digests;
  int64_t next_digest_us = 0;
  // By name of the channel, in the order in which they came.
  std::map<std::string, std::deque<Waiting>> waiting;
};

// An empty state if there is no file. DATA_LOSS for one that cannot be read:
// starting from the beginning would send everything again. FAILED_PRECONDITION
// for one of another tenant or partition.
absl::StatusOr<WorkerState> LoadState(const std::string& path,
                                      const Source& source);
absl::Status SaveState(const std::string& path, const WorkerState& state);

// "name = value" lines; '#' begins a comment. PERMISSION_DENIED where others
// than the owner may read the file.
absl::StatusOr<std::map<std::string, std::string>> LoadSecrets(
    const std::string& path);

}  // namespace csi::delivery

#endif  // CSI_SERVICES_DELIVERY_STATE_FILE_H_
