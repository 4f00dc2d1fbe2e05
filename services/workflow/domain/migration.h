// The way of one run from its revision to another of the same definition: which
// step becomes which, or why it does not go. Pure.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_MIGRATION_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_MIGRATION_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {

struct MigrationRules {
  // Old key -> new key; steps that are not in it keep their key.
  std::map<std::string, std::string> mapping;
  // New steps before the current one count as left out.
  bool skip_new_steps = false;
};

// RULE_VIOLATED where work would be lost, undone or passed over; WRONG_STATE
// where the run waits for what the new step does not have; NO_BASELINE;
// CONSULTATION_OPEN where a question would change its name while it is open.
absl::StatusOr<v1::RunMigratedFact> PlanMigration(const Work& work,
                                                  const Definition& to,
                                                  const MigrationRules& rules);

// FIELD_INVALID unless the mapping names steps of both, each once.
absl::Status CheckMapping(const Definition& from, const Definition& to,
                          const MigrationRules& rules);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_MIGRATION_H_
