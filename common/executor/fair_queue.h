// Calls of all tenants, bounded per tenant and in all, taken round robin: one
// tenant's import does not starve the others. Not thread-safe.
#ifndef CSI_COMMON_EXECUTOR_FAIR_QUEUE_H_
#define CSI_COMMON_EXECUTOR_FAIR_QUEUE_H_

#include <deque>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "common/executor/calls.h"

namespace csi {

class FairQueue {
 public:
  FairQueue(size_t tenant_max, size_t total_max)
      : tenant_max_(tenant_max), total_max_(total_max) {}

  // RESOURCE_EXHAUSTED / QUEUE_FULL leaves `call` untouched.
  absl::Status Push(Call&& call);
  // The next tenant's oldest call. REQUIRES: !empty().
  Call Pop();
  // Puts a call back as the very next one. Never refused.
  void PushFront(Call&& call);

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }

 private:
  const size_t tenant_max_;
  const size_t total_max_;
  size_t size_ = 0;
  std::map<std::string, std::deque<Call>> by_tenant_;
  std::deque<Call> front_;
  std::deque<std::string> turns_;  // tenants that have calls
};

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_FAIR_QUEUE_H_
