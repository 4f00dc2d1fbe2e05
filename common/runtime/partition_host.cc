#include "common/runtime/partition_host.h"

#include <pthread.h>

#include <algorithm>
#include <filesystem>

#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi {
namespace {

constexpr size_t kInboxMax = 2 * limits::kPartitionQueueMax;
constexpr size_t kPullEventsMax = 512;
constexpr auto kTick = std::chrono::milliseconds(500);
constexpr auto kParkedTick = std::chrono::milliseconds(20);
constexpr absl::Duration kReportEvery = absl::Milliseconds(100);
// Views are folded at most this often unless somebody waits for them: followers
// must not be woken for every record of a busy service.
constexpr absl::Duration kPullEvery = absl::Milliseconds(5);
// A source at its end is asked again this often, to know that it still is.
constexpr absl::Duration kConfirmEvery = absl::Seconds(1);

absl::Status Stopping() {
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "The service is stopping. Repeat the call with the same "
                 "request id when it is back.");
}

absl::Status DiskLow(uint64_t minimum) {
  return Refusal(common::v1::ERROR_REASON_DISK_LOW,
                 StrCat("Less than ", minimum >> 20,
                        " MiB are free on the data disk. Nothing is written "
                        "until there is space; reads go on."),
                 {{"limit", "disk_free_min"}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<PartitionHost>> PartitionHost::Open(
    std::unique_ptr<Domain> domain, HostOptions options, RocksShared& shared,
    const Clock& clock, Random& random) {
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
  ASSIGN_OR_RETURN(std::unique_ptr<RocksStore> store,
                   RocksStore::Open({folder.string()}, shared));
  return std::unique_ptr<PartitionHost>(new PartitionHost(
      std::move(domain), std::move(options), std::move(store), clock, random));
}

PartitionHost::PartitionHost(std::unique_ptr<Domain> domain,
                             HostOptions options,
                             std::unique_ptr<RocksStore> store,
                             const Clock& clock, Random& random)
    : domain_(std::move(domain)),
      options_(std::move(options)),
      store_(std::move(store)),
      clock_(clock),
      feed_(*domain_, *store_),
      executor_(*domain_, *store_, random, options_.executor) {}

PartitionHost::~PartitionHost() { Stop(); }

void PartitionHost::AddSource(std::string service, EventSource* source) {
  sources_.push_back({std::move(service), source});
  source->OnProgress([this] { Wake(); });
}

void PartitionHost::Start() {
  executor_.OnOpened(store_->journal_end());
  thread_ = std::thread([this] { Run(); });
}

void PartitionHost::Stop() {
  {
    std::lock_guard lock(inbox_mutex_);
    stopping_ = true;
  }
  inbox_changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void PartitionHost::Wake() {
  {
    std::lock_guard lock(inbox_mutex_);
    if (source_moved_) return;
    source_moved_ = true;
    if (!wants_news_) return;  // it looks by itself when its pause is over
  }
  inbox_changed_.notify_one();
}

void PartitionHost::Submit(Call call) {
  absl::Status refused;
  {
    std::lock_guard lock(inbox_mutex_);
    if (stopping_) {
      refused = Stopping();
    } else if (disk_low_) {
      refused = DiskLow(options_.disk_free_min_bytes);
    } else if (inbox_.size() >= kInboxMax) {
      refused = Refusal(common::v1::ERROR_REASON_QUEUE_FULL,
                        "The partition's inbox is full. Wait a moment and "
                        "repeat the call with the same request id.");
    } else {
      inbox_.push_back(std::move(call));
    }
  }
  if (refused.ok()) {
    inbox_changed_.notify_one();
  } else {
    call.done({refused, "", 0, false});
  }
}

bool PartitionHost::TakeInbox() {
  std::deque<Call> taken;
  {
    std::lock_guard lock(inbox_mutex_);
    taken.swap(inbox_);
    source_moved_ = false;
    for (Awaiting& each : new_awaiting_) awaiting_.push_back(std::move(each));
    new_awaiting_.clear();
  }
  for (Call& call : taken) executor_.Submit(std::move(call));
  return !taken.empty();
}

void PartitionHost::AwaitViews(std::vector<common::v1::ViewPosition> positions,
                               absl::Duration deadline,
                               std::function<void(bool)> then) {
  {
    std::lock_guard lock(inbox_mutex_);
    if (!stopping_) {
      new_awaiting_.push_back(
          {std::move(positions), deadline, std::move(then)});
      source_moved_ = true;
    }
  }
  if (then) {
    then(false);
  } else {
    inbox_changed_.notify_one();
  }
}

void PartitionHost::AnswerAwaiting(bool stopping) {
  std::vector<Awaiting> rest;
  for (Awaiting& each : awaiting_) {
    const bool reached = std::all_of(
        each.positions.begin(), each.positions.end(),
        [&](const auto& at) { return executor_.feeds().Reached(at); });
    if (reached || stopping || each.deadline < clock_.Steady()) {
      each.then(reached);
    } else {
      rest.push_back(std::move(each));
    }
  }
  awaiting_ = std::move(rest);
}

void PartitionHost::HoldViews(bool held) {
  std::lock_guard lock(pull_mutex_);
  views_held_ = held;
}

void PartitionHost::PullSources() {
  news_left_ = false;
  std::lock_guard lock(pull_mutex_);
  if (views_held_) return;
  const absl::Duration now = clock_.Steady();
  for (Source& source : sources_) {
    const auto wanted = executor_.WantedOffset(source.service);
    if (!wanted) continue;
    const bool news = source.from->end() > *wanted;
    const absl::Duration since = now - source.last_read;
    const bool pause = news && !InHurry() && since < kPullEvery;
    news_left_ |= pause;
    if (pause || (!news && since < kConfirmEvery)) continue;
    ForeignBatch batch;
    batch.source = source.service;
    if (!source.from->Read(*wanted, kPullEventsMax, batch)) continue;
    source.last_read = now;
    pulled_at_ = now;
    executor_.OnForeign(std::move(batch), Now());
  }
}

void PartitionHost::Run() {
  // As top and perf show it; at most 15 characters.
  const std::string name = StrCat("csi-", domain_->service());
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
  while (true) {
    TakeInbox();
    PullSources();
    const absl::Duration before = clock_.Steady();
    std::optional<Action> action = executor_.Poll(Now());
    decide_seconds_ += absl::ToDoubleSeconds(clock_.Steady() - before);
    if (executor_.leading()) serving_ = true;
    HaltOnDamage();
    if (action) {
      Perform(*std::move(action));
      UpdateReport();
      continue;
    }
    if (!awaiting_.empty()) AnswerAwaiting(false);
    UpdateReport();
    {
      std::lock_guard lock(inbox_mutex_);
      if (stopping_ && inbox_.empty()) break;
    }
    Wait();
  }
  executor_.Drain(Stopping());
  serving_ = false;
  TakeInbox();
  AnswerAwaiting(true);
  store_->Flush().IgnoreError();
}

void PartitionHost::Perform(Action action) {
  switch (action.kind) {
    case Action::Kind::kRead: {
      auto records = store_->ReadJournal(action.from, action.to);
      if (records.ok()) {
        executor_.OnRecords(action.from, *std::move(records));
      } else {
        executor_.OnReadFailed(records.status());
      }
      break;
    }
    case Action::Kind::kAppend: {
      uint64_t offset = 0;
      const absl::Duration before = clock_.Steady();
      const AppendOutcome outcome =
          store_->Append(action.record, action.writes, &offset);
      append_seconds_ += absl::ToDoubleSeconds(clock_.Steady() - before);
      if (outcome == AppendOutcome::kCommitted) {
        feed_.Appended(offset, std::move(action.record));
      }
      executor_.OnAppended(outcome, offset);
      std::lock_guard lock(listeners_mutex_);
      for (const auto& notify : listeners_) notify();
      break;
    }
    case Action::Kind::kCommit:
      // Rows that are missing must not be passed over: read them again.
      if (!store_->Commit(action.writes).ok()) {
        Reopen(false);
        break;
      }
      feed_.Committed(executor_.partition().next_offset());
      break;
    case Action::Kind::kReopen:
      Reopen(false);
      break;
    case Action::Kind::kSetAside:
      Reopen(true);
      break;
  }
}

void PartitionHost::HaltOnDamage() {
  // Found by whoever reads, a query or a stream as well.
  if (executor_.phase() == Executor::Phase::kHalted || !store_->damaged()) {
    return;
  }
  executor_.OnReadFailed(
      Refusal(common::v1::ERROR_REASON_JOURNAL_DAMAGED,
              StrCat("the stored data is damaged: ", store_->damage())));
}

void PartitionHost::RefuseInbox(const absl::Status& why) {
  std::deque<Call> taken;
  {
    std::lock_guard lock(inbox_mutex_);
    taken.swap(inbox_);
  }
  for (Call& call : taken) {
    call.done({Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                       StrCat("The data folder cannot be written now: ",
                              StdView(why.message()),
                              ". Repeat the call with the same request id "
                              "when it is mended.")),
               "", 0, false});
  }
}

bool PartitionHost::Stopped() {
  std::lock_guard lock(inbox_mutex_);
  return stopping_;
}

void PartitionHost::Reopen(bool clear_tables) {
  while (!Stopped()) {
    absl::Status status = store_->Reopen();
    if (status.ok() && clear_tables) status = store_->ClearTables();
    if (status.ok()) {
      trouble_.clear();
      executor_.OnOpened(store_->journal_end());
      return;
    }
    trouble_ = std::string(status.message());
    UpdateReport();
    RefuseInbox(status);
    std::this_thread::sleep_for(kTick);
  }
}

void PartitionHost::Wait() {
  auto until =
      std::chrono::steady_clock::now() +
      (executor_.queued() > 0 || !awaiting_.empty() ? kParkedTick : kTick);
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
  const absl::Duration pause = pulled_at_ + kPullEvery - clock_.Steady();
  std::unique_lock lock(inbox_mutex_);
  if (pause > absl::ZeroDuration() && !InHurry()) {
    // What the sources bring meanwhile is taken in one go.
    wants_news_ = false;
    const auto over =
        std::chrono::steady_clock::now() + absl::ToChronoMicroseconds(pause);
    inbox_changed_.wait_until(lock, std::min(over, until), [this] {
      return !inbox_.empty() || !new_awaiting_.empty() || stopping_;
    });
    wants_news_ = true;
    return;
  }
  if (news_left_) return;
  inbox_changed_.wait_until(lock, until, [this] {
    return !inbox_.empty() || source_moved_ || stopping_;
  });
  // Nothing moved for a tick: look at the sources all the same.
}

bool PartitionHost::InHurry() const {
  return !awaiting_.empty() || executor_.parked() > 0;
}

void PartitionHost::UpdateReport() {
  const absl::Duration now = clock_.Steady();
  const common::v1::PartitionState& partition = executor_.partition();
  if (executor_.phase() == report_.phase && now - reported_at_ < kReportEvery) {
    return;
  }
  reported_at_ = now;
  HostReport report;
  report.phase = executor_.phase();
  report.halt_reason = trouble_.empty() ? executor_.halt_reason() : trouble_;
  report.clock_jump = executor_.clock_jump();
  report.next_offset = partition.next_offset();
  report.epoch = partition.epoch();
  report.event_count = partition.event_count();
  report.dead_records = partition.dead_records();
  report.queued = executor_.queued();
  report.append_seconds = append_seconds_;
  report.decide_seconds = decide_seconds_;
  report.head = partition.head();
  report.stats = executor_.stats();
  std::error_code error;
  const auto space = std::filesystem::space(store_->path(), error);
  report.disk_free_bytes = error ? 0 : space.available;
  report.disk_low = !error && space.available < options_.disk_free_min_bytes;
  for (const std::string& source : domain_->views()) {
    report.view_lag_seconds[source] =
        absl::ToDoubleSeconds(executor_.feeds().Lag(source, now));
  }
  {
    std::lock_guard lock(inbox_mutex_);
    disk_low_ = report.disk_low;
  }
  std::lock_guard lock(report_mutex_);
  report_ = std::move(report);
  journal_id_ = partition.genesis().journal_id();
}

HostReport PartitionHost::report() const {
  std::lock_guard lock(report_mutex_);
  return report_;
}

std::string PartitionHost::journal_id() const {
  std::lock_guard lock(report_mutex_);
  return journal_id_;
}

void PartitionHost::OnProgress(std::function<void()> notify) {
  std::lock_guard lock(listeners_mutex_);
  listeners_.push_back(std::move(notify));
}

bool PartitionHost::Read(uint64_t from, size_t events_max,
                         ForeignBatch& batch) {
  const EventOrigin origin{options_.deployment, std::string(domain_->service()),
                           options_.executor.partition, journal_id()};
  return feed_.Read(origin, from, events_max, batch);
}

}  // namespace csi
