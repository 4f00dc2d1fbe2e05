// Turns journal events into public ones: each is published as it stands, about
// the resource it names. Frozen like Apply.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_PROJECT_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_PROJECT_H_

#include <vector>

#include "common/domain/domain.h"
#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

void ProjectEvent(const v1::JournalEvent& event, std::vector<PublicEvent>& out);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_PROJECT_H_
