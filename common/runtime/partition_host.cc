#include "common/runtime/partition_host.h"

#include <pthread.h>

#include <algorithm>
#include <filesystem>

#include "common/base/strings.h"
#include "common/runtime/embedded_journal.h"
#include "common/runtime/host_pace.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi {
namespace {

constexpr auto kTick = std::chrono::milliseconds(500);
// How long a stopping host waits for what is under way.
constexpr auto kStopPatience = std::chrono::seconds(1);
constexpr auto kParkedTick = std::chrono::milliseconds(20);
}  // namespace

absl::StatusOr<std::unique_ptr<PartitionHost>> PartitionHost::Open(
    std::unique_ptr<Domain> domain, HostOptions options, RocksShared& shared,
    const Clock& clock, Random& random,
    std::unique_ptr<PartitionJournal> journal) {
  const std::filesystem::path folder =
      std::filesystem::path(options.data_dir) / std::string(domain->service()) /
      std::to_string(options.executor.partition);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return absl::FailedPreconditionError(
        StrCat("The data folder ", folder.string(),
               " cannot be made: ", error.message()));
  }
  RocksOptions rocks;
  rocks.path = folder.string();
  rocks.journal_elsewhere = journal && !journal->atomic();
  ASSIGN_OR_RETURN(std::unique_ptr<RocksStore> store,
                   OpenFolder(rocks, shared));
  RETURN_IF_ERROR(CheckFolder(*store, rocks.journal_elsewhere));
  if (!journal) journal = std::make_unique<EmbeddedJournal>(*store);
  options.executor.atomic_append = journal->atomic();
  return std::unique_ptr<PartitionHost>(
      new PartitionHost(std::move(domain), std::move(options), std::move(store),
                        std::move(journal), clock, random));
}

PartitionHost::PartitionHost(std::unique_ptr<Domain> domain,
                             HostOptions options,
                             std::unique_ptr<RocksStore> store,
                             std::unique_ptr<PartitionJournal> journal,
                             const Clock& clock, Random& random)
    : domain_(std::move(domain)),
      options_(std::move(options)),
      store_(std::move(store)),
      journal_(std::move(journal)),
      clock_(clock),
      feed_(*domain_, *store_, *journal_),
      executor_(*domain_, *store_, random, options_.executor) {}

PartitionHost::~PartitionHost() { Stop(); }

void PartitionHost::Start() {
  if (journal_->atomic()) {
    executor_.OnOpened(store_->journal_end());
  } else {
    journal_->OnNews([this] { Wake(); });
  }
  thread_ = std::thread([this] { Run(); });
}

void PartitionHost::BeginStop(bool patient) {
  {
    std::lock_guard lock(inbox_mutex_);
    stopping_ = true;
    patient_ = patient_ && patient;
  }
  inbox_changed_.notify_one();
  if (!patient) journal_->Interrupt();
}

void PartitionHost::Stop() {
  BeginStop(true);
  if (!thread_.joinable()) return;
  if (patient_ && ended_.get_future().wait_for(kStopPatience) !=
                      std::future_status::ready) {
    journal_->Interrupt();
  }
  thread_.join();
}

void PartitionHost::Run() {
  // As top and perf show it; at most 15 characters.
  const std::string name = StrCat("csi-", domain_->service());
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
  if (!journal_->atomic()) Reopen(Repair::kJournal);
  while (!gave_up_) {
    TakeInbox();
    PullSources();
    PullInputs();
    const bool followed = FollowJournal();
    if (gave_up_) break;
    SetAsideDamage();
    const absl::Duration before = clock_.Steady();
    std::optional<Action> action = executor_.Poll(Now());
    if (executor_.leading() || executor_.following() ||
        executor_.phase() == Executor::Phase::kGenesis) {
      rebuilding_ = false;
    }
    decide_seconds_ += absl::ToDoubleSeconds(clock_.Steady() - before);
    if (executor_.leading()) serving_ = true;
    // Not only at rest: calls are passed on while the last records are folded,
    // and a query right after one of them must not find the rows before it.
    if (executor_.led_elsewhere()) serving_ = false;
    if (action) {
      Perform(*std::move(action));
      UpdateReport();
      if (gave_up_) break;
      continue;
    }
    if (!awaiting_.empty()) AnswerAwaiting(false);
    AnswerYields(false);
    UpdateReport();
    if (followed) continue;
    {
      std::lock_guard lock(inbox_mutex_);
      if (stopping_ && inbox_.empty()) break;
    }
    Wait();
  }
  executor_.Drain(Stopping());
  executor_.Abandon();
  serving_ = false;
  TakeInbox();
  AnswerAwaiting(true);
  AnswerYields(true);
  store_->Flush().IgnoreError();
  ended_.set_value();
}

void PartitionHost::Perform(Action action) {
  switch (action.kind) {
    case Action::Kind::kRead:
      ReadRecords(action);
      break;
    case Action::Kind::kAppend:
      AppendRecord(std::move(action));
      break;
    case Action::Kind::kCommit:
      CommitRows(action);
      break;
    case Action::Kind::kReopen:
      Reopen(Repair::kJournal);
      break;
    case Action::Kind::kSetAside:
      Log(Severity::kError, "state set aside, to be rebuilt from the journal",
          {{"service", std::string(domain_->service())}, {"why", action.why}});
      Reopen(Repair::kState);
      break;
  }
}

void PartitionHost::SetAsideDamage() {
  // Found by whoever reads, a query or a stream as well.
  if (!store_->damaged()) return;
  executor_.OnStateDamaged(
      StrCat("the stored data is damaged: ", store_->damage()));
}

bool PartitionHost::WaitForStop(std::chrono::milliseconds most) {
  std::unique_lock lock(inbox_mutex_);
  return inbox_changed_.wait_for(lock, most, [this] { return stopping_; });
}

bool PartitionHost::Stopped() {
  std::lock_guard lock(inbox_mutex_);
  return stopping_;
}

void PartitionHost::Wait() {
  auto until = std::chrono::steady_clock::now() +
               (executor_.queued() > 0 || executor_.inputs().waiting() > 0 ||
                        !awaiting_.empty()
                    ? kParkedTick
                    : kTick);
  const auto timer = executor_.NextTimer();
  if (timer && !executor_.clock_jump()) {
    const absl::Duration wait =
        std::max(*timer - clock_.Wall(), absl::Milliseconds(1));
    if (wait < absl::Milliseconds(500)) {
      until = std::min(until, std::chrono::steady_clock::now() +
                                  absl::ToChronoMilliseconds(wait) +
                                  std::chrono::milliseconds(1));
    }
  }
  if (const auto claim = executor_.NextClaim()) {
    until = std::min(
        until, std::chrono::steady_clock::now() +
                   absl::ToChronoMicroseconds(std::max(*claim - clock_.Steady(),
                                                       absl::Milliseconds(1))));
  }
  const absl::Duration pause = pulled_at_ + kPullEvery - clock_.Steady();
  std::unique_lock lock(inbox_mutex_);
  if (pause > absl::ZeroDuration() && !InHurry()) {
    // What the sources bring meanwhile is taken in one go.
    wants_news_ = false;
    const auto over =
        std::chrono::steady_clock::now() + absl::ToChronoMicroseconds(pause);
    inbox_changed_.wait_until(lock, std::min(over, until), [this] {
      return !inbox_.empty() || !new_awaiting_.empty() || stopping_ ||
             new_may_lead_ || !errands_.empty();
    });
    wants_news_ = true;
    return;
  }
  if (news_left_) return;
  const bool moved = inbox_changed_.wait_until(lock, until, [this] {
    return !inbox_.empty() || source_moved_ || stopping_ || new_may_lead_ ||
           !errands_.empty();
  });
  lock.unlock();
  // Nothing moved for a tick: look at the sources all the same, and leave
  // little to be folded again after a crash.
  if (!moved && !gave_up_) store_->SyncPending().IgnoreError();
}

void PartitionHost::OnProgress(std::function<void()> notify) {
  std::lock_guard lock(listeners_mutex_);
  listeners_.push_back(std::move(notify));
}

std::string PartitionHost::name() const {
  return StrCat(domain_->service(), "/", options_.executor.partition);
}

bool PartitionHost::Read(uint64_t from, size_t events_max,
                         ForeignBatch& batch) {
  const EventOrigin origin{options_.deployment, std::string(domain_->service()),
                           options_.executor.partition, journal_id()};
  return feed_.Read(origin, from, events_max, batch);
}

}  // namespace csi
