// Who decides a recommendation. Pure: the directory's view and the policy.
//
// A of decide-sip decides, within the limits of size and cost; whoever an
// escalation reached may decide too. Who recommends does not: then the next
// filled line of accountability decides, and where nobody stands above, the
// recommender may after all, marked SELF_APPROVED, unless the policy is strict.
// Where the policy asks for more than one, R of decide-sip agree beside A.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_PLAN_APPROVERS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_PLAN_APPROVERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/authority/directory.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry_plans.pb.h"

namespace csi::registry {

struct PlanApprovers {
  // Who decides; a deputy stands beside the absent holder.
  std::vector<authority::Holder> deciding;
  // Who agrees beside them; empty unless the policy asks for more than one.
  std::vector<authority::Holder> agreeing;
  // Role of the matrix that decides, as an id; empty when no matrix says.
  std::string role;
  // People who have to accept: min(policy, eligible), at least 1.
  int quorum = 1;
  // Nobody but the recommender could, and the policy forbids that.
  bool strictly_nobody = false;
};

PlanApprovers ApproversOf(const Context& context,
                          const v1::Recommendation& recommendation);

// The right of the actor: letter A decides, letter R agrees. NOT_AUTHORIZED,
// naming who could: with the rule SEPARATION_OF_DUTIES for the recommender,
// STRICT_SEPARATION where the policy leaves nobody.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeDecision(
    const Context& context, std::string_view what,
    const v1::Recommendation& recommendation, const PlanApprovers& approvers);

// A filled role further up.
struct LineAbove {
  std::string role;  // id; empty: nobody stands above
  std::vector<authority::Holder> holders;
};

// The first filled role up the lines of one purpose, not counting `without`.
LineAbove NextLine(const Context& context, std::string_view role,
                   std::string_view purpose, const common::v1::Scope& scope,
                   const std::vector<std::string>& without);
// The same up the lines of SIP escalation, else of accountability.
LineAbove EscalationLine(const Context& context, std::string_view role,
                         const common::v1::Scope& scope);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_PLAN_APPROVERS_H_
