// The files of the dashboard page, as they were when the program was built.
#ifndef CSI_SERVICES_REPORTING_DASHBOARD_DASHBOARD_FILES_H_
#define CSI_SERVICES_REPORTING_DASHBOARD_DASHBOARD_FILES_H_

#include <vector>

#include "common/connect/connect_service.h"

namespace csi::reporting {

// With their paths under /dashboard; the bytes live as long as the program.
std::vector<connect::PageFile> DashboardFiles();

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DASHBOARD_DASHBOARD_FILES_H_
