// What makes one matrix another: rows, columns and letters. Pure, thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_MATRIX_DIFFERENCE_H_
#define CSI_SERVICES_RACI_DOMAIN_MATRIX_DIFFERENCE_H_

#include <vector>

#include "csi/raci/v1/raci_service.pb.h"

namespace csi::raci {

// In the order of `to`, what is gone at the end; empty when only names, times
// and the order of lines differ.
std::vector<v1::MatrixDifference> Differences(const v1::Matrix& from,
                                              const v1::Matrix& to);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_MATRIX_DIFFERENCE_H_
