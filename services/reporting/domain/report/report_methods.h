// The methods that a report's figures rest on, with their constants.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_METHODS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_METHODS_H_

#include <vector>

#include "services/reporting/render/report_model.h"

namespace csi::reporting {

std::vector<render::Method> MethodsOfReport();

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_METHODS_H_
