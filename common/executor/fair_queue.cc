#include "common/executor/fair_queue.h"

#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi {
namespace {

absl::Status Full(std::string_view what, size_t limit) {
  return Refusal(common::v1::ERROR_REASON_QUEUE_FULL,
                 StrCat("The queue of ", what, " holds ", limit,
                        " calls already. Wait a moment and repeat the call "
                        "with the same request id."),
                 {{"limit", StrCat(limit)}});
}

}  // namespace

absl::Status FairQueue::Push(Call&& call) {
  if (size_ >= total_max_) return Full("this partition", total_max_);
  std::deque<Call>& queue = by_tenant_[call.command.tenant];
  if (queue.size() >= tenant_max_) {
    return Full(StrCat("tenant ", call.command.tenant), tenant_max_);
  }
  if (queue.empty()) turns_.push_back(call.command.tenant);
  queue.push_back(std::move(call));
  ++size_;
  return absl::OkStatus();
}

Call FairQueue::Pop() {
  CSI_CHECK(size_ > 0, "nothing to take");
  --size_;
  if (!front_.empty()) {
    Call call = std::move(front_.front());
    front_.pop_front();
    return call;
  }
  const std::string tenant = std::move(turns_.front());
  turns_.pop_front();
  auto found = by_tenant_.find(tenant);
  Call call = std::move(found->second.front());
  found->second.pop_front();
  if (found->second.empty()) {
    by_tenant_.erase(found);
  } else {
    turns_.push_back(tenant);
  }
  return call;
}

void FairQueue::PushFront(Call&& call) {
  front_.push_front(std::move(call));
  ++size_;
}

}  // namespace csi
