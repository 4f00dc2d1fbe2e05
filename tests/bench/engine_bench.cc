// The engine without the network, on the workflow partition of a stopped
// server's folder. Prints one JSON object.
//
//   csi_engine_bench --what decide --data-dir COPY --tenant bench --actor anna
//       --runs r1,r2,... --batch 64 --seconds 3 [--commands N]
//   csi_engine_bench --what replay --data-dir DIR --into rocks|memory
//
//   csi_engine_bench --what follow --data-dir DIR --scratch NEW --batch 8
//
// `decide` submits and sends back step 1 of the runs, in batches, as the
// partition's thread would: it writes to the folder, so give it a copy.
// `replay` folds the journal from nothing into a new RocksDB beside it (the
// folder behind --scratch) or into memory.
#include <time.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/executor/executor.h"
#include "common/executor/memory_store.h"
#include "common/random/random.h"
#include "common/rocks/rocks_store.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "services/workflow/domain/workflow_domain.h"
#include "tests/bench/follow_bench.h"
#include "tests/bench/perform.h"

namespace csi {
namespace {

using Flags = std::map<std::string, std::string>;
constexpr size_t kCacheBytes = 32 << 20;

Instant Now() {
  return {absl::Now(),
          absl::Nanoseconds(
              std::chrono::steady_clock::now().time_since_epoch().count())};
}

double SecondsSince(Instant start) {
  return absl::ToDoubleSeconds(Now().steady - start.steady);
}

// What this process has used of the processor; says more than the wall clock on
// a busy machine.
double CpuSeconds() {
  timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + used.tv_nsec * 1e-9;
}

[[noreturn]] void Stop(std::string_view why) {
  std::fprintf(stderr, "csi_engine_bench: %s\n", std::string(why).c_str());
  std::exit(1);
}

// One partition on RocksDB, driven by this thread.
class Rig {
 public:
  Rig(const std::string& folder, size_t batch)
      : shared_(kCacheBytes, kCacheBytes), domain_(MakeWorkflowDomain()) {
    auto store = RocksStore::Open({folder}, shared_);
    if (!store.ok()) Stop(StdView(store.status().message()));
    store_ = *std::move(store);
    ExecutorOptions options;
    options.batch_commands_max = batch;
    executor_ = std::make_unique<Executor>(*domain_, *store_, random_, options);
    executor_->OnOpened(store_->journal_end());
  }

  void ToRest() {
    while (auto action = executor_->Poll(Now())) Perform(*std::move(action));
    if (executor_->phase() == Executor::Phase::kHalted) {
      Stop(executor_->halt_reason());
    }
  }

  // The views are as new as their sources, which have nothing more to say.
  void ConfirmViews() {
    for (const std::string& source : domain_->views()) {
      const auto wanted = executor_->WantedOffset(source);
      ForeignBatch batch;
      batch.source = source;
      batch.journal_id = JournalOf(source);
      batch.next_offset = wanted.value_or(0);
      batch.at_end = true;
      executor_->OnForeign(std::move(batch), Now());
    }
  }

  Executor& executor() { return *executor_; }
  RocksStore& store() { return *store_; }
  uint64_t bytes() const { return bytes_; }
  uint64_t rows() const { return rows_; }

 private:
  std::string JournalOf(const std::string& source) const {
    for (const auto& floor : executor_->partition().view_floors()) {
      if (floor.source() == source) return floor.journal_id();
    }
    return "none";
  }

  void Perform(Action action) {
    if (action.kind == Action::Kind::kAppend) {
      bytes_ += action.record.size();
      for (const auto& table : action.writes.tables) rows_ += table.size();
    }
    const absl::Status done =
        csi::Perform(std::move(action), *store_, *executor_);
    if (!done.ok()) Stop(StdView(done.message()));
  }

  RocksShared shared_;
  std::unique_ptr<Domain> domain_;
  SystemRandom random_;
  std::unique_ptr<RocksStore> store_;
  std::unique_ptr<Executor> executor_;
  uint64_t bytes_ = 0;
  uint64_t rows_ = 0;
};

Call TransitionOf(const Flags& flags, const std::string& run, bool submitted,
                  const std::string& id) {
  const std::string name =
      StrCat("tenants/", flags.at("--tenant"), "/runs/", run);
  Call call;
  call.command.tenant = flags.at("--tenant");
  call.command.actor = flags.at("--actor");
  call.command.request_id = id;
  if (submitted) {
    auto request = std::make_shared<workflow::v1::SendBackStepRequest>();
    request->set_name(name);
    request->set_step(1);
    request->set_to_step(1);
    request->set_reason("again");
    call.command.method = "SendBackStep";
    call.command.request = request;
  } else {
    auto request = std::make_shared<workflow::v1::SubmitStepRequest>();
    request->set_name(name);
    request->set_step(1);
    call.command.method = "SubmitStep";
    call.command.request = request;
  }
  call.content_hash = Sha256(call.command.request->SerializeAsString());
  return call;
}

int Decide(const Flags& flags) {
  const size_t batch = std::stoul(flags.at("--batch"));
  const double seconds = std::stod(flags.at("--seconds"));
  const std::vector<std::string> runs = absl::StrSplit(flags.at("--runs"), ',');
  Rig rig(StrCat(flags.at("--data-dir"), "/workflow/0"), batch);
  rig.ToRest();
  const std::string nonce = StrCat(absl::ToUnixNanos(absl::Now()));
  uint64_t decided = 0, refused = 0, sent = 0;
  std::string first_refusal;
  const Instant start = Now();
  const double cpu = CpuSeconds();
  // A fixed number of commands is for instruction counters.
  const uint64_t most = std::stoull(flags.at("--commands"));
  while (most > 0 ? sent < most : SecondsSince(start) < seconds) {
    rig.ConfirmViews();
    for (size_t i = 0; i < batch; ++i, ++sent) {
      const bool submitted = sent / runs.size() % 2 == 1;
      Call call = TransitionOf(flags, runs[sent % runs.size()], submitted,
                               StrCat(nonce, "-", sent));
      call.queued_at = Now().steady;
      call.done = [&](const CallResult& result) {
        ++(result.status.ok() ? decided : refused);
        if (!result.status.ok() && first_refusal.empty()) {
          first_refusal = std::string(StdView(result.status.message()));
        }
      };
      rig.executor().Submit(std::move(call));
    }
    rig.ToRest();
  }
  const double took = SecondsSince(start);
  if (refused > 0) Stop(first_refusal);
  std::printf(
      "{\"what\":\"decide\",\"batch\":%zu,\"commands\":%llu,\"seconds\":%.3f,"
      "\"per_second\":%.0f,\"cpu_us_each\":%.1f,\"journal_bytes\":%llu,"
      "\"rows_each\":%.1f}\n",
      batch, static_cast<unsigned long long>(decided), took, decided / took,
      (CpuSeconds() - cpu) * 1e6 / decided,
      static_cast<unsigned long long>(rig.bytes()),
      static_cast<double>(rig.rows()) / decided);
  return 0;
}

// Folds all records of a stopped folder into the store behind `commit`.
template <class CommitFn>
uint64_t Fold(RocksStore& journal, Executor& executor, CommitFn commit) {
  executor.OnOpened(journal.journal_end());
  while (auto action = executor.Poll(Now())) {
    if (action->kind == Action::Kind::kRead) {
      auto records = journal.ReadJournal(action->from, action->to);
      if (!records.ok()) Stop(StdView(records.status().message()));
      executor.OnRecords(action->from, *std::move(records));
    } else if (action->kind == Action::Kind::kCommit) {
      commit(action->writes);
    } else {
      Stop(action->why);
    }
  }
  return executor.stats().replayed_events;
}

int Replay(const Flags& flags) {
  RocksShared shared(kCacheBytes, kCacheBytes);
  auto journal = RocksStore::Open(
      {StrCat(flags.at("--data-dir"), "/workflow/0"), true}, shared);
  if (!journal.ok()) Stop(StdView(journal.status().message()));
  const auto domain = MakeWorkflowDomain();
  SystemRandom random;
  ExecutorOptions options;
  options.atomic_append = false;
  options.may_lead = false;
  const bool rocks = flags.at("--into") == "rocks";
  const Instant start = Now();
  uint64_t events = 0;
  if (rocks) {
    const std::string scratch = flags.at("--scratch");
    std::filesystem::create_directories(scratch);
    auto store = RocksStore::Open({scratch}, shared);
    if (!store.ok()) Stop(StdView(store.status().message()));
    Executor executor(*domain, **store, random, options);
    events = Fold(**journal, executor, [&](const WriteSet& writes) {
      if (!(*store)->Commit(writes).ok()) Stop("a commit failed");
    });
    if (!(*store)->Flush().ok()) Stop("the flush failed");
  } else {
    MemoryStore store;
    Executor executor(*domain, store, random, options);
    events = Fold(**journal, executor,
                  [&](const WriteSet& writes) { store.Commit(writes); });
  }
  const double took = SecondsSince(start);
  std::printf(
      "{\"what\":\"replay\",\"into\":\"%s\",\"events\":%llu,\"seconds\":%.3f,"
      "\"events_per_second\":%.0f}\n",
      rocks ? "rocks" : "memory", static_cast<unsigned long long>(events), took,
      events / took);
  return 0;
}

}  // namespace
}  // namespace csi

int main(int argc, char** argv) {
  csi::Flags flags = {{"--what", "decide"}, {"--batch", "64"},
                      {"--seconds", "3"},   {"--into", "memory"},
                      {"--actor", ""},      {"--tenant", ""},
                      {"--runs", ""},       {"--scratch", ""},
                      {"--data-dir", ""},   {"--commands", "0"}};
  for (int i = 1; i + 1 < argc; i += 2) flags[argv[i]] = argv[i + 1];
  if (flags["--what"] == "follow") {
    return csi::BenchFollow(flags["--data-dir"], flags["--scratch"],
                            std::stoul(flags["--batch"]));
  }
  return flags["--what"] == "replay" ? csi::Replay(flags) : csi::Decide(flags);
}
