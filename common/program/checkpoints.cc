#include "common/program/checkpoints.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/checkpoint/checkpoint.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi::program {
namespace {

namespace fs = std::filesystem;

constexpr char kFolder[] = "checkpoints";
constexpr char kUnfinished[] = ".part";

// Keeps the views of all hosts where they are.
class StandStill {
 public:
  explicit StandStill(const std::map<std::string, PartitionHost*>& hosts)
      : hosts_(hosts) {
    for (const auto& [service, host] : hosts_) host->HoldViews(true);
  }
  ~StandStill() {
    for (const auto& [service, host] : hosts_) host->HoldViews(false);
  }

 private:
  const std::map<std::string, PartitionHost*>& hosts_;
};

bool IsId(const std::string& id) {
  return id.size() <= limits::kResourceIdBytesMax &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
             std::string::npos;
}

// So that the rename of an entry in it survives a loss of power.
absl::Status SyncFolder(const fs::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (synced) return absl::OkStatus();
  return absl::InternalError(StrCat(folder.string(), " cannot be synced."));
}

}  // namespace

Checkpoints::Checkpoints(std::string data_dir, const HostsByService& hosts,
                         RocksShared& shared, const Clock& clock)
    : data_dir_(std::move(data_dir)), shared_(shared), clock_(clock) {
  for (const auto& [service, partitions] : hosts) {
    hosts_[service] = &partitions.first();
  }
}

absl::StatusOr<std::string> Checkpoints::FolderFor(std::string id) const {
  if (id.empty()) {
    id = absl::FormatTime("%Y%m%d-%H%M%S", clock_.Wall(), absl::UTCTimeZone());
  }
  if (!IsId(id)) {
    return FieldError("checkpoint_id",
                      StrCat("\"", id.substr(0, limits::kResourceIdBytesMax),
                             "\" must be at most 63 lower-case letters, digits "
                             "and '-'."));
  }
  const fs::path folder = fs::path(data_dir_) / kFolder;
  std::error_code error;
  if (fs::exists(folder / id, error)) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("There is a checkpoint ", (folder / id).string(),
                          " already. Give another id, or none."));
  }
  size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != kUnfinished) ++count;
  }
  if (count >= kCheckpointsMax) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat("There are ", count, " checkpoints in ",
                          folder.string(), "; at most ", kCheckpointsMax,
                          " are kept. Move or remove old ones."),
                   {{"limit", "checkpoints_max"}});
  }
  return (folder / id).string();
}

absl::StatusOr<common::v1::Checkpoint> Checkpoints::Create(std::string id) {
  std::unique_lock lock(busy_, std::try_to_lock);
  if (!lock.owns_lock()) {
    return absl::AbortedError(
        "A checkpoint is being made; ask again when it is there.");
  }
  ASSIGN_OR_RETURN(const std::string folder, FolderFor(std::move(id)));
  const std::string part = folder + kUnfinished;
  std::error_code error;
  fs::remove_all(part, error);
  common::v1::Checkpoint made;
  absl::Status status = Copy(part, made);
  if (status.ok()) {
    fs::rename(part, folder, error);
    status = error ? absl::InternalError(
                         StrCat(folder, " cannot be made: ", error.message()))
                   : SyncFolder(fs::path(folder).parent_path());
  }
  if (!status.ok()) {
    fs::remove_all(part, error);
    return status;
  }
  made.set_folder(folder);
  Log(Severity::kInfo, "checkpoint made", {{"folder", folder}});
  return made;
}

absl::Status Checkpoints::Copy(const std::string& folder,
                               common::v1::Checkpoint& made) {
  const StandStill still(hosts_);
  for (const auto& [service, host] : hosts_) {
    if (!host->serving()) {
      return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                     StrCat("The service ", service,
                            " does not serve; no checkpoint was made."));
    }
    const fs::path parent = fs::path(folder) / service;
    std::error_code error;
    fs::create_directories(parent, error);
    if (error) {
      return absl::InternalError(
          StrCat(parent.string(), " cannot be made: ", error.message()));
    }
    ASSIGN_OR_RETURN(*made.add_partitions(),
                     checkpoint::Create(host->store(), (parent / "0").string(),
                                        clock_.Wall(), shared_));
    RETURN_IF_ERROR(SyncFolder(parent));
  }
  return SyncFolder(folder);
}

}  // namespace csi::program
