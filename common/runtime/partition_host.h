// One partition of one service, running: a store, an executor and the thread
// that drives it. Also the source of the partition's public events.
//
// Submit, Snapshot, Read and report may be called from any thread.
#ifndef CSI_COMMON_RUNTIME_PARTITION_HOST_H_
#define CSI_COMMON_RUNTIME_PARTITION_HOST_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "common/clock/clock.h"
#include "common/executor/executor.h"
#include "common/executor/partition_journal.h"
#include "common/rocks/rocks_store.h"
#include "common/runtime/event_feed.h"
#include "common/runtime/event_source.h"
#include "common/runtime/input_source.h"

namespace csi {

struct HostOptions {
  std::string data_dir;  // the service's folder lies below
  std::string deployment = "local";
  ExecutorOptions executor;
  // Mutations are refused below this many free bytes.
  uint64_t disk_free_min_bytes = uint64_t{256} << 20;
};

// What a host says about itself, for health and metrics.
struct HostReport {
  Executor::Phase phase = Executor::Phase::kClosed;
  // Why it is halted, or why its store cannot be opened just now.
  std::string halt_reason;
  bool clock_jump = false;
  bool disk_low = false;
  uint64_t disk_free_bytes = 0;
  uint64_t next_offset = 0;
  uint64_t epoch = 0;
  uint64_t event_count = 0;
  uint64_t dead_records = 0;
  uint64_t queued = 0;
  double append_seconds = 0;
  double decide_seconds = 0;
  std::string head;        // 32 bytes
  std::string state_hash;  // 16 bytes, over all rows that the journal makes
  // Of a shared journal: this copy stands behind another's lead, which is to
  // be found there.
  bool following = false;
  // Its state was damaged or foreign and is folded anew.
  bool rebuilding = false;
  std::string leader_address;
  ExecutorStats stats;
  std::map<std::string, double> view_lag_seconds;
  // Of the committed state; empty while the store is being reopened.
  std::vector<StateGauge> gauges;
  struct InputReport {
    uint64_t lag_records = 0;
    std::string trouble;
  };
  // By topic and partition; of the leader only.
  std::map<std::string, InputReport> inputs;
};

class PartitionHost : public EventSource {
 public:
  // `shared`, `clock` and `random` outlive the host. Without a `journal` it is
  // embedded in the store.
  static absl::StatusOr<std::unique_ptr<PartitionHost>> Open(
      std::unique_ptr<Domain> domain, HostOptions options, RocksShared& shared,
      const Clock& clock, Random& random,
      std::unique_ptr<PartitionJournal> journal = nullptr);
  ~PartitionHost() override;

  // REQUIRES: before Start. `source` outlives the host's Stop.
  void AddSource(std::string service, EventSource* source);
  // REQUIRES: before Start; `name` is in ExecutorOptions::inputs.
  void AddInput(std::string name, InputSource* source);
  void Start();
  // Answers what was taken, flushes and ends the thread. Idempotent. A journal
  // that does not answer is not waited for: what is open is then unknown. Not
  // at all after BeginStop(false).
  void Stop();
  void BeginStop(bool patient);

  void Submit(Call call);
  // Null while the store is being reopened.
  std::shared_ptr<const StoreSnapshot> Snapshot() const {
    return store_->Snapshot();
  }
  // While held, no foreign event is taken: the views stand still. Returns when
  // none is being taken any more.
  void HoldViews(bool held);
  // Calls `then(true)` on the host's thread once the views have used all the
  // positions, `then(false)` when `deadline` (steady clock) comes first.
  void AwaitViews(std::vector<common::v1::ViewPosition> positions,
                  absl::Duration deadline, std::function<void(bool)> then);
  // Whether the assignment of a shared journal names this copy.
  void SetMayLead(bool may_lead);
  // Before another copy claims: nothing more is decided here for a moment, and
  // `then` is called, on the host's thread, once nothing is under way.
  void Yield(std::function<void()> then);
  // Opens what the first append needs; `then` is called on the host's thread.
  void PrepareToLead(std::function<void()> then);
  // Whether the state is whole: reads before that would miss rows. A copy that
  // follows another's lead does not serve.
  bool serving() const { return serving_; }
  // Of a copy that follows: how far its rows may be behind the journal's end.
  // Nothing when it does not follow, or does not know.
  std::optional<absl::Duration> StandbyLag();
  HostReport report() const;
  std::string journal_id() const;
  // Address in the last counting claim.
  std::string leader_address() const;
  // "raci/0": service and partition.
  std::string name() const;
  const Domain& domain() const { return *domain_; }
  const Clock& clock() const { return clock_; }
  RocksStore& store() { return *store_; }

  uint64_t end() const override { return feed_.end(); }
  bool Read(uint64_t from, size_t events_max, ForeignBatch& batch) override;
  void OnProgress(std::function<void()> notify) override;

 private:
  struct Source {
    std::string service;
    EventSource* from = nullptr;
    absl::Duration last_read = -absl::InfiniteDuration();
  };

  PartitionHost(std::unique_ptr<Domain> domain, HostOptions options,
                std::unique_ptr<RocksStore> store,
                std::unique_ptr<PartitionJournal> journal, const Clock& clock,
                Random& random);

  struct Awaiting {
    std::vector<common::v1::ViewPosition> positions;
    absl::Duration deadline;
    std::function<void(bool)> then;
  };

  void Run();
  void AnswerAwaiting(bool stopping);
  bool TakeInbox();
  void PullSources();
  void PullInputs();
  void Perform(Action action);

  // host_journal.cc
  enum class Repair { kJournal, kStore, kState };
  // Opens anew what may be wrong, until that works or the host stops.
  void Reopen(Repair repair);
  absl::Status RepairStore(bool set_aside);
  void ReadRecords(const Action& action);
  void AppendRecord(Action action);
  void CommitRows(const Action& action);
  bool FollowJournal();
  void NotifyListeners();

  // host_hand_over.cc
  // Runs `errand` on the host's thread; false when that is ending.
  bool Post(std::function<void()> errand);
  void AnswerYields(bool stopping);

  void RefuseInbox(const absl::Status& why);
  void SetAsideDamage();
  bool Stopped();
  // Whether it is to stop, after `most` at the latest.
  bool WaitForStop(std::chrono::milliseconds most);
  void Wait();
  void UpdateReport();
  void Wake();
  // Somebody waits for the views.
  bool InHurry() const;
  Instant Now() const { return {clock_.Wall(), clock_.Steady()}; }

  const std::unique_ptr<Domain> domain_;
  const HostOptions options_;
  const std::unique_ptr<RocksStore> store_;
  const std::unique_ptr<PartitionJournal> journal_;
  const Clock& clock_;
  EventFeed feed_;
  Executor executor_;
  std::mutex pull_mutex_;
  bool views_held_ = false;  // guarded by pull_mutex_
  std::vector<Source> sources_;
  std::vector<std::pair<std::string, InputSource*>> inputs_;

  std::mutex inbox_mutex_;
  std::condition_variable inbox_changed_;
  std::deque<Call> inbox_;
  std::vector<Awaiting> new_awaiting_;
  std::vector<std::function<void()>> errands_;
  bool source_moved_ = false;
  bool wants_news_ = true;
  std::optional<bool> new_may_lead_;
  bool stopping_ = false;
  std::promise<void> ended_;
  bool patient_ = true;  // while stopping
  bool disk_low_ = false;

  mutable std::mutex report_mutex_;
  HostReport report_;
  std::string journal_id_;
  std::string trouble_;  // why the store cannot be opened again
  absl::Duration reported_at_ = -absl::InfiniteDuration();
  bool news_left_ = false;  // not pulled, since it is too early
  absl::Duration pulled_at_ = -absl::InfiniteDuration();
  double append_seconds_ = 0;
  double decide_seconds_ = 0;
  std::vector<Awaiting> awaiting_;
  std::vector<std::function<void()>> yields_;
  // Own record that is appended but whose rows are not committed yet.
  struct OwnRecord {
    uint64_t offset = 0;
    std::string bytes;
    std::shared_ptr<const DecidedRecord> decided;
  };
  std::optional<OwnRecord> own_record_;
  // A follower's last record may have changed.
  bool recheck_ = false;
  absl::Duration rechecked_at_ = -absl::InfiniteDuration();
  std::atomic<bool> serving_{false};
  // Steady clock, in nanoseconds: when a follower had all; 0 when it has not.
  std::atomic<int64_t> whole_at_ns_{0};
  std::atomic<int64_t> standby_read_at_ns_{0};
  bool rebuilding_ = false;
  bool gave_up_ = false;  // a repair, since it is to stop

  std::mutex listeners_mutex_;
  std::vector<std::function<void()>> listeners_;
  std::thread thread_;
};

}  // namespace csi

#endif  // CSI_COMMON_RUNTIME_PARTITION_HOST_H_
