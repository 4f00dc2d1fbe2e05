// Finds points that fall into the window of a frozen baseline, so that they are
// reported there instead of changing it in silence. One watch per indicator and
// command; reads state only.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_BASELINE_WATCH_H_
#define CSI_SERVICES_REPORTING_DOMAIN_BASELINE_WATCH_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/points/point_block.h"

namespace csi::reporting {

class BaselineWatch {
 public:
  // `context` outlives the watch. `indicator` is an id.
  BaselineWatch(const Context& context, std::string_view indicator);

  void Look(std::string_view series, const StoredPoint& point);

  // One BaselineLatePoints per baseline concerned; returns their names.
  std::vector<std::string> Emit(Outcome& outcome);

 private:
  struct Watched {
    v1::Baseline baseline;
    std::string series;
    v1::BaselineLatePoints late;
  };

  int64_t now_us_ = 0;
  // Windows all end at or before this; later points need no look.
  int64_t frozen_until_us_ = 0;
  std::vector<Watched> watched_;
};

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_BASELINE_WATCH_H_
