// A table from a caller, with its columns matched to the tenant's roles.
#ifndef CSI_SERVICES_RACI_DOMAIN_UPLOADED_MATRIX_H_
#define CSI_SERVICES_RACI_DOMAIN_UPLOADED_MATRIX_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci_service.pb.h"

namespace csi::raci {

struct UploadedMatrix {
  v1::Matrix matrix;
  std::vector<v1::TableRepair> repairs;
  std::vector<common::v1::Finding> findings;
  // Id and title of roles that columns name but the tenant does not have.
  std::map<std::string, std::string> new_roles;
};

// FIELD_INVALID for a table that cannot be read, holds unknown letters (unless
// `lenient`, which reports them as findings) or, without `new_roles_allowed`,
// columns that are no roles.
absl::StatusOr<UploadedMatrix> ReadUploaded(
    const KvReader& rows, std::string_view tenant, std::string_view text,
    v1::TableFormat format, bool new_roles_allowed, bool lenient = false);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_UPLOADED_MATRIX_H_
