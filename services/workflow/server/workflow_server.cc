#include "services/workflow/server/workflow_server.h"

#include "csi/workflow/v1/workflow_service.pb.h"
#include "services/workflow/domain/workflow_domain.h"
#include "services/workflow/inbound/change_mapping.h"
#include "services/workflow/server/people_queries.h"
#include "services/workflow/server/queries.h"

namespace csi::workflow {
namespace {

void Bind(rpc::ServiceBinder& binder) {
  binder.Query("GetDefinition", &GetDefinition);
  binder.Query("ListDefinitions", &ListDefinitions);
  binder.Query("GetDefinitionDraft", &GetDefinitionDraft);
  binder.Query("ListDefinitionRevisions", &ListDefinitionRevisions);
  binder.Query<v1::CheckDefinitionRequest, v1::CheckDefinitionResponse>(
      "CheckDefinition", &CheckDefinition);
  binder.Query("CompareDefinitions", &CompareDefinitions);
  binder.Query("GetRun", &GetRun);
  binder.Query("ListRuns", &ListRuns);
  binder.Query("ExplainRun", &ExplainRun);
  binder.Query("ListStuckRuns", &ListStuckRuns);
  binder.Query("ForecastRun", &ForecastRun);
  binder.Query("GetStep", &GetStep);
  binder.Query("ListSteps", &ListSteps);
  binder.Query("GetArtefact", &GetArtefact);
  binder.Query("ListArtefacts", &ListArtefacts);
  binder.Query("GetConsultation", &GetConsultation);
  binder.Query("ListConsultations", &ListConsultations);
  binder.Query("GetRfc", &GetRfc);
  binder.Query("ListRfcs", &ListRfcs);
  binder.Query("GetParkedChange", &GetParkedChange);
  binder.Query("ListParkedChanges", &ListParkedChanges);
  binder.Query("ListInbox", &ListInbox);
  binder.Query("GetInboxItem", &GetInboxItem);
  binder.Query("GetInboxDigest", &GetInboxDigest);
  binder.Query("ListNotificationRules", &ListNotificationRules);
  binder.Query("GetNotificationPreferences", &GetNotificationPreferences);
  binder.Query("GetTimeSettings", &GetTimeSettings);
  binder.Query("ListDeliveryChannels", &ListDeliveryChannels);
  binder.Query("ListDeliveries", &ListDeliveries);
}

std::unique_ptr<inbound::InputMapper> MakeMapper() {
  return std::make_unique<ChangeMapper>();
}

}  // namespace

program::ServiceModule MakeWorkflowModule() {
  // Any message of the file: its descriptor knows the service beside it.
  const auto* file = v1::GetDefinitionRequest::descriptor()->file();
  return {"workflow",
          &MakeWorkflowDomain,
          file->FindServiceByName("WorkflowService"),
          &Bind,
          "itsm.change.events",
          "changes",
          &MakeMapper};
}

}  // namespace csi::workflow
