// Recommendations and plans.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/filter.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/plans.h"
#include "services/registry/server/page_scan.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

absl::Status CheckParent(const QueryContext& context,
                         const std::string& parent) {
  if (parent == StrCat("tenants/", context.tenant)) return absl::OkStatus();
  return FieldError("parent", StrCat("\"", parent, "\" is not tenants/",
                                     context.tenant, "."));
}

const FilterSchema& RecommendationSchema() {
  static const auto* const kSchema = new FilterSchema{
      v1::Recommendation::descriptor(),
      {"state", "recommended_by", "owner", "decided_by", "scope.service",
       "scope.process", "size", "plan", "amended_plan", "approval_due_time",
       "create_time", "title"},
      {"title", "text"}};
  return *kSchema;
}

const FilterSchema& PlanSchema() {
  static const auto* const kSchema = new FilterSchema{
      v1::Plan::descriptor(),
      {"state", "owner", "outcome", "scope.service", "scope.process", "size",
       "recommendation", "retrospective", "planned_start_date",
       "planned_end_date", "create_time", "title"},
      {"title", "description"}};
  return *kSchema;
}

FilterVariables Variables(const QueryContext& context) {
  FilterVariables variables;
  if (!context.actor.empty()) {
    variables["@me"] = ResourceName(context.tenant, "people", context.actor);
  }
  return variables;
}

}  // namespace

absl::Status GetRecommendation(const QueryContext& context,
                               const v1::GetRecommendationRequest& request,
                               v1::Recommendation* reply) {
  ASSIGN_OR_RETURN(
      const std::string id,
      IdOf("name", request.name(), context.tenant, "recommendations"));
  auto found = ReadRecommendation(context.state, context.tenant, id);
  if (!found) return NoSuch("recommendation", request.name());
  *reply = *std::move(found);
  return absl::OkStatus();
}

absl::Status ListRecommendations(const QueryContext& context,
                                 const v1::ListRecommendationsRequest& request,
                                 v1::ListRecommendationsResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  ASSIGN_OR_RETURN(const Filter filter,
                   Filter::Parse(request.filter(), RecommendationSchema(),
                                 Variables(context)));
  const std::string prefix = RecommendationTimePrefix(context.tenant);
  reply->set_next_page_token(
      ScanPage(context.state, page, prefix, false,
               [&](std::string_view key, std::string_view) {
                 auto found = ReadRecommendation(context.state, context.tenant,
                                                 IdBehindTime(key, prefix));
                 if (!found || !filter.Matches(*found)) return false;
                 *reply->add_recommendations() = *std::move(found);
                 return true;
               }));
  return absl::OkStatus();
}

absl::Status GetPlan(const QueryContext& context,
                     const v1::GetPlanRequest& request, v1::Plan* reply) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", request.name(), context.tenant, "plans"));
  auto plan = ReadPlan(context.state, context.tenant, id);
  if (!plan) return NoSuch("plan", request.name());
  *reply = *std::move(plan);
  return absl::OkStatus();
}

absl::Status ListPlans(const QueryContext& context,
                       const v1::ListPlansRequest& request,
                       v1::ListPlansResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  ASSIGN_OR_RETURN(
      const Filter filter,
      Filter::Parse(request.filter(), PlanSchema(), Variables(context)));
  const std::string prefix = PlanTimePrefix(context.tenant);
  reply->set_next_page_token(ScanPage(
      context.state, page, prefix, false,
      [&](std::string_view key, std::string_view) {
        auto plan =
            ReadPlan(context.state, context.tenant, IdBehindTime(key, prefix));
        if (!plan || !filter.Matches(*plan)) return false;
        *reply->add_plans() = *std::move(plan);
        return true;
      }));
  return absl::OkStatus();
}

}  // namespace csi::registry
