// What can be read from the workflow service. Plain functions over one
// snapshot of committed rows; thread-safe. Lists are keyset pages over rows or
// index rows that hold nothing else.
#ifndef CSI_SERVICES_WORKFLOW_SERVER_QUERIES_H_
#define CSI_SERVICES_WORKFLOW_SERVER_QUERIES_H_

#include "absl/status/status.h"
#include "common/domain/paging.h"
#include "csi/workflow/v1/workflow_service.pb.h"

namespace csi::workflow {

absl::Status GetDefinition(const QueryContext&, const v1::GetDefinitionRequest&,
                           v1::Definition*);
absl::Status ListDefinitions(const QueryContext&,
                             const v1::ListDefinitionsRequest&,
                             v1::ListDefinitionsResponse*);
absl::Status GetDefinitionDraft(const QueryContext&,
                                const v1::GetDefinitionDraftRequest&,
                                v1::DefinitionDraft*);
absl::Status ListDefinitionRevisions(const QueryContext&,
                                     const v1::ListDefinitionRevisionsRequest&,
                                     v1::ListDefinitionRevisionsResponse*);
absl::Status CheckDefinition(const QueryContext&,
                             const v1::CheckDefinitionRequest&,
                             v1::CheckDefinitionResponse*);
absl::Status CompareDefinitions(const QueryContext&,
                                const v1::CompareDefinitionsRequest&,
                                v1::DefinitionDiff*);
absl::Status GetRun(const QueryContext&, const v1::GetRunRequest&, v1::Run*);
absl::Status ListRuns(const QueryContext&, const v1::ListRunsRequest&,
                      v1::ListRunsResponse*);
absl::Status ExplainRun(const QueryContext&, const v1::ExplainRunRequest&,
                        v1::RunExplanation*);
absl::Status ListStuckRuns(const QueryContext&, const v1::ListStuckRunsRequest&,
                           v1::ListStuckRunsResponse*);
absl::Status ForecastRun(const QueryContext&, const v1::ForecastRunRequest&,
                         v1::RunForecast*);
absl::Status GetStep(const QueryContext&, const v1::GetStepRequest&, v1::Step*);
absl::Status ListSteps(const QueryContext&, const v1::ListStepsRequest&,
                       v1::ListStepsResponse*);
absl::Status GetArtefact(const QueryContext&, const v1::GetArtefactRequest&,
                         v1::Artefact*);
absl::Status ListArtefacts(const QueryContext&, const v1::ListArtefactsRequest&,
                           v1::ListArtefactsResponse*);
absl::Status GetConsultation(const QueryContext&,
                             const v1::GetConsultationRequest&,
                             v1::Consultation*);
absl::Status ListConsultations(const QueryContext&,
                               const v1::ListConsultationsRequest&,
                               v1::ListConsultationsResponse*);
absl::Status GetRfc(const QueryContext&, const v1::GetRfcRequest&, v1::Rfc*);
absl::Status ListRfcs(const QueryContext&, const v1::ListRfcsRequest&,
                      v1::ListRfcsResponse*);
absl::Status GetParkedChange(const QueryContext&,
                             const v1::GetParkedChangeRequest&,
                             v1::ParkedChange*);
absl::Status ListParkedChanges(const QueryContext&,
                               const v1::ListParkedChangesRequest&,
                               v1::ListParkedChangesResponse*);
absl::Status ListInbox(const QueryContext&, const v1::ListInboxRequest&,
                       v1::ListInboxResponse*);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_SERVER_QUERIES_H_
