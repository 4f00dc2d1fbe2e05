// Accepting an entry with several people, where a rule of the policy asks for
// that, and approving one again that changed.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_ENTRY_APPROVAL_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_ENTRY_APPROVAL_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

// What one more word for an entry makes of it.
struct EntryVote {
  common::v1::AuthorityGrant grant;
  // Everybody, with this one; empty where one is enough.
  std::vector<v1::EntryApproval> approvals;
  int quorum = 1;
  // A is among them, and they are as many as it takes.
  bool enough = true;
};

// People whom the rules of the policy ask for; at least 1.
int QuorumOf(const v1::Policy& policy, const v1::Opportunity& entry);

// NOT_AUTHORIZED unless the actor is A, or R where more than one is needed.
absl::StatusOr<EntryVote> VoteFor(const Context& context, std::string_view what,
                                  std::string_view reason,
                                  const v1::Opportunity& entry);

// Emits OpportunityApprovalGiven: not enough yet.
void EmitApproval(const Context& context, const EntryVote& vote,
                  std::string_view reason, v1::OpportunityRow& row,
                  Outcome& outcome);

// Marks the event of a change with what it does to approvals: an APPROVED
// entry has to be approved again, and words for a NEW one lapse.
void MarkApprovals(const v1::Opportunity& before,
                   v1::OpportunityUpdated& event);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_ENTRY_APPROVAL_H_
