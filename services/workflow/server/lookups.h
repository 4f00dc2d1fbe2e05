// Finding things, shared by the queries.
#ifndef CSI_SERVICES_WORKFLOW_SERVER_LOOKUPS_H_
#define CSI_SERVICES_WORKFLOW_SERVER_LOOKUPS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/domain/paging.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/domain/definitions.h"

namespace csi::workflow {

absl::Status NotFound(std::string_view what, std::string_view name);

struct FoundRun {
  std::string id;
  v1::RunRow row;
  DefinitionPtr definition;
};
absl::StatusOr<FoundRun> FindRun(const QueryContext& context,
                                 const std::string& id);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_SERVER_LOOKUPS_H_
