#include "common/clock/clock.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace csi {

absl::Time SystemClock::Wall() const { return absl::Now(); }

absl::Duration SystemClock::Steady() const {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

absl::Time ManualClock::Wall() const {
  std::lock_guard lock(mutex_);
  return now_;
}

absl::Duration ManualClock::Steady() const {
  std::lock_guard lock(mutex_);
  return now_ - start_;
}

void ManualClock::Advance(absl::Duration by) {
  std::lock_guard lock(mutex_);
  now_ += by;
}

DemoClock::DemoClock(const Clock& real, absl::Time start)
    : real_(real),
      start_(start),
      real_start_(real.Wall()),
      real_steady_start_(real.Steady()),
      skipped_(absl::ZeroDuration()) {}

absl::Duration DemoClock::Steady() const {
  std::lock_guard lock(mutex_);
  return real_.Steady() - real_steady_start_ + skipped_;
}

absl::Time DemoClock::Wall() const { return start_ + Steady(); }

absl::Status DemoClock::AdvanceTo(absl::Time time) {
  const absl::Time now = Wall();
  if (time < now) {
    return absl::InvalidArgumentError(absl::StrCat(
        "time: it lies before the demo time ", absl::FormatTime(now),
        "; a demo clock only goes forward."));
  }
  const absl::Time real = real_.Wall();
  if (time > real) {
    return absl::InvalidArgumentError(absl::StrCat(
        "time: it lies after the real time ", absl::FormatTime(real),
        "; a demo clock never goes beyond it."));
  }
  std::lock_guard lock(mutex_);
  skipped_ += time - now;
  return absl::OkStatus();
}

}  // namespace csi
