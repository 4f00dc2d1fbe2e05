// What a partition's thread does with its journal.
#include <algorithm>
#include <utility>

#include "common/base/failpoint.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/runtime/host_pace.h"
#include "common/runtime/partition_host.h"
#include "common/telemetry/log.h"

namespace csi {
namespace {

constexpr auto kTryAgain = std::chrono::milliseconds(500);
// Reads in a row that bring nothing before callers are refused.
constexpr int kMissesTold = 6;
// A follower of a quiet journal looks this often whether its last record still
// stands there.
constexpr absl::Duration kRecheckEvery = absl::Seconds(10);
// More often, for so long, when queries are answered here.
constexpr absl::Duration kRecheckForReaders = absl::Seconds(1);
constexpr absl::Duration kReadHereFor = absl::Seconds(30);

uint64_t FoldedTo(const RocksStore& store) {
  const auto row = GetRow<common::v1::PartitionState>(store.table(Table::kMeta),
                                                      kPartitionStateKey);
  return row ? row->next_offset() : 0;
}

}  // namespace

absl::Status CheckFolder(const RocksStore& store, bool journal_elsewhere) {
  const uint64_t folded = FoldedTo(store);
  if (journal_elsewhere && store.journal_end() > 0) {
    return absl::FailedPreconditionError(
        StrCat("The data folder ", store.path(),
               " holds an embedded journal of ", store.journal_end(),
               " records. Start without --kafka, or give another --data-dir."));
  }
  if (!journal_elsewhere && folded > 0 && store.journal_end() == 0) {
    return absl::FailedPreconditionError(
        StrCat("The data folder ", store.path(),
               " holds the state of a journal in Kafka, folded up to offset ",
               folded, ". Start with --kafka, or give another --data-dir."));
  }
  return absl::OkStatus();
}

std::optional<absl::Duration> PartitionHost::StandbyLag() {
  const int64_t whole_at = whole_at_ns_;
  const absl::Duration now = clock_.Steady();
  standby_read_at_ns_ = absl::ToInt64Nanoseconds(now);
  if (whole_at == 0) return std::nullopt;
  return std::max(now - absl::Nanoseconds(whole_at), absl::ZeroDuration());
}

void PartitionHost::NotifyListeners() {
  std::lock_guard lock(listeners_mutex_);
  for (const auto& notify : listeners_) notify();
}

void PartitionHost::ReadRecords(const Action& action) {
  // A leader reads for one purpose: to repeat an answer that it once gave.
  const bool old = executor_.leading() && !journal_->atomic();
  if (old && action.to == action.from + 1) {
    if (auto kept = feed_.Kept(action.from)) {
      executor_.OnRecords(action.from, {*std::move(kept)});
      return;
    }
  }
  std::chrono::milliseconds pause{0};
  for (int missed = 1;; ++missed) {
    // Not from where the journal is followed, which is at its other end.
    auto records = old ? journal_->ReadAt(action.from, action.to)
                       : journal_->Read(action.from, action.to);
    if (records.ok()) {
      trouble_.clear();
      executor_.OnRecords(action.from, *std::move(records));
      return;
    }
    if (journal_->atomic() || !MayPass(records.status())) {
      executor_.OnReadFailed(records.status());
      return;
    }
    if (WaitForStop(pause)) return;
    if (missed < kMissesTold) continue;  // slow is no trouble yet
    pause = kTryAgain;
    trouble_ = std::string(records.status().message());
    UpdateReport();
    RefuseInbox(records.status());
  }
}

void PartitionHost::AppendRecord(Action action) {
  uint64_t offset = 0;
  const absl::Duration before = clock_.Steady();
  failpoint::Reached(failpoint::Point::kBeforeAppend);
  const AppendOutcome outcome =
      journal_->Append(action.record, action.writes, &offset);
  failpoint::Reached(failpoint::Point::kAfterAppend);
  append_seconds_ += absl::ToDoubleSeconds(clock_.Steady() - before);
  const bool committed = outcome == AppendOutcome::kCommitted;
  if (journal_->atomic()) {
    if (committed) {
      feed_.Appended(offset, std::move(action.record),
                     std::move(action.decided));
    }
    executor_.OnAppended(outcome, offset);
    NotifyListeners();
    return;
  }
  executor_.OnAppended(outcome, offset);
  // Landed where it was expected: it counts, and its rows come next. Anywhere
  // else the fold tells.
  if (committed && executor_.partition().next_offset() == offset + 1) {
    own_record_ =
        OwnRecord{offset, std::move(action.record), std::move(action.decided)};
  }
}

void PartitionHost::CommitRows(const Action& action) {
  auto own = std::exchange(own_record_, std::nullopt);
  if (own) failpoint::Reached(failpoint::Point::kBeforeApply);
  // Rows that are missing must not be passed over: read them again.
  if (!store_->Commit(action.writes).ok()) {
    Reopen(Repair::kStore);
    return;
  }
  if (own) failpoint::Reached(failpoint::Point::kAfterApply);
  const uint64_t end = executor_.partition().next_offset();
  if (own && own->offset + 1 == end) {
    feed_.Appended(own->offset, std::move(own->bytes), std::move(own->decided));
  } else {
    feed_.Committed(end);
  }
  if (!journal_->atomic()) NotifyListeners();
}

absl::Status PartitionHost::RepairStore(bool set_aside) {
  // Rows that were answered for may be missing until they are folded again.
  serving_ = false;
  whole_at_ns_ = 0;
  if (set_aside && !journal_->atomic()) {
    rebuilding_ = true;
    feed_.Restart();
    return store_->SetAside();
  }
  absl::Status status = store_->Reopen();
  if (!journal_->atomic() && IsDamage(status)) {
    Log(Severity::kError, "state set aside, to be rebuilt from the journal",
        {{"service", std::string(domain_->service())},
         {"why", std::string(status.message())}});
    return RepairStore(true);
  }
  if (status.ok() && set_aside) status = store_->ClearTables();
  return status;
}

void PartitionHost::Reopen(Repair repair) {
  // An unknown outcome says nothing about a store that had no part in it.
  bool store_is_whole = repair == Repair::kJournal && !journal_->atomic();
  while (!Stopped()) {
    absl::Status status;
    if (!store_is_whole) {
      status = RepairStore(repair == Repair::kState);
      store_is_whole = status.ok();
    }
    if (status.ok()) {
      auto end = journal_->Open(FoldedTo(*store_));
      if (end.ok()) {
        trouble_.clear();
        executor_.OnOpened(*end);
        return;
      }
      status = end.status();
    }
    serving_ = false;
    if (trouble_ != StdView(status.message())) {
      trouble_ = std::string(status.message());
      Log(Severity::kError, "the journal or its state cannot be opened",
          {{"service", std::string(domain_->service())}, {"why", trouble_}});
    }
    UpdateReport();
    RefuseInbox(status);
    WaitForStop(kTryAgain);
  }
  // It is to stop, and the store may be closed: nothing is polled any more.
  gave_up_ = true;
}

bool PartitionHost::FollowJournal() {
  if (journal_->atomic()) return false;
  const auto from = executor_.FollowFrom();
  if (executor_.leading()) whole_at_ns_ = 0;
  if (!from) return false;
  const absl::Duration now = clock_.Steady();
  // Who reads here wants to know that nothing has come.
  const bool read_here =
      now - absl::Nanoseconds(standby_read_at_ns_.load()) < kReadHereFor;
  if (executor_.following() &&
      (recheck_ || now - rechecked_at_ >
                       (read_here ? kRecheckForReaders : kRecheckEvery))) {
    recheck_ = false;
    rechecked_at_ = now;
    executor_.Recheck();
    return true;
  }
  auto records = journal_->Follow(*from);
  if (!records.ok()) {
    if (records.status().code() == absl::StatusCode::kUnavailable) {
      // What comes after a break may come from another topic.
      recheck_ = true;
      return false;
    }
    Reopen(Repair::kJournal);
    return true;
  }
  if (records->empty()) {
    const auto since = journal_->SinceEnd();
    if (since && executor_.following() && !rebuilding_) {
      whole_at_ns_ = absl::ToInt64Nanoseconds(clock_.Steady() - *since);
    }
    return false;
  }
  executor_.OnFollowed(*from, *records);
  return true;
}

}  // namespace csi
