// A lead that moves while both copies live: the old one finishes what is under
// way before the new one claims, so that no batch is overtaken.
#include <utility>

#include "common/runtime/partition_host.h"

namespace csi {
namespace {

// A copy that asked and then does not claim costs this much.
constexpr absl::Duration kYieldFor = absl::Seconds(1);

}  // namespace

bool PartitionHost::Post(std::function<void()> errand) {
  {
    std::lock_guard lock(inbox_mutex_);
    if (stopping_) return false;
    errands_.push_back(std::move(errand));
  }
  inbox_changed_.notify_one();
  return true;
}

void PartitionHost::Yield(std::function<void()> then) {
  const bool posted = Post([this, then] {
    executor_.Yield(clock_.Steady() + kYieldFor);
    yields_.push_back(then);
  });
  if (!posted) then();
}

void PartitionHost::PrepareToLead(std::function<void()> then) {
  const bool posted = Post([this, then] {
    journal_->PrepareToAppend();
    then();
  });
  if (!posted) then();
}

void PartitionHost::AnswerYields(bool stopping) {
  if (yields_.empty() || !(stopping || executor_.yielded())) return;
  for (const auto& then : std::exchange(yields_, {})) then();
}

}  // namespace csi
