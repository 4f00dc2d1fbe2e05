#include "services/workflow/server/workflow_server.h"

#include "csi/workflow/v1/workflow_service.pb.h"
#include "services/workflow/server/queries.h"

namespace csi::workflow {

void BindWorkflowQueries(rpc::ServiceBinder& binder) {
  using namespace v1;  // NOLINT: a table of request and response types
  binder.Query<GetDefinitionRequest, Definition>("GetDefinition",
                                                 &workflow::GetDefinition);
  binder.Query<ListDefinitionsRequest, ListDefinitionsResponse>(
      "ListDefinitions", &workflow::ListDefinitions);
  binder.Query<GetRunRequest, Run>("GetRun", &workflow::GetRun);
  binder.Query<ListRunsRequest, ListRunsResponse>("ListRuns",
                                                  &workflow::ListRuns);
  binder.Query<ExplainRunRequest, RunExplanation>("ExplainRun",
                                                  &workflow::ExplainRun);
  binder.Query<GetStepRequest, Step>("GetStep", &workflow::GetStep);
  binder.Query<ListStepsRequest, ListStepsResponse>("ListSteps",
                                                    &workflow::ListSteps);
  binder.Query<GetArtefactRequest, Artefact>("GetArtefact",
                                             &workflow::GetArtefact);
  binder.Query<ListArtefactsRequest, ListArtefactsResponse>(
      "ListArtefacts", &workflow::ListArtefacts);
  binder.Query<GetConsultationRequest, Consultation>(
      "GetConsultation", &workflow::GetConsultation);
  binder.Query<ListConsultationsRequest, ListConsultationsResponse>(
      "ListConsultations", &workflow::ListConsultations);
  binder.Query<GetRfcRequest, Rfc>("GetRfc", &workflow::GetRfc);
  binder.Query<ListRfcsRequest, ListRfcsResponse>("ListRfcs",
                                                  &workflow::ListRfcs);
  binder.Query<GetParkedChangeRequest, ParkedChange>(
      "GetParkedChange", &workflow::GetParkedChange);
  binder.Query<ListParkedChangesRequest, ListParkedChangesResponse>(
      "ListParkedChanges", &workflow::ListParkedChanges);
  binder.Query<ListInboxRequest, ListInboxResponse>("ListInbox",
                                                    &workflow::ListInbox);
}

}  // namespace csi::workflow
