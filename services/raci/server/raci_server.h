// The RACI directory service as a part of a program.
#ifndef CSI_SERVICES_RACI_SERVER_RACI_SERVER_H_
#define CSI_SERVICES_RACI_SERVER_RACI_SERVER_H_

#include "common/program/service_module.h"

namespace csi::raci {

program::ServiceModule MakeRaciModule();

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_SERVER_RACI_SERVER_H_
