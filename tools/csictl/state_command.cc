// csictl state verify|rebuild, on a stopped server's folder.
#include <algorithm>
#include <cstdio>

#include "absl/strings/escaping.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/executor/memory_store.h"
#include "common/executor/staged_partition.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "tools/csictl/special_commands.h"
#include "tools/csictl/stored_folder.h"

namespace csi::tools {
namespace {

constexpr uint64_t kCommitRecords = 256;
constexpr const char* kTableNames[] = {"state", "dedupe", "timers", "views",
                                       "meta"};

struct Refolded {
  MemoryStore store;
  common::v1::PartitionState partition;
};

// Folds the records below `end` from nothing, as an executor would.
absl::Status Refold(const Domain& domain, const RocksStore& store, uint64_t end,
                    Refolded& out) {
  StagedPartition staged(out.store, domain);
  RETURN_IF_ERROR(ForEachRecord(store, [&](uint64_t offset,
                                           const std::string& bytes) {
    if (offset >= end) return absl::OkStatus();
    common::v1::JournalRecord record;
    if (!record.ParseFromString(bytes)) {
      return absl::DataLossError(
          StrCat("offset ", offset, ": the bytes are no record"));
    }
    const journal::Judgement judged =
        journal::Judge(staged.partition(), record);
    if (judged.verdict == journal::Verdict::kDead) {
      journal::Skip(bytes, staged.partition());
      return absl::OkStatus();
    }
    if (judged.verdict != journal::Verdict::kCounts) {
      return absl::DataLossError(StrCat("offset ", offset, ": ", judged.why));
    }
    if (!staged.ApplyRecord(record, bytes) || staged.broken()) {
      return absl::DataLossError(
          StrCat("offset ", offset, ": ",
                 staged.broken().value_or("an event does not parse")));
    }
    if (offset % kCommitRecords == 0) out.store.Commit(staged.Take());
    return absl::OkStatus();
  }));
  out.store.Commit(staged.Take());
  out.partition = staged.partition();
  return absl::OkStatus();
}

// The first key in which two tables differ, as text; empty when equal.
std::string FirstDifference(const KvReader& stored, const MemoryKv& folded,
                            std::string_view table) {
  std::string difference;
  auto expected = folded.rows().begin();
  auto describe = [&](std::string_view key, std::string_view what) {
    std::string shown(key);
    std::replace(shown.begin(), shown.end(), '\0', '/');
    difference = StrCat("table ", table, ", key \"",
                        absl::Utf8SafeCHexEscape(shown), "\": ", what);
  };
  stored.Scan("", "", [&](std::string_view key, std::string_view value) {
    if (expected == folded.rows().end() || key < expected->first) {
      describe(key, "only in the stored state");
      return false;
    }
    if (key > expected->first) {
      describe(expected->first, "only in the fold of the journal");
      return false;
    }
    if (value != expected->second) {
      describe(key, "the stored value differs from the fold");
      return false;
    }
    ++expected;
    return true;
  });
  if (difference.empty() && expected != folded.rows().end()) {
    describe(expected->first, "only in the fold of the journal");
  }
  return difference;
}

absl::Status VerifyState(const Folder& folder, const RocksStore& store) {
  auto domain = MakeDomain(folder.service);
  const auto stored = GetRow<common::v1::PartitionState>(
      store.table(Table::kMeta), kPartitionStateKey);
  const uint64_t position = stored ? stored->next_offset() : 0;
  const uint64_t journal_end = store.journal_end();
  if (position > journal_end) {
    return absl::DataLossError(
        StrCat("the state has folded up to offset ", position,
               " but the folder's journal ends at ", journal_end,
               " (a state whose journal is in Kafka is not verified here)"));
  }
  // Rows are written later than their record: after a kill the newest records
  // wait for the next start.
  Refolded folded;
  RETURN_IF_ERROR(Refold(*domain, store, position, folded));
  for (Table table : {Table::kState, Table::kDedupe, Table::kTimers}) {
    const int index = static_cast<int>(table);
    const std::string difference = FirstDifference(
        store.table(table), folded.store.tables()[index], kTableNames[index]);
    if (!difference.empty()) return absl::DataLossError(difference);
  }
  std::printf("%s: state equals the fold of %llu records, head %s\n",
              folder.label.c_str(),
              static_cast<unsigned long long>(folded.partition.next_offset()),
              Hex(folded.partition.head()).c_str());
  if (position < journal_end) {
    std::printf("%s: %llu newer records wait to be folded at the next start\n",
                folder.label.c_str(),
                static_cast<unsigned long long>(journal_end - position));
  }
  return absl::OkStatus();
}

// Sums up the rows anew, so that the folders of two copies can be compared.
absl::Status ShowState(const Folder& folder, const RocksStore& store) {
  const auto row = GetRow<common::v1::PartitionState>(store.table(Table::kMeta),
                                                      kPartitionStateKey);
  if (!row) return absl::NotFoundError("nothing was folded here yet");
  RowHash sum;
  for (Table table : {Table::kState, Table::kDedupe, Table::kTimers}) {
    store.table(table).Scan("", "",
                            [&](std::string_view key, std::string_view value) {
                              const RowHash hash = HashRow(table, key, value);
                              sum.low += hash.low;
                              sum.high += hash.high;
                              return true;
                            });
  }
  const std::string hash = Hex(StrCat(BigEndian(sum.high), BigEndian(sum.low)));
  if (sum.low != row->state_hash_low() || sum.high != row->state_hash_high()) {
    return absl::DataLossError(
        StrCat("the rows have the hash ", hash,
               ", which is not the one that was kept beside them. Rebuild the "
               "state: `csictl state rebuild`."));
  }
  std::printf("%s: %llu records, epoch %llu, head %s, state %s\n",
              folder.label.c_str(),
              static_cast<unsigned long long>(row->next_offset()),
              static_cast<unsigned long long>(row->epoch()),
              Hex(row->head()).c_str(), hash.c_str());
  return absl::OkStatus();
}

}  // namespace

int RunState(Arguments& arguments) {
  const std::string verb = arguments.word(1);
  if (verb == "verify") {
    return OnEachPartition(
        arguments, true,
        "csictl state verify DIR [--service NAME]: folds the "
        "journal from nothing and compares.",
        [](const Folder& folder, RocksStore& store) {
          return VerifyState(folder, store);
        });
  }
  if (verb == "rebuild") {
    return OnEachPartition(
        arguments, false,
        "csictl state rebuild DIR [--service NAME]: drops the "
        "state; the next start folds it from the journal.",
        [](const Folder& folder, RocksStore& store) {
          RETURN_IF_ERROR(store.ClearTables());
          std::printf(
              "%s: state dropped; the next start folds %llu "
              "records\n",
              folder.label.c_str(),
              static_cast<unsigned long long>(store.journal_end()));
          return store.Flush();
        });
  }
  if (verb == "show") {
    return OnEachPartition(
        arguments, true,
        "csictl state show DIR [--service NAME]: how far the state is folded, "
        "with the hashes of journal and rows.",
        [](const Folder& folder, RocksStore& store) {
          return ShowState(folder, store);
        });
  }
  return Usage(
      arguments,
      "csictl state show|verify|rebuild DIR: the state in the folder of a "
      "stopped server; state checkpoint|restore: copies of it.");
}

}  // namespace csi::tools
