// Corrections for many tests at once: Holm for the secondary KPIs of a
// verdict, Benjamini-Hochberg for breakdowns, which stay exploratory.
//
// Both return adjusted p values in the order given, to be compared with the
// level as they are. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_MULTIPLE_TESTING_H_
#define CSI_SERVICES_REPORTING_STATISTICS_MULTIPLE_TESTING_H_

#include <span>
#include <vector>

namespace csi::statistics {

std::vector<double> HolmAdjusted(std::span<const double> p);
std::vector<double> BenjaminiHochbergAdjusted(std::span<const double> p);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_MULTIPLE_TESTING_H_
