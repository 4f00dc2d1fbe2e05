#include "common/checkpoint/checkpoint.h"

#include <filesystem>

#include "common/base/strings.h"
#include "common/checkpoint/manifest.h"
#include "common/checkpoint/verify.h"
#include "common/kv/keys.h"
#include "common/status/status.h"

namespace csi::checkpoint {
namespace {

namespace fs = std::filesystem;
using common::v1::CheckpointFile;
using common::v1::CheckpointManifest;
using common::v1::PartitionState;

}  // namespace

absl::StatusOr<CheckpointManifest> Create(const RocksStore& store,
                                          const std::string& folder,
                                          absl::Time now, RocksShared& shared) {
  RETURN_IF_ERROR(store.Checkpoint(folder));
  CheckpointManifest manifest;
  {
    // The copy alone knows at which record it stands.
    ASSIGN_OR_RETURN(const std::unique_ptr<RocksStore> copy,
                     RocksStore::Open({folder, /*read_only=*/true}, shared));
    const auto state =
        GetRow<PartitionState>(copy->table(Table::kMeta), kPartitionStateKey);
    if (!state) {
      return absl::InternalError(StrCat(folder, " holds no position."));
    }
    SetPosition(*state, manifest);
  }
  const int64_t micros = absl::ToUnixMicros(now);
  manifest.mutable_create_time()->set_seconds(micros / 1000000);
  manifest.mutable_create_time()->set_nanos(static_cast<int>(micros % 1000000) *
                                            1000);
  ASSIGN_OR_RETURN(const std::vector<CheckpointFile> files, ListFiles(folder));
  for (const CheckpointFile& file : files) *manifest.add_files() = file;
  RETURN_IF_ERROR(WriteManifest(folder, manifest));
  return manifest;
}

absl::StatusOr<CheckpointManifest> Restore(const std::string& from,
                                           const std::string& to,
                                           RocksShared& shared) {
  ASSIGN_OR_RETURN(CheckpointManifest manifest, Verify(from, shared));
  std::error_code error;
  if (fs::exists(to, error)) {
    return absl::AlreadyExistsError(
        StrCat(to, " is there already; restore into a new folder."));
  }
  fs::create_directories(to, error);
  for (const CheckpointFile& file : manifest.files()) {
    if (error) break;
    fs::copy_file(fs::path(from) / file.name(), fs::path(to) / file.name(),
                  error);
  }
  // Last, so that a copy that was cut off is not taken for a whole one.
  if (!error) {
    fs::copy_file(fs::path(from) / kManifestFile, fs::path(to) / kManifestFile,
                  error);
  }
  if (error) {
    return absl::InternalError(StrCat(to,
                                      " cannot be written: ", error.message(),
                                      ". Remove it and restore again."));
  }
  return manifest;
}

absl::Status Admit(const std::string& folder, RocksShared& shared) {
  std::error_code error;
  const fs::path manifest = fs::path(folder) / kManifestFile;
  if (!fs::exists(manifest, error)) return absl::OkStatus();
  RETURN_IF_ERROR(Verify(folder, shared).status());
  fs::remove(manifest, error);
  if (error) {
    return absl::InternalError(StrCat(
        manifest.string(), " cannot be removed: ", error.message(), "."));
  }
  return absl::OkStatus();
}

}  // namespace csi::checkpoint
