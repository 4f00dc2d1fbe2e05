// Fields that the journal events have in common, found by their fixed names:
// opportunity (the digest), grant, reason. Pure functions.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_EVENT_FIELDS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_EVENT_FIELDS_H_

#include <string>
#include <string_view>

#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

// The public event inside, null for an empty wrapper.
const google::protobuf::Message* PublicPart(const v1::JournalEvent& event);
// "OpportunityAccepted".
std::string EventName(const v1::JournalEvent& event);

// The digest inside; null if the event is not about one entry.
v1::OpportunityDigest* MutableDigest(v1::JournalEvent& event);
const v1::OpportunityDigest* DigestIn(const v1::JournalEvent& event);

// Null when absent or unset.
const common::v1::AuthorityGrant* GrantIn(const v1::JournalEvent& event);
// A text field of the event, empty when absent.
std::string TextIn(const v1::JournalEvent& event, std::string_view field);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_EVENT_FIELDS_H_
