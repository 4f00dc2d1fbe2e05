// The public events of one service partition, read in stretches. Either a host
// in this process or a peer's WatchEvents stream. Thread-safe.
#ifndef CSI_COMMON_RUNTIME_EVENT_SOURCE_H_
#define CSI_COMMON_RUNTIME_EVENT_SOURCE_H_

#include <cstdint>
#include <functional>

#include "common/executor/calls.h"

namespace csi {

class EventSource {
 public:
  virtual ~EventSource() = default;
  // Offset behind the newest record that can be read now.
  virtual uint64_t end() const = 0;
  // Records from `from`, in order, at most about `events_max` events; never
  // waits. False when nothing can be read now (a peer that is away).
  virtual bool Read(uint64_t from, size_t events_max, ForeignBatch& batch) = 0;
  // Calls `notify` from any thread whenever end() may have moved.
  virtual void OnProgress(std::function<void()> notify) = 0;
};

}  // namespace csi

#endif  // CSI_COMMON_RUNTIME_EVENT_SOURCE_H_
