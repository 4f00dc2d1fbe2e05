// The decisions about recommendations and plans, one function per command, and
// what they share. Checks in the order of decide.h.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_PLAN_COMMANDS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_PLAN_COMMANDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry.pb.h"
#include "csi/registry/v1/registry_planning.pb.h"

namespace csi::registry {

absl::Status DecideRecommendPlan(const v1::RecommendPlanRequest&,
                                 const Context&, Outcome&);
absl::Status DecideDecidePlan(const v1::DecidePlanRequest&, const Context&,
                              Outcome&);
absl::Status DecideCreatePlan(const v1::CreatePlanRequest&, const Context&,
                              Outcome&);
absl::Status DecideUpdatePlan(const v1::UpdatePlanRequest&, const Context&,
                              Outcome&);
absl::Status DecideSetPlanTask(const v1::SetPlanTaskRequest&, const Context&,
                               Outcome&);
absl::Status DecideCompletePlanTask(const v1::CompletePlanTaskRequest&,
                                    const Context&, Outcome&);
absl::Status DecideEscalatePlan(const v1::EscalatePlanRequest&, const Context&,
                                Outcome&);
absl::Status DecideClosePlan(const v1::ClosePlanRequest&, const Context&,
                             Outcome&);

// A recommendation has waited for too long, or the day has come to which it
// was put off.
absl::Status FirePlanApproval(const Timer&, const Context&, Outcome&);

// Replies with etag.
void ReplyWithRecommendation(const v1::Recommendation& made, Outcome& outcome);
void ReplyWithPlan(const v1::Plan& plan, Outcome& outcome);

// The costs together; none if there are none, or several currencies.
std::optional<google::type::Money> CostOf(
    const std::vector<v1::Opportunity>& entries);

// Agreements by name, each once, at most 50.
absl::Status CheckAgreements(
    const Context& context, std::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& names);
// Days of the calendar, the last not before the first. `what`: "plan".
absl::Status CheckSchedule(std::string_view what, bool has_start,
                           const google::type::Date& start, bool has_end,
                           const google::type::Date& end);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_PLAN_COMMANDS_H_
