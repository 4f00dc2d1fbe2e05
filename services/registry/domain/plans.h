// Plans and recommendations as rows, and what decisions about them share.
// Rows: keys.h. Pure functions.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_PLANS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_PLANS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/authority/directory.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "csi/registry/v1/registry_plans.pb.h"

namespace csi::registry {

// Activity of the RACI matrices that decides plans.
inline constexpr std::string_view kDecideSip = "decide-sip";

// As the API shows them, with etag.
std::optional<v1::Plan> ReadPlan(const KvReader& state, std::string_view tenant,
                                 std::string_view id);
std::optional<v1::Recommendation> ReadRecommendation(const KvReader& state,
                                                     std::string_view tenant,
                                                     std::string_view id);
// FIELD_INVALID, NOT_FOUND or ETAG_MISMATCH.
absl::StatusOr<v1::Plan> LoadPlan(const Context& context,
                                  const std::string& name,
                                  std::string_view etag);
absl::StatusOr<v1::Recommendation> LoadRecommendation(const Context& context,
                                                      const std::string& name,
                                                      std::string_view etag);

// WRONG_STATE unless the plan is open. `what` completes "cannot be ...".
absl::Status CheckPlanOpen(const v1::Plan& plan, std::string_view what);
// RULE_VIOLATED, with the name of the rule.
absl::Status PlanRule(std::string_view rule, std::string message);

// The question who decides something of this scope, size and cost.
authority::Question PlanQuestion(const Context& context,
                                 const common::v1::Scope& scope, v1::Size size,
                                 const google::type::Money* cost);
// R or A of decide-sip for the plan.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizePlan(const Context& context,
                                                         std::string_view what,
                                                         const v1::Plan& plan);
// The same, or without a grant for its owner, unless they have left.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizePlanEdit(
    const Context& context, std::string_view what, const v1::Plan& plan);

// When an approval that begins to wait now is escalated.
absl::Time ApprovalDue(const Context& context);

// Stamps revision, time and etag of a changed resource.
void StampPlan(const Context& context, v1::Plan& plan);
void StampRecommendation(const Context& context,
                         v1::Recommendation& recommendation);

// Each entry is named once, exists, and has no other plan than `plan`.
absl::Status CheckPlanEntries(
    const Context& context, std::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& entries,
    std::string_view plan);
// Emits OpportunityLinked for every entry that is not tied to the plan yet.
void TieEntries(const Context& context,
                const google::protobuf::RepeatedPtrField<std::string>& entries,
                const std::string& plan,
                const common::v1::AuthorityGrant& grant, Outcome& outcome);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_PLANS_H_
