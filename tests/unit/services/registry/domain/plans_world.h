// The register's world with people who decide plans, for tests.
//
// gina is service manager and decides plans up to EUR 10,000 of size medium;
// beyond that hugo, the IT director. anna (CSI manager) is responsible for
// deciding; the lines of SIP escalation lead from her to gina, then to hugo.
#ifndef CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_PLANS_WORLD_H_
#define CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_PLANS_WORLD_H_

#include <optional>
#include <string>
#include <string_view>

#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {

class PlansWorld : public RegistryWorld {
 public:
  PlansWorld();

  absl::StatusOr<v1::Recommendation> Recommend(std::string_view actor,
                                               const v1::Recommendation& wanted,
                                               std::string_view id = "r1");
  // "Mirror web twice", owner bob, for EUR `cost`, about the service web.
  static v1::Recommendation Advice(int64_t cost = 5000);
  absl::StatusOr<v1::Recommendation> Decide(std::string_view actor,
                                            v1::PlanDecision decision,
                                            std::string_view id = "r1");
  absl::StatusOr<v1::Recommendation> Accept1(std::string_view actor) {
    return Decide(actor, v1::PLAN_DECISION_ACCEPT);
  }
  // An accepted plan p1 of bob for the entries, by frank and gina.
  v1::Plan Made(const std::vector<std::string>& entries = {});
  absl::StatusOr<v1::Plan> Task(std::string_view actor, std::string_view id,
                                std::string_view owner = "");
  absl::StatusOr<v1::Plan> Complete(std::string_view actor, std::string_view id,
                                    bool dropped = false);
  absl::StatusOr<v1::Plan> Change(std::string_view actor, const v1::Plan& plan,
                                  std::string_view mask);
  absl::StatusOr<v1::Plan> ClosePlan(std::string_view actor);
  absl::StatusOr<v1::EscalatePlanResponse> Escalate(std::string_view actor,
                                                    const std::string& name);
  absl::StatusOr<v1::Policy> SetPolicy(int quorum, bool strict, int days = 0);

  v1::Recommendation Stored(std::string_view id = "r1") const;
  v1::Plan StoredPlan(std::string_view id = "p1") const;
};

std::string PersonName(std::string_view id);
std::string PlanName(std::string_view id);

// The rule of a refusal.
template <class Reply>
std::string RuleIn(const absl::StatusOr<Reply>& result) {
  return result.ok() ? "OK" : MetadataOf(result.status(), "rule");
}

}  // namespace csi::registry

#endif  // CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_PLANS_WORLD_H_
