// csi.common.v1.AdminService: what an operator asks of a running server.
#ifndef CSI_COMMON_PROGRAM_ADMIN_SERVICE_H_
#define CSI_COMMON_PROGRAM_ADMIN_SERVICE_H_

#include <memory>

#include "common/program/checkpoints.h"
#include "grpcpp/impl/service_type.h"

namespace csi::program {

// `checkpoints` outlives it.
std::unique_ptr<grpc::Service> MakeAdminService(Checkpoints& checkpoints);

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_ADMIN_SERVICE_H_
