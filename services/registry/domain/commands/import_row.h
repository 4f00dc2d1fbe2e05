// One row of an older register: whether it can be an entry, and as which.
// Pure; ImportOpportunities and its preview share it, so that both say the
// same.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_IMPORT_ROW_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_IMPORT_ROW_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry_service.pb.h"

namespace csi::registry {

// R or A of maintain-register; NO_ACTOR or NOT_AUTHORIZED.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeImport(
    const Context& context);
// FIELD_INVALID unless there are 1 to limits::kImportRowsMax.
absl::Status CheckRowCount(int count);

class RowImport {
 public:
  // `context` outlives this.
  explicit RowImport(const Context& context);

  // The result; `entry` is what is to be logged if it says IMPORTED. Rows that
  // were taken count as there for the rows behind them.
  v1::ImportRowResult Take(const v1::ImportOpportunityRow& row,
                           v1::Opportunity& entry);

 private:
  const Context& context_;
  uint64_t next_number_;
  std::set<std::string> ids_;
  std::set<std::string> external_numbers_;
};

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_IMPORT_ROW_H_
