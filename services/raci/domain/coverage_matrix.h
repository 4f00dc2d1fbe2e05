// The coverage matrix: which processes and services have CSI activities,
// measures, reports and a baseline. The first follows from the matrices in
// force and who holds their roles; the others are what people stated.
// Thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_COVERAGE_MATRIX_H_
#define CSI_SERVICES_RACI_DOMAIN_COVERAGE_MATRIX_H_

#include <string_view>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci_governance.pb.h"

namespace csi::raci {

v1::GetCoverageResponse CoverageOf(const KvReader& rows,
                                   std::string_view tenant,
                                   const v1::GetCoverageRequest& request,
                                   absl::Time now);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_COVERAGE_MATRIX_H_
