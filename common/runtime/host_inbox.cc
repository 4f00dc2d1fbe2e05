// What comes in to a partition from other threads: calls.
#include "common/base/strings.h"
#include "common/runtime/host_pace.h"
#include "common/runtime/partition_host.h"
#include "common/status/status.h"

namespace csi {
namespace {

constexpr size_t kInboxMax = 2 * limits::kPartitionQueueMax;

absl::Status DiskLow(uint64_t minimum, bool strict_read) {
  return Refusal(common::v1::ERROR_REASON_DISK_LOW,
                 StrCat("Less than ", minimum >> 20,
                        " MiB are free on the data disk. Nothing is written "
                        "until there is space; ",
                        strict_read ? "a strict read asks for a record, other "
                                      "reads go on: repeat it without csi-read."
                                    : "reads go on."),
                 {{"limit", "disk_free_min"}});
}

}  // namespace

absl::Status Stopping() {
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "The service is stopping. Repeat the call with the same "
                 "request id when it is back.");
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
  std::unique_lock lock(inbox_mutex_);
  if (stopping_) {
    refused = Stopping();
  } else if (disk_low_ && serving_) {  // who follows passes it on
    refused = DiskLow(options_.disk_free_min_bytes, call.proves_lead);
  } else if (inbox_.size() >= kInboxMax) {
    refused = Refusal(common::v1::ERROR_REASON_QUEUE_FULL,
                      "The partition's inbox is full. Wait a moment and "
                      "repeat the call with the same request id.");
  } else {
    inbox_.push_back(std::move(call));
    lock.unlock();
    inbox_changed_.notify_one();
    return;
  }
  lock.unlock();
  call.done({refused, "", 0, false});
}

bool PartitionHost::TakeInbox() {
  std::deque<Call> taken;
  std::vector<std::function<void()>> errands;
  std::optional<bool> may_lead;
  {
    std::lock_guard lock(inbox_mutex_);
    taken.swap(inbox_);
    source_moved_ = false;
    for (Awaiting& each : new_awaiting_) awaiting_.push_back(std::move(each));
    new_awaiting_.clear();
    errands.swap(errands_);
    may_lead = std::exchange(new_may_lead_, std::nullopt);
  }
  for (const auto& errand : errands) errand();
  if (may_lead) executor_.SetMayLead(*may_lead);
  for (Call& call : taken) executor_.Submit(std::move(call));
  return !taken.empty();
}

void PartitionHost::SetMayLead(bool may_lead) {
  {
    std::lock_guard lock(inbox_mutex_);
    new_may_lead_ = may_lead;
  }
  inbox_changed_.notify_one();
}

void PartitionHost::RefuseInbox(const absl::Status& why) {
  std::deque<Call> taken;
  {
    std::lock_guard lock(inbox_mutex_);
    taken.swap(inbox_);
  }
  // Without its full stop, it is part of a longer sentence.
  std::string reason(StdView(why.message()));
  if (reason.ends_with('.')) reason.pop_back();
  for (Call& call : taken) {
    call.done({Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                       StrCat(journal_->atomic()
                                  ? "The data folder cannot be written now: "
                                  : "The journal cannot be reached now: ",
                              reason,
                              ". Repeat the call with the same request id "
                              "when it is mended.")),
               "", 0, false});
  }
}

}  // namespace csi
