// The sources of a partition's views, and who waits for them.
#include <algorithm>

#include "common/runtime/host_pace.h"
#include "common/runtime/partition_host.h"

namespace csi {
namespace {

constexpr size_t kPullEventsMax = 512;

}  // namespace

void PartitionHost::AddSource(std::string service, EventSource* source) {
  sources_.push_back({std::move(service), source});
  source->OnProgress([this] { Wake(); });
}

void PartitionHost::AwaitViews(std::vector<common::v1::ViewPosition> positions,
                               absl::Duration deadline,
                               std::function<void(bool)> then) {
  std::unique_lock lock(inbox_mutex_);
  if (!stopping_) {
    new_awaiting_.push_back({std::move(positions), deadline, std::move(then)});
    source_moved_ = true;
    lock.unlock();
    inbox_changed_.notify_one();
    return;
  }
  lock.unlock();
  then(false);
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

bool PartitionHost::InHurry() const {
  return !awaiting_.empty() || executor_.parked() > 0;
}

}  // namespace csi
