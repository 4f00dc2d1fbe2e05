#include "common/checkpoint/verify.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/checkpoint/manifest.h"
#include "common/executor/staged_partition.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"
#include "common/status/status.h"

namespace csi::checkpoint {
namespace {

namespace fs = std::filesystem;
using common::v1::CheckpointFile;
using common::v1::CheckpointManifest;
using common::v1::PartitionState;

constexpr uint64_t kReadRecords = 256;

absl::Status Damaged(const std::string& place, const std::string& what) {
  return Refusal(common::v1::ERROR_REASON_JOURNAL_DAMAGED,
                 StrCat(place, ": ", what,
                        " The checkpoint is refused; use another one."));
}

absl::Status CheckFiles(const std::string& folder,
                        const CheckpointManifest& manifest) {
  ASSIGN_OR_RETURN(const std::vector<CheckpointFile> found, ListFiles(folder));
  std::map<std::string, uint64_t> sizes;
  for (const CheckpointFile& file : found) sizes[file.name()] = file.bytes();
  for (const CheckpointFile& file : manifest.files()) {
    const std::string path = (fs::path(folder) / file.name()).string();
    const auto there = sizes.find(file.name());
    if (there == sizes.end()) return Damaged(path, "the file is missing.");
    if (there->second != file.bytes()) {
      return Damaged(path, StrCat("it has ", there->second, " bytes, not ",
                                  file.bytes(), "."));
    }
  }
  return absl::OkStatus();
}

// The stored position is the manifest's.
absl::Status ComparePosition(const std::string& folder,
                             const PartitionState& state,
                             const CheckpointManifest& manifest) {
  CheckpointManifest stored;
  SetPosition(state, stored);
  auto compare = [&](const char* what, const std::string& found,
                     const std::string& wanted) -> absl::Status {
    if (found == wanted) return absl::OkStatus();
    return Damaged(folder, StrCat("its ", what, " is ", found,
                                  ", the manifest says ", wanted, "."));
  };
  RETURN_IF_ERROR(compare("service", stored.service(), manifest.service()));
  RETURN_IF_ERROR(
      compare("journal id", stored.journal_id(), manifest.journal_id()));
  RETURN_IF_ERROR(compare("position", StrCat(stored.next_offset()),
                          StrCat(manifest.next_offset())));
  RETURN_IF_ERROR(compare("head", stored.head(), manifest.head()));
  return compare("state hash", stored.state_hash(), manifest.state_hash());
}

// Folds the chain from the first record on.
absl::Status CheckChain(const std::string& folder, const RocksStore& store,
                        const CheckpointManifest& manifest) {
  PartitionState state;
  for (uint64_t next = 0; next < manifest.next_offset();) {
    const uint64_t to = std::min(next + kReadRecords, manifest.next_offset());
    ASSIGN_OR_RETURN(const std::vector<std::string> records,
                     store.ReadJournal(next, to));
    if (records.empty()) {
      return Damaged(folder,
                     StrCat("the journal holds nothing at offset ", next, "."));
    }
    for (const std::string& bytes : records) {
      common::v1::JournalRecord record;
      journal::Judgement judged{journal::Verdict::kDamaged,
                                "the bytes are no record"};
      if (record.ParseFromString(bytes)) judged = journal::Judge(state, record);
      if (judged.verdict == journal::Verdict::kCounts) {
        journal::Advance(record, bytes, state);
      } else if (judged.verdict == journal::Verdict::kDead) {
        journal::Skip(bytes, state);
      } else {
        return Damaged(
            folder, StrCat("record at offset ", next, ": ", judged.why, "."));
      }
      ++next;
    }
  }
  if (Hex(state.head()) != manifest.head()) {
    return Damaged(
        folder, StrCat("the journal's chain ends in head ", Hex(state.head()),
                       ", the manifest says ", manifest.head(), "."));
  }
  return absl::OkStatus();
}

absl::Status CheckRows(const std::string& folder, const RocksStore& store,
                       const CheckpointManifest& manifest) {
  uint64_t low = 0;
  uint64_t high = 0;
  for (const Table table : {Table::kState, Table::kDedupe, Table::kTimers}) {
    store.table(table).Scan("", "",
                            [&](std::string_view key, std::string_view value) {
                              const RowHash hash = HashRow(table, key, value);
                              low += hash.low;
                              high += hash.high;
                              return true;
                            });
    if (store.table(table).read_failed()) {
      return Damaged(folder, "a row cannot be read.");
    }
  }
  const std::string found = StateHashText(low, high);
  if (found == manifest.state_hash()) return absl::OkStatus();
  return Damaged(folder,
                 StrCat("the rows hash to ", found, ", the manifest says ",
                        manifest.state_hash(), "."));
}

}  // namespace

absl::StatusOr<std::vector<CheckpointFile>> ListFiles(
    const std::string& folder) {
  std::vector<CheckpointFile> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    // RocksDB writes its own log even when it only reads.
    if (name.starts_with("LOG") || name == "LOCK" || name == kManifestFile) {
      continue;
    }
    CheckpointFile& file = files.emplace_back();
    file.set_name(name);
    file.set_bytes(entry.file_size(error));
  }
  if (error) {
    return absl::NotFoundError(
        StrCat(folder, " cannot be read: ", error.message()));
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name() < b.name(); });
  return files;
}

absl::StatusOr<CheckpointManifest> Verify(const std::string& folder,
                                          RocksShared& shared) {
  ASSIGN_OR_RETURN(CheckpointManifest manifest, ReadManifest(folder));
  RETURN_IF_ERROR(CheckFiles(folder, manifest));
  ASSIGN_OR_RETURN(const std::unique_ptr<RocksStore> store,
                   RocksStore::Open({folder, /*read_only=*/true}, shared));
  RETURN_IF_ERROR(store->VerifyFiles());
  const auto state =
      GetRow<PartitionState>(store->table(Table::kMeta), kPartitionStateKey);
  if (!state) return Damaged(folder, "it holds no position.");
  RETURN_IF_ERROR(ComparePosition(folder, *state, manifest));
  RETURN_IF_ERROR(CheckChain(folder, *store, manifest));
  RETURN_IF_ERROR(CheckRows(folder, *store, manifest));
  return manifest;
}

}  // namespace csi::checkpoint
