// Whether an events topic can still be behind what its publisher has: it speaks
// at least every 10 s, so one that was silent for longer may have more. Judged
// by the reader's steady clock; the times that writers put on records, which
// may be wrong, count for no more than how old the first stretch is. Durations
// are readings of one steady clock. Not thread-safe.
#ifndef CSI_COMMON_EVENT_TOPICS_FRESHNESS_H_
#define CSI_COMMON_EVENT_TOPICS_FRESHNESS_H_

#include <algorithm>

#include "absl/time/time.h"

namespace csi {

class Freshness {
 public:
  // A publisher that is silent for longer may be gone.
  static constexpr absl::Duration kSilenceMax = absl::Seconds(15);

  // Records came in behind what was the topic's end: they are new.
  void HeardLive(absl::Duration now) { heard_at_ = now; }
  // Records came in that stood there already; `age` of the newest by the
  // clocks of its writer and of this machine.
  void HeardOld(absl::Duration now, absl::Duration age) {
    heard_at_ = std::max(heard_at_, now - std::max(age, absl::ZeroDuration()));
  }
  bool Fresh(absl::Duration now) const { return now - heard_at_ < kSilenceMax; }

 private:
  absl::Duration heard_at_ = -absl::InfiniteDuration();
};

}  // namespace csi

#endif  // CSI_COMMON_EVENT_TOPICS_FRESHNESS_H_
