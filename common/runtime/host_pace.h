// How often a partition's thread looks at what, and its answer while it ends.
#ifndef CSI_COMMON_RUNTIME_HOST_PACE_H_
#define CSI_COMMON_RUNTIME_HOST_PACE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rocks/rocks_store.h"

namespace csi {

// Views are folded at most this often unless somebody waits for them: followers
// must not be woken for every record of a busy service.
inline constexpr absl::Duration kPullEvery = absl::Milliseconds(5);
// A source at its end is asked again this often, to know that it still is.
inline constexpr absl::Duration kConfirmEvery = absl::Seconds(1);

absl::Status Stopping();

bool IsDamage(const absl::Status& status);

// Opens a store. One that is damaged and known to hold nothing but the fold of
// a journal elsewhere is set aside first.
absl::StatusOr<std::unique_ptr<RocksStore>> OpenFolder(
    const RocksOptions& options, RocksShared& shared);

// A folder that was made for the other kind of journal is not to be touched.
absl::Status CheckFolder(const RocksStore& store, bool journal_elsewhere);

}  // namespace csi

#endif  // CSI_COMMON_RUNTIME_HOST_PACE_H_
