// Places where the process can be told to end as a power cut would end it
// (SIGKILL), to test what it leaves behind. Armed once, before any thread
// starts; one at a time.
#ifndef CSI_COMMON_BASE_FAILPOINT_H_
#define CSI_COMMON_BASE_FAILPOINT_H_

#include <atomic>
#include <string>
#include <string_view>

namespace csi::failpoint {

enum class Point {
  kNone,
  kBeforeAppend,  // a record is about to be written
  kAfterAppend,   // its outcome is known to nobody else
  kBeforeApply,   // it counts, its rows are not there (not in a replay)
  kAfterApply,
  kBeforeAcknowledge,  // the first caller of a batch is about to be answered
  kAfterAcknowledge,   // all callers of a batch were
  kBeforePublish,      // its events are about to be written
  kAfterPublish,       // they are acknowledged
};

inline std::atomic<Point> armed{Point::kNone};

// "after-append", or "after-append:20" for the twentieth time. What is wrong
// with it, or nothing.
std::string Arm(std::string_view text);

void Hit();

inline void Reached(Point point) {
  if (armed.load(std::memory_order_relaxed) == point) Hit();
}

}  // namespace csi::failpoint

#endif  // CSI_COMMON_BASE_FAILPOINT_H_
