// Time as an input. Only the runtime makes a SystemClock; everything else is
// given a Clock, so that tests and simulations own the time.
#ifndef CSI_COMMON_CLOCK_CLOCK_H_
#define CSI_COMMON_CLOCK_CLOCK_H_

#include <mutex>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace csi {

class Clock {
 public:
  virtual ~Clock() = default;
  // What the calendar says; may jump.
  virtual absl::Time Wall() const = 0;
  // Time since some fixed moment; never jumps.
  virtual absl::Duration Steady() const = 0;
};

// The machine's clocks. Thread-safe.
class SystemClock : public Clock {
 public:
  absl::Time Wall() const override;
  absl::Duration Steady() const override;
};

// Starts in the past and is moved by hand, wall and steady together: for
// demonstrations and tests. Thread-safe.
class ManualClock : public Clock {
 public:
  explicit ManualClock(absl::Time start) : now_(start), start_(start) {}
  absl::Time Wall() const override;
  absl::Duration Steady() const override;
  void Advance(absl::Duration by);

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
  const absl::Time start_;
};

// A demonstration's clock: runs at real speed from a start in the past and is
// moved forward on request, never back and never beyond the real time.
// Thread-safe.
class DemoClock : public Clock {
 public:
  DemoClock(const Clock& real, absl::Time start);
  absl::Time Wall() const override;
  absl::Duration Steady() const override;
  // INVALID_ARGUMENT (FIELD_INVALID wording is the caller's) when `time` lies
  // before the demo time or after the real time.
  absl::Status AdvanceTo(absl::Time time);

 private:
  const Clock& real_;
  const absl::Time start_;
  const absl::Time real_start_;
  const absl::Duration real_steady_start_;
  mutable std::mutex mutex_;
  absl::Duration skipped_;
};

}  // namespace csi

#endif  // CSI_COMMON_CLOCK_CLOCK_H_
