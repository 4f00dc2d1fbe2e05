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

// A table as a request carries it: text, or the bytes of a file.
struct Upload {
  std::string_view bytes;
  v1::TableFormat format = v1::TABLE_FORMAT_UNSPECIFIED;
  v1::TableOrientation orientation = v1::TABLE_ORIENTATION_UNSPECIFIED;
  bool new_roles_allowed = false;
  bool lenient = false;  // unknown letters are findings
};

// FIELD_INVALID for a table that cannot be read, holds unknown letters or,
// without `new_roles_allowed`, columns that are no roles.
absl::StatusOr<UploadedMatrix> ReadUploaded(const KvReader& rows,
                                            std::string_view tenant,
                                            const Upload& upload);

// The one of the two that was sent; FIELD_INVALID for both or neither.
absl::StatusOr<std::string_view> OneOf(const std::string& table,
                                       const std::string& content);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_UPLOADED_MATRIX_H_
