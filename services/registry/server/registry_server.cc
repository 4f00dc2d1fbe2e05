#include "services/registry/server/registry_server.h"

#include "csi/registry/v1/registry_service.pb.h"
#include "services/registry/domain/registry_domain.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

// Mutations need no line here: they go to the partition by their name.
void Bind(rpc::ServiceBinder& binder) {
  binder.Query("GetOpportunity", &GetOpportunity);
  binder.Query("ListOpportunities", &ListOpportunities);
  binder.Query("PreviewImport", &PreviewImport);
  binder.Query("SuggestDuplicates", &SuggestDuplicates);
  binder.Query("ListWaiting", &ListWaiting);
  binder.Query("GetRollup", &GetRollup);
  binder.Query("AnalyzeRanking", &AnalyzeRanking);
  binder.Query("PreviewPolicy", &PreviewPolicy);
  binder.Query("GetView", &GetView);
  binder.Query("ListViews", &ListViews);
  binder.Query("ListHistory", &ListHistory);
  binder.Query("GetBoard", &GetBoard);
  binder.Query("ExplainScore", &ExplainScore);
  binder.Query("GetPrioritization", &GetPrioritization);
  binder.Query("ListPrioritizations", &ListPrioritizations);
  binder.Query("ListVotes", &ListVotes);
  binder.Query("GetObjection", &GetObjection);
  binder.Query("ListObjections", &ListObjections);
  binder.Query("ListComments", &ListComments);
  binder.Query("GetRecommendation", &GetRecommendation);
  binder.Query("ListRecommendations", &ListRecommendations);
  binder.Query("GetPlan", &GetPlan);
  binder.Query("ListPlans", &ListPlans);
  binder.Query("GetPolicy", &GetPolicy);
}

}  // namespace

program::ServiceModule MakeRegistryModule() {
  return {"registry", &MakeRegistryDomain,
          v1::GetOpportunityRequest::descriptor()->file()->FindServiceByName(
              "RegistryService"),
          &Bind};
}

}  // namespace csi::registry
