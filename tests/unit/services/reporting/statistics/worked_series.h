// The series of the release-bypass case, shared by the tests of this folder.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_WORKED_SERIES_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_WORKED_SERIES_H_

#include <vector>

namespace csi::statistics {

// Share of releases that bypass the process, per cent, by month.
inline const std::vector<double> kBypassBefore = {80, 82, 79, 81, 78, 83,
                                                  80, 79, 82, 80, 81, 78};
inline const std::vector<double> kBypassAfter = {60, 58, 55, 52,
                                                 50, 47, 45, 44};

}  // namespace csi::statistics

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_STATISTICS_WORKED_SERIES_H_
