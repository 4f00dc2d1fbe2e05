#include "common/checkpoint/manifest.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"

namespace csi::checkpoint {
namespace {

namespace fs = std::filesystem;
using common::v1::CheckpointManifest;

std::string HashOf(CheckpointManifest manifest) {
  manifest.clear_sha256();
  return Hex(Sha256(ToBytes(manifest)));
}

absl::Status NotWritten(const fs::path& path) {
  return absl::InternalError(StrCat(path.string(), " cannot be written."));
}

}  // namespace

std::string StateHashText(uint64_t low, uint64_t high) {
  return Hex(StrCat(BigEndian(high), BigEndian(low)));
}

void SetPosition(const common::v1::PartitionState& state,
                 CheckpointManifest& manifest) {
  manifest.set_format(kManifestFormat);
  manifest.set_service(state.genesis().service());
  manifest.set_partition(state.genesis().partition());
  manifest.set_journal_id(Hex(state.genesis().journal_id()));
  manifest.set_next_offset(state.next_offset());
  manifest.set_head(Hex(state.head()));
  manifest.set_state_hash(
      StateHashText(state.state_hash_low(), state.state_hash_high()));
  manifest.set_state_format(state.state_format());
}

absl::Status WriteManifest(const std::string& folder,
                           CheckpointManifest& manifest) {
  manifest.set_sha256(HashOf(manifest));
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(manifest, &text, options)
           .ok()) {
    return absl::InternalError("the manifest cannot be written as JSON");
  }
  const fs::path path = fs::path(folder) / kManifestFile;
  const fs::path part = path.string() + ".part";
  const int file =
      ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return NotWritten(path);
  const bool written = ::write(file, text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size()) &&
                       ::fsync(file) == 0;
  ::close(file);
  std::error_code error;
  if (written) fs::rename(part, path, error);
  if (!written || error) return NotWritten(path);
  return absl::OkStatus();
}

absl::StatusOr<CheckpointManifest> ReadManifest(const std::string& folder) {
  const std::string path = (fs::path(folder) / kManifestFile).string();
  auto damaged = [&](const std::string& what) {
    return Refusal(common::v1::ERROR_REASON_JOURNAL_DAMAGED,
                   StrCat(path, ": ", what, " Use another checkpoint."));
  };
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return damaged("the manifest cannot be read.");
  CheckpointManifest manifest;
  if (!google::protobuf::util::JsonStringToMessage(text.str(), &manifest)
           .ok()) {
    return damaged("it is no manifest of a checkpoint.");
  }
  if (manifest.format() != kManifestFormat) {
    return damaged(StrCat("it has format ", manifest.format(),
                          "; this program knows ", kManifestFormat, "."));
  }
  if (manifest.sha256() != HashOf(manifest)) {
    return damaged("its content is not what was written (sha256 differs).");
  }
  return manifest;
}

}  // namespace csi::checkpoint
