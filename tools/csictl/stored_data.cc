// csictl journal dump|verify and state verify|rebuild, on a stopped server's
// folder: everything is read from the disk, no server is asked.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/executor/memory_store.h"
#include "common/executor/staged_partition.h"
#include "common/journal/chain.h"
#include "common/rocks/rocks_store.h"
#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/wrappers.pb.h"
#include "services/raci/domain/raci_domain.h"
#include "services/registry/domain/registry_domain.h"
#include "services/reporting/domain/reporting_domain.h"
#include "services/workflow/domain/workflow_domain.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

constexpr size_t kCacheBytes = 32 << 20;
constexpr uint64_t kReadRecords = 256;
constexpr const char* kTableNames[] = {"state", "dedupe", "timers", "views",
                                       "meta"};

std::unique_ptr<Domain> MakeDomain(const std::string& service) {
  if (service == "raci") return raci::MakeRaciDomain();
  if (service == "registry") return registry::MakeRegistryDomain();
  if (service == "workflow") return MakeWorkflowDomain();
  if (service == "reporting") return MakeReportingDomain();
  return nullptr;
}

struct Folder {
  std::string service;
  std::string path;
};

// The partitions below a data folder.
std::vector<Folder> Partitions(const std::string& data_dir) {
  std::vector<Folder> found;
  for (const char* service : {"raci", "registry", "workflow", "reporting"}) {
    const auto path = std::filesystem::path(data_dir) / service / "0";
    if (std::filesystem::exists(path / "CURRENT")) {
      found.push_back({service, path.string()});
    }
  }
  return found;
}

using RecordFn =
    std::function<absl::Status(uint64_t offset, const std::string& bytes)>;

absl::Status ForEachRecord(const RocksStore& store, const RecordFn& take) {
  for (uint64_t next = 0; next < store.journal_end();) {
    ASSIGN_OR_RETURN(std::vector<std::string> records,
                     store.ReadJournal(next, next + kReadRecords));
    if (records.empty()) {
      return absl::DataLossError(StrCat("the journal holds nothing at offset ",
                                        next,
                                        " although it "
                                        "ends at ",
                                        store.journal_end()));
    }
    for (const std::string& bytes : records) {
      RETURN_IF_ERROR(take(next++, bytes));
    }
  }
  return absl::OkStatus();
}

// As a JSON string.
std::string Quoted(const std::string& text) {
  google::protobuf::StringValue value;
  value.set_value(text);
  std::string json;
  google::protobuf::util::MessageToJsonString(value, &json);
  return json;
}

void DumpRecord(const Domain& domain, uint64_t offset,
                const std::string& bytes) {
  common::v1::JournalRecord record;
  if (!record.ParseFromString(bytes)) {
    std::printf("{\"offset\":%llu,\"damaged\":true}\n",
                static_cast<unsigned long long>(offset));
    return;
  }
  std::string line =
      StrCat("{\"offset\":", offset, ",\"bytes\":", bytes.size());
  if (record.has_genesis()) {
    StrAppend(&line, ",\"genesis\":\"", Hex(record.genesis().journal_id()),
              "\",\"service\":\"", record.genesis().service(), "\"}");
    std::printf("%s\n", line.c_str());
    return;
  }
  if (record.has_claim()) {
    StrAppend(&line, ",\"claim\":", record.claim().epoch(), "}");
    std::printf("%s\n", line.c_str());
    return;
  }
  const common::v1::Batch& batch = record.batch();
  StrAppend(&line, ",\"epoch\":", batch.epoch(),
            ",\"sequence\":", batch.sequence(),
            ",\"decided_at_us\":", batch.decided_at_us(), ",\"entries\":[");
  for (int i = 0; i < batch.entries_size(); ++i) {
    const common::v1::Entry& entry = batch.entries(i);
    StrAppend(&line, i > 0 ? "," : "", "{\"tenant\":\"", entry.tenant(),
              "\",\"actor\":\"", entry.actor(), "\",\"method\":\"",
              entry.method(), "\"");
    if (!entry.causation_id().empty()) {
      StrAppend(&line, ",\"causation_id\":", Quoted(entry.causation_id()));
    }
    if (!entry.refusal().empty()) {
      StrAppend(&line, ",\"refusal\":", Quoted(entry.refusal()));
    }
    StrAppend(&line, ",\"events\":[");
    for (int j = 0; j < entry.events_size(); ++j) {
      auto event = domain.NewEvent();
      std::string json = "null";
      if (event->ParseFromString(entry.events(j))) {
        json.clear();
        google::protobuf::util::MessageToJsonString(*event, &json);
      }
      StrAppend(&line, j > 0 ? "," : "", json);
    }
    StrAppend(&line, "]}");
  }
  std::printf("%s]}\n", line.c_str());
}

struct Refolded {
  MemoryStore store;
  common::v1::PartitionState partition;
};

// Folds the whole journal from nothing, as an executor would.
absl::Status Refold(const Domain& domain, const RocksStore& store,
                    Refolded& out) {
  StagedPartition staged(out.store, domain);
  RETURN_IF_ERROR(ForEachRecord(store, [&](uint64_t offset,
                                           const std::string& bytes) {
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
    if (offset % kReadRecords == 0) out.store.Commit(staged.Take());
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
  Refolded folded;
  RETURN_IF_ERROR(Refold(*domain, store, folded));
  for (Table table : {Table::kState, Table::kDedupe, Table::kTimers}) {
    const int index = static_cast<int>(table);
    const std::string difference = FirstDifference(
        store.table(table), folded.store.tables()[index], kTableNames[index]);
    if (!difference.empty()) return absl::DataLossError(difference);
  }
  std::printf("%s: state equals the fold of %llu records, head %s\n",
              folder.service.c_str(),
              static_cast<unsigned long long>(folded.partition.next_offset()),
              Hex(folded.partition.head()).c_str());
  return absl::OkStatus();
}

absl::Status VerifyJournal(const Folder& folder, const RocksStore& store,
                           const std::string& expected_head) {
  common::v1::PartitionState state;
  uint64_t dead = 0;
  RETURN_IF_ERROR(ForEachRecord(store, [&](uint64_t offset,
                                           const std::string& bytes) {
    common::v1::JournalRecord record;
    if (!record.ParseFromString(bytes)) {
      return absl::DataLossError(
          StrCat("offset ", offset, ": the bytes are no record"));
    }
    const journal::Judgement judged = journal::Judge(state, record);
    if (judged.verdict == journal::Verdict::kDead) {
      ++dead;
      journal::Skip(bytes, state);
    } else if (judged.verdict == journal::Verdict::kCounts) {
      journal::Advance(record, bytes, state);
    } else {
      return absl::DataLossError(StrCat("offset ", offset, ": ", judged.why));
    }
    return absl::OkStatus();
  }));
  const std::string head = Hex(state.head());
  if (!expected_head.empty() && head != expected_head) {
    return absl::DataLossError(StrCat("the chain ends in head ", head,
                                      ", expected was ", expected_head));
  }
  std::printf("%s: %llu records, %llu dead, epoch %llu, head %s\n",
              folder.service.c_str(),
              static_cast<unsigned long long>(state.next_offset()),
              static_cast<unsigned long long>(dead),
              static_cast<unsigned long long>(state.epoch()), head.c_str());
  return absl::OkStatus();
}

// Opens every partition of the folder and runs `work` on it.
int OnEach(
    Arguments& arguments, bool read_only, const std::string& usage,
    const std::function<absl::Status(const Folder&, RocksStore&)>& work) {
  const std::string data_dir = arguments.word(2);
  const std::string only = arguments.TakeFlag("service").value_or("");
  if (data_dir.empty() || !arguments.flags.empty()) return UsageError(usage);
  const std::vector<Folder> folders = Partitions(data_dir);
  if (folders.empty()) {
    return UsageError(StrCat("\"", data_dir,
                             "\" is no data folder of csid: "
                             "it has no raci, registry, workflow or "
                             "reporting partition."));
  }
  RocksShared shared(kCacheBytes, kCacheBytes);
  int exit_code = kExitOk;
  for (const Folder& folder : folders) {
    if (!only.empty() && folder.service != only) continue;
    auto store = RocksStore::Open({folder.path, read_only}, shared);
    absl::Status status = store.status();
    if (store.ok()) status = work(folder, **store);
    // What could not be read explains everything else.
    if (store.ok() && (*store)->damaged()) {
      status = absl::DataLossError((*store)->damage());
    }
    if (status.ok()) continue;
    std::fprintf(stderr, "error: %s: %s\n", folder.service.c_str(),
                 std::string(status.message()).c_str());
    exit_code = kExitFailed;
  }
  return exit_code;
}

}  // namespace

int RunJournal(Arguments& arguments) {
  const std::string verb = arguments.word(1);
  if (verb == "dump") {
    return OnEach(arguments, true,
                  "csictl journal dump DIR [--service NAME]: prints every "
                  "record as a line of JSON.",
                  [](const Folder& folder, RocksStore& store) {
                    auto domain = MakeDomain(folder.service);
                    return ForEachRecord(
                        store, [&](uint64_t offset, const std::string& bytes) {
                          DumpRecord(*domain, offset, bytes);
                          return absl::OkStatus();
                        });
                  });
  }
  if (verb == "verify") {
    const std::string head = arguments.TakeFlag("expect").value_or("");
    return OnEach(arguments, true,
                  "csictl journal verify DIR [--service NAME] [--expect "
                  "HEAD]: checks the hash chain and the fold rule.",
                  [&](const Folder& folder, RocksStore& store) {
                    return VerifyJournal(folder, store, head);
                  });
  }
  return UsageError("csictl journal dump|verify DIR");
}

int RunState(Arguments& arguments) {
  const std::string verb = arguments.word(1);
  if (verb == "verify") {
    return OnEach(arguments, true,
                  "csictl state verify DIR [--service NAME]: folds the "
                  "journal from nothing and compares.",
                  [](const Folder& folder, RocksStore& store) {
                    return VerifyState(folder, store);
                  });
  }
  if (verb == "rebuild") {
    return OnEach(arguments, false,
                  "csictl state rebuild DIR [--service NAME]: drops the "
                  "state; the next start folds it from the journal.",
                  [](const Folder& folder, RocksStore& store) {
                    RETURN_IF_ERROR(store.ClearTables());
                    std::printf(
                        "%s: state dropped; the next start folds %llu "
                        "records\n",
                        folder.service.c_str(),
                        static_cast<unsigned long long>(store.journal_end()));
                    return store.Flush();
                  });
  }
  return UsageError(
      "csictl state verify|rebuild DIR, state checkpoint, state restore");
}

}  // namespace csi::tools
