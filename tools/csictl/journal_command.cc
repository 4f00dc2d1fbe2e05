// csictl journal dump|verify, on a stopped server's folder.
#include <cstdio>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/journal/chain.h"
#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/wrappers.pb.h"
#include "tools/csictl/special_commands.h"
#include "tools/csictl/stored_folder.h"

namespace csi::tools {
namespace {

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
              folder.label.c_str(),
              static_cast<unsigned long long>(state.next_offset()),
              static_cast<unsigned long long>(dead),
              static_cast<unsigned long long>(state.epoch()), head.c_str());
  return absl::OkStatus();
}

}  // namespace

int RunJournal(Arguments& arguments) {
  const std::string verb = arguments.word(1);
  if (verb == "dump") {
    return OnEachPartition(
        arguments, true,
        "csictl journal dump DIR [--service NAME]: prints every "
        "record as a line of JSON.",
        [](const Folder& folder, RocksStore& store) {
          auto domain = MakeDomain(folder.service);
          return ForEachRecord(store,
                               [&](uint64_t offset, const std::string& bytes) {
                                 DumpRecord(*domain, offset, bytes);
                                 return absl::OkStatus();
                               });
        });
  }
  if (verb == "verify") {
    const std::string head = arguments.TakeFlag("expect").value_or("");
    return OnEachPartition(
        arguments, true,
        "csictl journal verify DIR [--service NAME] [--expect "
        "HEAD]: checks the hash chain and the fold rule.",
        [&](const Folder& folder, RocksStore& store) {
          return VerifyJournal(folder, store, head);
        });
  }
  return Usage(arguments,
               "csictl journal dump|verify DIR: the journals in the folder of "
               "a stopped server.");
}

}  // namespace csi::tools
