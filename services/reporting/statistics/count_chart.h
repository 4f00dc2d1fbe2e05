// Process behaviour charts of counted events: c chart for equal chances, u
// chart for events per unit of exposure (hours, users, changes), and Laney's u'
// and c' where periods vary more than chance (Poisson) allows.
//
// Limits are centre +/- 3 sigma_z sqrt(centre / exposure), not below 0, with
// sigma_z = 1 for the plain charts; Laney (2002) takes the mean moving range of
// the standardised rates over 1.128. A period in which fewer than
// kExpectedCountMin events are expected is hollow: shown, not tested. Rates are
// events per unit of exposure. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_COUNT_CHART_H_
#define CSI_SERVICES_REPORTING_STATISTICS_COUNT_CHART_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/reporting/statistics/proportions.h"

namespace csi::statistics {

struct EventCount {
  double events = 0;
  double exposure = 1;

  double Rate() const { return events / exposure; }
};

struct CountPoint {
  double rate = 0;
  bool hollow = false;
  std::optional<Interval> limits;  // absent where the chart has none
  bool beyond = false;
};

struct CountChart {
  std::optional<double> centre;    // events over exposure of tested periods
  std::optional<double> sigma_z;   // Laney's
  bool laney = false;              // u' or c' instead of u or c
  std::vector<CountPoint> points;  // one a period
  std::string reason;              // why there are no limits
};

// REQUIRES: events >= 0 and exposure >= 0 (0: hollow), both finite.
CountChart ComputeCountChart(std::span<const EventCount> periods);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_COUNT_CHART_H_
