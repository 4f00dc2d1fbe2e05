// Copies of all services of one server, under DATA_DIR/checkpoints. Calls go
// on while one is made; the views stand still, so that no copy has seen more
// of another service than that one's copy holds. Thread-safe; one at a time.
#ifndef CSI_COMMON_PROGRAM_CHECKPOINTS_H_
#define CSI_COMMON_PROGRAM_CHECKPOINTS_H_

#include <map>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "common/clock/clock.h"
#include "common/runtime/service_hosts.h"
#include "csi/common/v1/admin_service.pb.h"

namespace csi::program {

// They share files with the live data and so cost space only as that moves on.
inline constexpr size_t kCheckpointsMax = 16;

class Checkpoints {
 public:
  // The hosts, each the only one of its service, `shared` and `clock` outlive
  // this.
  Checkpoints(std::string data_dir, const HostsByService& hosts,
              RocksShared& shared, const Clock& clock);

  // An empty id gives one made of the time.
  absl::StatusOr<common::v1::Checkpoint> Create(std::string id);

 private:
  absl::StatusOr<std::string> FolderFor(std::string id) const;
  absl::Status Copy(const std::string& folder, common::v1::Checkpoint& made);

  const std::string data_dir_;
  std::map<std::string, PartitionHost*> hosts_;
  RocksShared& shared_;
  const Clock& clock_;
  std::mutex busy_;
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_CHECKPOINTS_H_
