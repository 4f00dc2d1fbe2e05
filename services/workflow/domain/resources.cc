#include "services/workflow/domain/resources.h"

#include "absl/strings/str_cat.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/artefact.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

// Sets uid, etag, revision and times, which all resources have.
template <class Resource, class Row>
void SetCommon(std::string name, const Row& row, Resource& out) {
  out.set_uid(name);
  out.set_name(std::move(name));
  out.set_etag(EtagOf(row.revision()));
  out.set_revision(row.revision());
  SetTime(row.create_us(), out.mutable_create_time());
  SetTime(row.update_us(), out.mutable_update_time());
}

bool ClockStands(const v1::RunRow& head) {
  return head.held_us() != 0 || head.clock_stopped_us() != 0;
}

}  // namespace

std::string StateWord(v1::Run::State state) {
  return v1::Run::State_Name(state).substr(sizeof("STATE_") - 1);
}
std::string PhaseWord(v1::Step::Phase phase) {
  return v1::Step::Phase_Name(phase).substr(sizeof("PHASE_") - 1);
}
std::string StatusWord(v1::Rfc::Status status) {
  // A program with more words may have written it.
  if (!v1::Rfc::Status_IsValid(status)) return StrCat("STATUS ", status + 0);
  return v1::Rfc::Status_Name(status).substr(sizeof("STATUS_") - 1);
}

bool IsOpen(v1::Step::Phase phase) {
  return phase == v1::Step::PHASE_IN_PROGRESS ||
         phase == v1::Step::PHASE_SUBMITTED ||
         phase == v1::Step::PHASE_SENT_BACK;
}
bool IsDone(v1::Step::Phase phase) {
  return phase == v1::Step::PHASE_APPROVED || phase == v1::Step::PHASE_SKIPPED;
}
bool IsOver(v1::Run::State state) {
  return state == v1::Run::STATE_COMPLETED || state == v1::Run::STATE_CANCELLED;
}

Rfcs RfcsOf(const KvReader& state, std::string_view tenant,
            std::string_view run) {
  Rfcs rfcs;
  const std::string prefix = KeyPrefix("wf.rfc", {tenant, run});
  state.ScanPrefix(prefix, [&](std::string_view key, std::string_view value) {
    v1::RfcRow row;
    if (row.ParseFromString(std::string(value))) {
      rfcs[std::string(key.substr(prefix.size()))] = std::move(row);
    }
    return true;
  });
  return rfcs;
}

v1::RunReceipt ReceiptOf(const KvReader& state, std::string_view tenant,
                         std::string_view run) {
  v1::RunReceipt receipt;
  receipt.set_name(ResourceName(tenant, "runs", run));
  auto head = GetRow<v1::RunRow>(state, RunKey(tenant, run));
  if (!head) return receipt;
  receipt.set_etag(EtagOf(head->revision()));
  receipt.set_state(head->state());
  receipt.set_step(head->step());
  auto step = GetRow<v1::StepRow>(state, StepKey(tenant, run, head->step()));
  if (step) receipt.set_phase(step->phase());
  return receipt;
}

v1::Run ToRun(std::string_view tenant, std::string_view id,
              const v1::RunRow& row, const v1::StepRow& step) {
  v1::Run run;
  SetCommon(ResourceName(tenant, "runs", id), row, run);
  run.set_opportunity(ResourceName(tenant, "opportunities", row.opportunity()));
  *run.mutable_scope() = ExpandScope(row.scope(), tenant);
  run.set_matrix_variant(row.matrix_variant());
  run.set_definition(ResourceName(tenant, "definitions", row.definition()));
  run.set_definition_revision(row.definition_revision());
  run.set_cycle(row.cycle());
  run.set_previous_run(NameOrEmpty(tenant, "runs", row.previous_run()));
  run.set_state(row.state());
  if (row.state() == v1::Run::STATE_ON_HOLD) {
    run.set_held_state(row.held_state());
  }
  run.set_reason(row.reason());
  run.set_step(row.step());
  run.set_step_key(row.step_key());
  run.set_phase(step.phase());
  if (!ClockStands(row) && IsOpen(step.phase())) {
    SetTime(step.due_us(), run.mutable_due_time());
  }
  if (row.effect_review_us() != 0) {
    SetTime(row.effect_review_us(), run.mutable_effect_review_time());
  }
  *run.mutable_flags() = row.flags();
  run.set_comparison(NameOrEmpty(tenant, "comparisons", row.comparison()));
  run.set_verdict(row.verdict());
  for (const std::string& baseline : row.baselines()) {
    run.add_baselines(ResourceName(tenant, "baselines", baseline));
  }
  run.set_accountable(NameOrEmpty(tenant, "people", row.accountable()));
  return run;
}

v1::Run ReadRun(const KvReader& state, std::string_view tenant,
                std::string_view id, const v1::RunRow& row) {
  auto step = GetRow<v1::StepRow>(state, StepKey(tenant, id, row.step()));
  return ToRun(tenant, id, row, step ? *step : v1::StepRow());
}

v1::Step ToStep(std::string_view tenant, std::string_view run,
                const v1::StepDefinition& definition, const v1::RunRow& head,
                const v1::StepRow& row) {
  v1::Step step;
  SetCommon(ChildName(tenant, run, "steps", StrCat(definition.number())), row,
            step);
  step.set_number(definition.number());
  step.set_key(definition.key());
  step.set_title(definition.title());
  if (row.revision() == 0) {
    step.clear_create_time();
    step.clear_update_time();
    step.set_phase(v1::Step::PHASE_NOT_STARTED);
    return step;
  }
  step.set_phase(row.phase());
  SetTime(row.start_us(), step.mutable_start_time());
  if (!ClockStands(head) && IsOpen(row.phase())) {
    SetTime(row.due_us(), step.mutable_due_time());
  }
  if (row.overdue_us() != 0) {
    SetTime(row.overdue_us(), step.mutable_overdue_time());
  }
  step.set_submitter(NameOrEmpty(tenant, "people", row.submitter()));
  if (row.submit_us() != 0) {
    SetTime(row.submit_us(), step.mutable_submit_time());
  }
  step.set_approver(NameOrEmpty(tenant, "people", row.approver()));
  if (row.approve_us() != 0) {
    SetTime(row.approve_us(), step.mutable_approve_time());
  }
  step.set_reason(row.reason());
  step.set_send_backs(row.send_backs());
  return step;
}

v1::Artefact ToArtefact(std::string_view tenant, std::string_view run,
                        const v1::StepDefinition& definition,
                        const v1::ArtefactRow& row) {
  v1::Artefact artefact;
  SetCommon(ChildName(tenant, run, "artefacts", StrCat(definition.number())),
            row, artefact);
  if (row.revision() == 0) {
    artefact.clear_create_time();
    artefact.clear_update_time();
  }
  artefact.set_step(definition.number());
  artefact.set_step_key(definition.key());
  for (const v1::FieldDefinition& field : definition.fields()) {
    for (const v1::ArtefactField& value : row.fields()) {
      if (value.key() == field.key()) *artefact.add_fields() = value;
    }
  }
  for (std::string& key : MissingFields(definition, row.fields())) {
    artefact.add_missing_fields(std::move(key));
  }
  return artefact;
}

v1::Consultation ToConsultation(std::string_view tenant, std::string_view run,
                                uint32_t number,
                                const v1::ConsultationRow& row) {
  v1::Consultation out;
  SetCommon(ResourceName(tenant, "consultations",
                         ConsultationId(run, row.step(), number)),
            row, out);
  out.set_subject(ChildName(tenant, run, "steps", StrCat(row.step())));
  out.set_mode(row.mode());
  out.set_role(NameOrEmpty(tenant, "roles", row.role()));
  out.set_person(NameOrEmpty(tenant, "people", row.person()));
  out.set_question(row.question());
  out.set_state(row.state());
  SetTime(row.due_us(), out.mutable_due_time());
  out.set_escalated(row.escalated());
  out.set_answer(row.answer());
  out.set_answered_by(NameOrEmpty(tenant, "people", row.answered_by()));
  out.set_recorded_by(NameOrEmpty(tenant, "people", row.recorded_by()));
  return out;
}

v1::Rfc ToRfc(std::string_view tenant, std::string_view run,
              std::string_view id, const v1::RfcRow& row) {
  v1::Rfc rfc;
  SetCommon(ChildName(tenant, run, "rfcs", id), row, rfc);
  rfc.set_title(row.title());
  rfc.set_description(row.description());
  rfc.set_type(row.type());
  rfc.set_external_system(row.external_system());
  rfc.set_external_id(row.external_id());
  rfc.set_status(row.status());
  rfc.set_raw_status(row.raw_status());
  rfc.set_status_reason(row.status_reason());
  rfc.set_source_revision(row.status_order().source_revision());
  if (row.status_order().changed_us() != 0) {
    SetTime(row.status_order().changed_us(), rfc.mutable_changed_time());
  }
  if (row.planned_start_us() != 0) {
    SetTime(row.planned_start_us(), rfc.mutable_planned_start_time());
  }
  if (row.planned_end_us() != 0) {
    SetTime(row.planned_end_us(), rfc.mutable_planned_end_time());
  }
  if (row.actual_start_us() != 0) {
    SetTime(row.actual_start_us(), rfc.mutable_actual_start_time());
  }
  if (row.actual_end_us() != 0) {
    SetTime(row.actual_end_us(), rfc.mutable_actual_end_time());
  }
  return rfc;
}

v1::ParkedChange ToParkedChange(std::string_view tenant, std::string_view id,
                                const v1::ParkedRow& row) {
  v1::ParkedChange parked;
  parked.set_name(ResourceName(tenant, "parkedChanges", id));
  parked.set_uid(parked.name());
  parked.set_etag(EtagOf(1));
  SetTime(row.create_us(), parked.mutable_create_time());
  SetTime(row.create_us(), parked.mutable_update_time());
  parked.set_cause(row.cause());
  *parked.mutable_event() = row.event();
  return parked;
}

v1::Definition ToDefinition(std::string_view tenant,
                            const Definition& definition) {
  v1::Definition shown = definition;
  shown.set_name(ResourceName(tenant, "definitions", definition.name()));
  shown.set_etag(EtagOf(definition.revision()));
  return shown;
}

}  // namespace csi::workflow
