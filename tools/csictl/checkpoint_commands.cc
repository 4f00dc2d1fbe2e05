// csictl state checkpoint, asked of a running server, and state restore, on
// folders alone.
#include <cstdio>
#include <filesystem>

#include "common/base/strings.h"
#include "common/checkpoint/checkpoint.h"
#include "common/checkpoint/manifest.h"
#include "common/checkpoint/verify.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace fs = std::filesystem;
using common::v1::CheckpointManifest;

constexpr size_t kCacheBytes = 32 << 20;

void Print(const CheckpointManifest& manifest) {
  std::printf("%s: %llu records, head %s, state %s\n",
              manifest.service().c_str(),
              static_cast<unsigned long long>(manifest.next_offset()),
              manifest.head().c_str(), manifest.state_hash().c_str());
}

// The partitions of a checkpoint, relative to its folder.
std::vector<fs::path> PartitionsOf(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const char* service : {"raci", "registry", "workflow", "reporting"}) {
    const fs::path partition = fs::path(service) / "0";
    std::error_code error;
    if (fs::exists(folder / partition, error)) found.push_back(partition);
  }
  return found;
}

}  // namespace

int RunCheckpoint(Arguments& arguments) {
  common::v1::CreateCheckpointRequest request;
  request.set_checkpoint_id(arguments.TakeFlag("id").value_or(""));
  if (arguments.help || arguments.words.size() > 2 ||
      !arguments.flags.empty()) {
    return Usage(
        arguments,
        "csictl state checkpoint [--id ID]: copies the data of a running "
        "server into DATA_DIR/checkpoints/ID, while calls go on.");
  }
  const auto* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          "csi.common.v1.AdminService.CreateCheckpoint");
  const auto addresses = Addresses::Parse(arguments.address);
  for (const std::string& address : addresses->All()) {
    Arguments one = arguments;
    one.address = address;
    common::v1::Checkpoint made;
    const absl::Status status = MakeClient(one).Call(*method, request, made);
    if (absl::IsUnimplemented(status)) {
      return UsageError(StrCat("The server at ", address,
                               " makes no checkpoints: it listens on more "
                               "than loopback."));
    }
    if (!status.ok()) return Report(status);
    std::printf("%s\n", made.folder().c_str());
    for (const CheckpointManifest& each : made.partitions()) Print(each);
  }
  return kExitOk;
}

int RunRestore(Arguments& arguments) {
  const fs::path from = arguments.word(2);
  const fs::path to = arguments.word(3);
  const bool verify_only = arguments.TakeFlag("verify-only").has_value();
  if (arguments.help || from.empty() || to.empty() != verify_only ||
      arguments.words.size() > 4 || !arguments.flags.empty()) {
    return Usage(
        arguments,
        "csictl state restore CHECKPOINT NEW_FOLDER: verifies a checkpoint "
        "and copies it into a new folder, to be used as --data-dir.\n"
        "csictl state restore CHECKPOINT --verify-only: verifies it.");
  }
  const std::vector<fs::path> partitions = PartitionsOf(from);
  if (partitions.empty()) {
    return UsageError(StrCat("\"", from.string(),
                             "\" is no checkpoint: it has no raci, registry, "
                             "workflow or reporting partition."));
  }
  std::error_code error;
  if (!verify_only && fs::exists(to, error) && !fs::is_empty(to, error)) {
    return UsageError(StrCat("\"", to.string(),
                             "\" is not empty; restore into a new folder."));
  }
  RocksShared shared(kCacheBytes, kCacheBytes);
  for (const bool copy : {false, true}) {
    // All are verified before the first is copied.
    if (copy && verify_only) break;
    for (const fs::path& partition : partitions) {
      const std::string source = (from / partition).string();
      auto manifest =
          copy ? checkpoint::Restore(source, (to / partition).string(), shared)
               : checkpoint::Verify(source, shared);
      if (!manifest.ok()) {
        Report(manifest.status());
        return kExitFailed;
      }
      if (copy == !verify_only) Print(*manifest);
    }
  }
  return kExitOk;
}

}  // namespace csi::tools
