// The definitions of a tenant: its own revisions over those of the pack. A
// revision that is there never changes, so a run keeps what it is pinned to.
// Reads only; a definition is alive as long as somebody holds it.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_DEFINITIONS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_DEFINITIONS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/authority/directory.h"
#include "common/domain/domain.h"
#include "common/kv/kv.h"
#include "csi/workflow/v1/workflow_definitions.pb.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/definitions/definition.h"
#include "services/workflow/definitions/definition_check.h"

namespace csi::workflow {

using DefinitionPtr = std::shared_ptr<const Definition>;

// The tenant's revision if there is one, else that of the pack; revision 0:
// the newest. Null if there is none.
DefinitionPtr FindDefinition(const KvReader& state, std::string_view tenant,
                             std::string_view id, uint32_t revision);

// Ids of all definitions of the tenant, ascending, the pack's included.
std::vector<std::string> DefinitionIds(const KvReader& state,
                                       std::string_view tenant);
// All revisions of one, ascending.
std::vector<DefinitionPtr> RevisionsOf(const KvReader& state,
                                       std::string_view tenant,
                                       std::string_view id);

// The revision that publishing now would give.
uint32_t NextRevision(const KvReader& state, std::string_view tenant,
                      std::string_view id);

// What the check finds, and beyond it what the matrices in force say: an
// activity that no matrix has, or that nobody can approve.
Findings FindWithDirectory(const Definition& definition,
                           const authority::Directory& directory,
                           std::string_view tenant, absl::Time now);

// NOT_FOUND, naming the definition.
absl::Status NoDefinition(std::string_view tenant, std::string_view id);

v1::DefinitionDraft ToDraft(std::string_view tenant, std::string_view id,
                            const v1::DraftRow& row);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_DEFINITIONS_H_
