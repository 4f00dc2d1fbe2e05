// The form of a matrix: ids, references, bounds. INVALID_ARGUMENT with the
// path of the field, NOT_FOUND for roles and people that do not exist.
#ifndef CSI_SERVICES_RACI_DOMAIN_MATRIX_SHAPE_H_
#define CSI_SERVICES_RACI_DOMAIN_MATRIX_SHAPE_H_

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::raci {

absl::Status CheckMatrixShape(const Context& context, const v1::Matrix& matrix);

// Sorts cells by row, letters in the order A R C I, drops empty cells. Inside a
// row cells keep their order: the first R that resolves leads.
void NormaliseCells(v1::Matrix& matrix);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_MATRIX_SHAPE_H_
