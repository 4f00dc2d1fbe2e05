// One journal event of every type there is, about the same entry, so that
// tests cover a new type by its being declared.
#ifndef CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_EVENT_ZOO_H_
#define CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_EVENT_ZOO_H_

#include <vector>

#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

std::vector<v1::JournalEvent> OneOfEach();

}  // namespace csi::registry

#endif  // CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_EVENT_ZOO_H_
