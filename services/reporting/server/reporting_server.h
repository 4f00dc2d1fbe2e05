// The reporting service as a part of a program.
#ifndef CSI_SERVICES_REPORTING_SERVER_REPORTING_SERVER_H_
#define CSI_SERVICES_REPORTING_SERVER_REPORTING_SERVER_H_

#include "common/program/service_module.h"

namespace csi::reporting {

program::ServiceModule MakeReportingModule();

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_SERVER_REPORTING_SERVER_H_
