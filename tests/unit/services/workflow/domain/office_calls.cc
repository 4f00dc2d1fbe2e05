// The calls of the office, and what its run looks like afterwards.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/definitions.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {

constexpr char kTenant[] = "acme";

absl::StatusOr<v1::Run> Office::Start(std::string_view as, std::string_view run,
                                      std::string_view opportunity,
                                      std::string_view definition,
                                      std::string_view variant) {
  v1::StartRunRequest request;
  request.set_parent(StrCat("tenants/", kTenant));
  request.set_run_id(std::string(run));
  request.set_opportunity(Name("opportunities", opportunity));
  if (!definition.empty()) {
    request.set_definition(Name("definitions", definition));
  }
  request.set_matrix_variant(std::string(variant));
  return Call<v1::Run>(as, "StartRun", request);
}

absl::StatusOr<v1::RunReceipt> Office::Record(
    std::string_view as, std::string_view run, uint32_t step,
    std::vector<v1::ArtefactField> fields) {
  v1::RecordArtefactRequest request;
  request.set_name(Name("runs", run));
  request.set_step(step);
  for (auto& field : fields) *request.add_fields() = std::move(field);
  return Call<v1::RunReceipt>(as, "RecordArtefact", request);
}

absl::StatusOr<v1::RunReceipt> Office::Submit(std::string_view as,
                                              std::string_view run,
                                              uint32_t step) {
  const v1::Run head = Get(run);
  const DefinitionPtr definition =
      FindDefinition(runner.state("workflow"), kTenant,
                     LastPart(head.definition()), head.definition_revision());
  v1::SubmitStepRequest request;
  request.set_name(Name("runs", run));
  request.set_step(step);
  if (definition != nullptr && step >= 1 && step <= LastStep(*definition)) {
    for (auto& field : RequiredFields(StepOf(*definition, step))) {
      *request.add_fields() = std::move(field);
    }
  }
  return Call<v1::RunReceipt>(as, "SubmitStep", request);
}

absl::StatusOr<v1::RunReceipt> Office::Approve(std::string_view as,
                                               std::string_view run,
                                               uint32_t step) {
  v1::ApproveStepRequest request;
  request.set_name(Name("runs", run));
  request.set_step(step);
  return Call<v1::RunReceipt>(as, "ApproveStep", request);
}

absl::StatusOr<v1::RunReceipt> Office::SendBack(std::string_view as,
                                                std::string_view run,
                                                uint32_t step, uint32_t to) {
  v1::SendBackStepRequest request;
  request.set_name(Name("runs", run));
  request.set_step(step);
  request.set_to_step(to);
  request.set_reason("not yet convincing");
  return Call<v1::RunReceipt>(as, "SendBackStep", request);
}

absl::StatusOr<v1::RunReceipt> Office::Skip(std::string_view as,
                                            std::string_view run,
                                            uint32_t step) {
  v1::SkipStepRequest request;
  request.set_name(Name("runs", run));
  request.set_step(step);
  request.set_reason("known from last year");
  return Call<v1::RunReceipt>(as, "SkipStep", request);
}

absl::StatusOr<v1::RunReceipt> Office::Override(
    std::string_view as, std::string_view run, uint32_t step,
    v1::OverrideStepRequest::Move move, uint32_t to) {
  v1::OverrideStepRequest request;
  request.set_name(Name("runs", run));
  request.set_step(step);
  request.set_move(move);
  request.set_to_step(to);
  request.set_reason("the auditor asks for it");
  return Call<v1::RunReceipt>(as, "OverrideStep", request);
}

absl::StatusOr<v1::RunReceipt> Office::Hold(std::string_view as,
                                            std::string_view run) {
  v1::HoldRunRequest request;
  request.set_name(Name("runs", run));
  request.set_reason("budget freeze");
  return Call<v1::RunReceipt>(as, "HoldRun", request);
}

absl::StatusOr<v1::RunReceipt> Office::Resume(std::string_view as,
                                              std::string_view run) {
  v1::ResumeRunRequest request;
  request.set_name(Name("runs", run));
  return Call<v1::RunReceipt>(as, "ResumeRun", request);
}

absl::StatusOr<v1::RunReceipt> Office::Cancel(std::string_view as,
                                              std::string_view run) {
  v1::CancelRunRequest request;
  request.set_name(Name("runs", run));
  request.set_reason("no longer wanted");
  return Call<v1::RunReceipt>(as, "CancelRun", request);
}

absl::StatusOr<v1::Consultation> Office::Answer(std::string_view as,
                                                std::string_view consultation,
                                                std::string_view for_person) {
  v1::AnswerConsultationRequest request;
  request.set_name(Name("consultations", consultation));
  request.set_answer("fine with me");
  if (!for_person.empty()) {
    request.set_answered_by(Name("people", for_person));
  }
  return Call<v1::Consultation>(as, "AnswerConsultation", request);
}

absl::StatusOr<v1::Consultation> Office::Waive(std::string_view as,
                                               std::string_view consultation) {
  v1::WaiveConsultationRequest request;
  request.set_name(Name("consultations", consultation));
  request.set_reason("on leave for a year");
  return Call<v1::Consultation>(as, "WaiveConsultation", request);
}

absl::StatusOr<v1::Rfc> Office::Raise(std::string_view as, std::string_view run,
                                      std::string_view external_id) {
  v1::RaiseRfcRequest request;
  request.set_parent(Name("runs", run));
  request.mutable_rfc()->set_title("Install the new gateway");
  if (!external_id.empty()) {
    request.mutable_rfc()->set_external_system("snow");
    request.mutable_rfc()->set_external_id(std::string(external_id));
  }
  return Call<v1::Rfc>(as, "RaiseRfc", request);
}

absl::StatusOr<v1::Rfc> Office::Link(std::string_view as, std::string_view run,
                                     std::string_view external_id,
                                     std::string_view rfc) {
  v1::LinkRfcRequest request;
  request.set_parent(Name("runs", run));
  request.set_external_system("snow");
  request.set_external_id(std::string(external_id));
  request.set_rfc_id(std::string(rfc));
  return Call<v1::Rfc>(as, "LinkRfc", request);
}

absl::StatusOr<v1::IngestChangeEventResponse> Office::Ingest(
    const v1::ChangeEvent& event) {
  v1::IngestChangeEventRequest request;
  request.set_parent(StrCat("tenants/", kTenant));
  *request.mutable_event() = event;
  return Call<v1::IngestChangeEventResponse>("chad", "IngestChangeEvent",
                                             request);
}

v1::ChangeEvent Office::News(std::string_view external_id, uint64_t revision,
                             v1::Rfc::Status status) const {
  v1::ChangeEvent event;
  event.set_source("//snow/prod");
  event.set_event_id(StrCat(external_id, "-", revision));
  event.set_external_system("snow");
  event.set_external_id(std::string(external_id));
  event.set_source_revision(revision);
  event.set_status(status);
  return event;
}

void Office::Through(std::string_view run, uint32_t step) {
  // Not one by one: a decision that stands passes its step over.
  for (uint32_t at = Get(run).step(); at <= step; at = Get(run).step()) {
    ASSERT_TRUE(Submit("sven", run, at).ok()) << "step " << at;
    for (uint32_t number = 1; number < 20; ++number) {
      const std::string id = ConsultationId(run, at, number);
      if (GetConsultation(id).state() == v1::Consultation::STATE_OPEN) {
        ASSERT_TRUE(Waive("cora", id).ok());
      }
    }
    const auto approved = Approve("cora", run, at);
    ASSERT_TRUE(approved.ok()) << Describe(approved.status());
  }
}

v1::Run Office::Get(std::string_view run) const {
  const KvReader& state = runner.state("workflow");
  auto row = GetRow<v1::RunRow>(state, RunKey(kTenant, run));
  return row ? ReadRun(state, kTenant, run, *row) : v1::Run();
}

v1::Step Office::GetStep(std::string_view run, uint32_t step) const {
  const KvReader& state = runner.state("workflow");
  auto head = GetRow<v1::RunRow>(state, RunKey(kTenant, run));
  auto row = GetRow<v1::StepRow>(state, StepKey(kTenant, run, step));
  if (!head) return v1::Step();
  const DefinitionPtr definition = FindDefinition(
      state, kTenant, head->definition(), head->definition_revision());
  return ToStep(kTenant, run, StepOf(*definition, step), *head,
                row ? *row : v1::StepRow());
}

v1::Rfc Office::GetRfc(std::string_view run, std::string_view rfc) const {
  auto row =
      GetRow<v1::RfcRow>(runner.state("workflow"), RfcKey(kTenant, run, rfc));
  return row ? ToRfc(kTenant, run, rfc, *row) : v1::Rfc();
}

v1::Consultation Office::GetConsultation(std::string_view id) const {
  auto parts = ConsultationPartsOf(Name("consultations", id), kTenant);
  if (!parts.ok()) return v1::Consultation();
  auto row = GetRow<v1::ConsultationRow>(
      runner.state("workflow"),
      ConsultationKey(kTenant, parts->run, parts->step, parts->number));
  return row ? ToConsultation(kTenant, parts->run, parts->number, *row)
             : v1::Consultation();
}

std::vector<v1::ArtefactField> RequiredFields(const v1::StepDefinition& step) {
  std::vector<v1::ArtefactField> fields;
  for (const v1::FieldDefinition& definition : step.fields()) {
    if (!definition.required()) continue;
    v1::ArtefactField& field = fields.emplace_back();
    field.set_key(definition.key());
    switch (definition.type()) {
      case v1::FIELD_TYPE_LIST:
        field.mutable_list()->add_items("one");
        break;
      case v1::FIELD_TYPE_REFERENCE:
        field.set_reference(Name("indicators", "bypass"));
        break;
      case v1::FIELD_TYPE_DATE:
        field.mutable_date()->set_year(2026);
        field.mutable_date()->set_month(1);
        field.mutable_date()->set_day(31);
        break;
      case v1::FIELD_TYPE_NUMBER:
        field.mutable_number()->set_value(1.5);
        break;
      case v1::FIELD_TYPE_MONEY:
        field.mutable_money()->set_currency_code("EUR");
        break;
      default:
        field.set_text(definition.passing().empty() ? "as discussed"
                                                    : definition.passing(0));
    }
  }
  return fields;
}

absl::StatusOr<v1::Definition> Office::PublishDefinition(
    std::string_view id, const Definition& definition) {
  v1::PutDefinitionRequest put;
  put.set_name(Name("definitions", id));
  *put.mutable_definition() = definition;
  const absl::Status written =
      Call<v1::DefinitionDraft>("cora", "PutDefinition", put).status();
  if (!written.ok()) return written;
  v1::PublishDefinitionRequest publish;
  publish.set_name(put.name());
  publish.set_reason("tailored");
  return Call<v1::Definition>("cora", "PublishDefinition", publish);
}

}  // namespace csi::workflow
