// Rows as resources: what replies and queries show. Pure functions over rows.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_RESOURCES_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_RESOURCES_H_

#include <string>
#include <string_view>

#include "common/kv/kv.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "services/workflow/definitions/definition.h"
#include "services/workflow/domain/rfc_rules.h"

namespace csi::workflow {

// "WAITING_FOR_CHANGE".
std::string StateWord(v1::Run::State state);
std::string PhaseWord(v1::Step::Phase phase);
std::string StatusWord(v1::Rfc::Status status);

// Somebody works the step, or is to decide on it.
bool IsOpen(v1::Step::Phase phase);
// Approved or left out: nobody works the step any more.
bool IsDone(v1::Step::Phase phase);
// Completed or cancelled: the run does not move any more.
bool IsOver(v1::Run::State state);

// The changes of a run, by id. At most kRfcsPerRunMax.
Rfcs RfcsOf(const KvReader& state, std::string_view tenant,
            std::string_view run);

v1::RunReceipt ReceiptOf(const KvReader& state, std::string_view tenant,
                         std::string_view run);

v1::Run ToRun(std::string_view tenant, std::string_view id,
              const v1::RunRow& row, const v1::StepRow& step);
// `step` is the row of the current step, read by the function below.
v1::Run ReadRun(const KvReader& state, std::string_view tenant,
                std::string_view id, const v1::RunRow& row);
v1::Step ToStep(std::string_view tenant, std::string_view run,
                const v1::StepDefinition& definition, const v1::RunRow& head,
                const v1::StepRow& row);
v1::Artefact ToArtefact(std::string_view tenant, std::string_view run,
                        const v1::StepDefinition& definition,
                        const v1::ArtefactRow& row);
v1::Consultation ToConsultation(std::string_view tenant, std::string_view run,
                                uint32_t number,
                                const v1::ConsultationRow& row);
v1::Rfc ToRfc(std::string_view tenant, std::string_view run,
              std::string_view id, const v1::RfcRow& row);
v1::ParkedChange ToParkedChange(std::string_view tenant, std::string_view id,
                                const v1::ParkedRow& row);
v1::Definition ToDefinition(std::string_view tenant,
                            const Definition& definition);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_RESOURCES_H_
