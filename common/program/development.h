// The demonstration's clock, kept across restarts, and the service that moves
// it. Only made for --demo-clock.
#ifndef CSI_COMMON_PROGRAM_DEVELOPMENT_H_
#define CSI_COMMON_PROGRAM_DEVELOPMENT_H_

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock/clock.h"
#include "grpcpp/impl/service_type.h"

namespace csi::program {

// A demo clock whose time is written to a file at every move, so that a second
// start goes on where the first one was. Thread-safe.
class PersistentDemoClock {
 public:
  PersistentDemoClock(const Clock& real, std::string file, absl::Time start);
  // Reads the file if it is there and makes the clock.
  absl::Status Open();
  const Clock& clock() const { return *clock_; }
  absl::Status AdvanceTo(absl::Time time);

 private:
  absl::Status Store();

  const Clock& real_;
  const std::string file_;
  const absl::Time start_;
  std::mutex mutex_;
  std::unique_ptr<DemoClock> clock_;
};

// The clock of a data folder: a fresh one, or one that was made for it.
absl::StatusOr<std::unique_ptr<PersistentDemoClock>> OpenDemoClock(
    const Clock& real, const std::string& data_dir, absl::Time start);

// Arms what --failpoint names; only with CSI_DEVELOPMENT=1 in the environment.
// False, with the reason on stderr, when it may not or is none.
bool ArmFailpoint(const std::string& text);

// csi.common.v1.DevelopmentService; `clock` outlives it.
std::unique_ptr<grpc::Service> MakeDevelopmentService(
    PersistentDemoClock& clock);

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_DEVELOPMENT_H_
