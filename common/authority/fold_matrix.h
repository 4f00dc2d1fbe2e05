// Index rows of deployed matrices: one row per activity, and the roles that are
// accountable because of them. For the fold and the RACI service only.
#ifndef CSI_COMMON_AUTHORITY_FOLD_MATRIX_H_
#define CSI_COMMON_AUTHORITY_FOLD_MATRIX_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/kv/kv.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::authority {

void IndexDeployed(const raci::v1::Matrix& matrix, std::string_view tenant,
                   KvWriter& rows);
// The rows stay, with their end, for questions about the past.
void IndexRetired(const raci::v1::Matrix& matrix, std::string_view tenant,
                  KvWriter& rows);

// Ids of the roles to which an A of the matrix may fall.
std::vector<std::string> AccountableRoles(const raci::v1::Matrix& matrix);

}  // namespace csi::authority

#endif  // CSI_COMMON_AUTHORITY_FOLD_MATRIX_H_
