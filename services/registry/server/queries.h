// What can be read from the register. Plain functions over one snapshot of
// committed rows; thread-safe. Lists are keyset pages over index rows; filters
// that no index serves scan at most limits::kListScanRowsMax rows a call and
// then return a short page with a token.
#ifndef CSI_SERVICES_REGISTRY_SERVER_QUERIES_H_
#define CSI_SERVICES_REGISTRY_SERVER_QUERIES_H_

#include "absl/status/status.h"
#include "common/domain/paging.h"
#include "csi/registry/v1/registry_service.pb.h"

namespace csi::registry {

absl::Status GetOpportunity(const QueryContext&,
                            const v1::GetOpportunityRequest&, v1::Opportunity*);
absl::Status ListOpportunities(const QueryContext&,
                               const v1::ListOpportunitiesRequest&,
                               v1::ListOpportunitiesResponse*);
absl::Status ListWaiting(const QueryContext&, const v1::ListWaitingRequest&,
                         v1::ListWaitingResponse*);
absl::Status GetRollup(const QueryContext&, const v1::GetRollupRequest&,
                       v1::Rollup*);
absl::Status AnalyzeRanking(const QueryContext&,
                            const v1::AnalyzeRankingRequest&,
                            v1::RankingSensitivity*);
absl::Status PreviewPolicy(const QueryContext&, const v1::PreviewPolicyRequest&,
                           v1::PolicyPreview*);
absl::Status GetView(const QueryContext&, const v1::GetViewRequest&, v1::View*);
absl::Status ListViews(const QueryContext&, const v1::ListViewsRequest&,
                       v1::ListViewsResponse*);
absl::Status PreviewImport(const QueryContext&, const v1::PreviewImportRequest&,
                           v1::PreviewImportResponse*);
absl::Status SuggestDuplicates(const QueryContext&,
                               const v1::SuggestDuplicatesRequest&,
                               v1::SuggestDuplicatesResponse*);
absl::Status ListHistory(const QueryContext&, const v1::ListHistoryRequest&,
                         v1::ListHistoryResponse*);
absl::Status GetBoard(const QueryContext&, const v1::GetBoardRequest&,
                      v1::Board*);
absl::Status ExplainScore(const QueryContext&, const v1::ExplainScoreRequest&,
                          v1::ScoreExplanation*);

absl::Status GetPrioritization(const QueryContext&,
                               const v1::GetPrioritizationRequest&,
                               v1::Prioritization*);
absl::Status ListPrioritizations(const QueryContext&,
                                 const v1::ListPrioritizationsRequest&,
                                 v1::ListPrioritizationsResponse*);
absl::Status ListVotes(const QueryContext&, const v1::ListVotesRequest&,
                       v1::ListVotesResponse*);

absl::Status GetObjection(const QueryContext&, const v1::GetObjectionRequest&,
                          v1::Objection*);
absl::Status ListObjections(const QueryContext&,
                            const v1::ListObjectionsRequest&,
                            v1::ListObjectionsResponse*);
absl::Status ListComments(const QueryContext&, const v1::ListCommentsRequest&,
                          v1::ListCommentsResponse*);

absl::Status GetRecommendation(const QueryContext&,
                               const v1::GetRecommendationRequest&,
                               v1::Recommendation*);
absl::Status ListRecommendations(const QueryContext&,
                                 const v1::ListRecommendationsRequest&,
                                 v1::ListRecommendationsResponse*);
absl::Status GetPlan(const QueryContext&, const v1::GetPlanRequest&, v1::Plan*);
absl::Status ListPlans(const QueryContext&, const v1::ListPlansRequest&,
                       v1::ListPlansResponse*);

absl::Status GetPolicy(const QueryContext&, const v1::GetPolicyRequest&,
                       v1::Policy*);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_SERVER_QUERIES_H_
