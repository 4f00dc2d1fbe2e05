#include "tests/unit/services/workflow/domain/moves.h"

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

constexpr char kTenant[] = "acme";

std::string Who(const Action& action, const char* usual) {
  return action.who.empty() ? usual : action.who;
}

absl::Status Submit(Sandbox& sandbox, const Action& action,
                    const std::string& definition) {
  v1::SubmitStepRequest request;
  request.set_name(Name("runs", "r1"));
  request.set_step(action.step);
  const Definition& known = *FindPackDefinition(definition, 0);
  if (action.step >= 1 && action.step <= LastStep(known)) {
    for (auto& field : RequiredFields(StepOf(known, action.step))) {
      *request.add_fields() = std::move(field);
    }
  }
  return sandbox.Call(Who(action, "sven"), "SubmitStep", request);
}

absl::Status SendBack(Sandbox& sandbox, const Action& action) {
  v1::SendBackStepRequest request;
  request.set_name(Name("runs", "r1"));
  request.set_step(action.step);
  request.set_to_step(action.to_step);
  request.set_reason("again");
  return sandbox.Call(Who(action, "cora"), "SendBackStep", request);
}

absl::Status News(Sandbox& sandbox, const Action& action) {
  v1::IngestChangeEventRequest request;
  request.set_parent("tenants/acme");
  v1::ChangeEvent& event = *request.mutable_event();
  event.set_source("//snow");
  event.set_external_system("snow");
  event.set_external_id(StrCat("C", action.rfc));
  event.set_event_id(
      StrCat("C", action.rfc, "-", action.revision, "-", action.status));
  event.set_source_revision(action.revision);
  event.set_status(action.status);
  return sandbox.Call("chad", "IngestChangeEvent", request);
}

absl::Status Raise(Sandbox& sandbox, const Action& action) {
  v1::RaiseRfcRequest request;
  request.set_parent(Name("runs", "r1"));
  request.mutable_rfc()->set_title("Change it");
  request.mutable_rfc()->set_external_system("snow");
  request.mutable_rfc()->set_external_id(StrCat("C", action.rfc));
  return sandbox.Call(Who(action, "sven"), "RaiseRfc", request);
}

// Waives the first open question of the step, if there is one.
absl::Status Waive(Sandbox& sandbox, const Action& action) {
  v1::WaiveConsultationRequest request;
  request.set_reason("not needed");
  request.set_name(
      Name("consultations", ConsultationId("r1", action.step, 999)));
  for (const auto& [number, row] :
       QuestionsOf(sandbox.world().state, action.step)) {
    if (row.state() == v1::Consultation::STATE_OPEN) {
      request.set_name(
          Name("consultations", ConsultationId("r1", action.step, number)));
      break;
    }
  }
  return sandbox.Call(Who(action, "cora"), "WaiveConsultation", request);
}

template <class Request>
absl::Status Simple(Sandbox& sandbox, const Action& action,
                    std::string_view method, const char* usual) {
  Request request;
  request.set_name(Name("runs", "r1"));
  const auto* field = Request::descriptor()->FindFieldByName("step");
  if (field != nullptr) {
    request.GetReflection()->SetUInt32(&request, field, action.step);
  }
  const auto* reason = Request::descriptor()->FindFieldByName("reason");
  if (reason != nullptr) {
    request.GetReflection()->SetString(&request, reason, "because");
  }
  return sandbox.Call(Who(action, usual), method, request);
}

absl::Status Override(Sandbox& sandbox, const Action& action) {
  v1::OverrideStepRequest request;
  request.set_name(Name("runs", "r1"));
  request.set_step(action.step);
  request.set_move(v1::OverrideStepRequest::MOVE_APPROVE);
  request.set_reason("urgent");
  return sandbox.Call(Who(action, "cora"), "OverrideStep", request);
}

}  // namespace

std::string Action::Text() const {
  static constexpr const char* kNames[] = {
      "submit",  "approve", "send-back", "skip",           "override",
      "hold",    "resume",  "cancel",    "raise",          "news",
      "verdict", "fire",    "waive",     "entry-cancelled"};
  return StrCat(kNames[static_cast<int>(verb)], " step=", step, " to=", to_step,
                " rfc=", rfc, " rev=", revision, " ", StatusWord(status), " ",
                who);
}

absl::Status StartR1(Sandbox& sandbox, const std::string& definition) {
  v1::StartRunRequest request;
  request.set_parent("tenants/acme");
  request.set_run_id("r1");
  request.set_opportunity(Name("opportunities", "o"));
  request.set_definition(Name("definitions", definition));
  return sandbox.Call("sven", "StartRun", request);
}

absl::Status Do(Sandbox& sandbox, const Action& action,
                const std::string& definition) {
  switch (action.verb) {
    case Verb::kSubmit:
      return Submit(sandbox, action, definition);
    case Verb::kApprove:
      return Simple<v1::ApproveStepRequest>(sandbox, action, "ApproveStep",
                                            "cora");
    case Verb::kSendBack:
      return SendBack(sandbox, action);
    case Verb::kSkip:
      return Simple<v1::SkipStepRequest>(sandbox, action, "SkipStep", "cora");
    case Verb::kOverride:
      return Override(sandbox, action);
    case Verb::kHold:
      return Simple<v1::HoldRunRequest>(sandbox, action, "HoldRun", "carl");
    case Verb::kResume:
      return Simple<v1::ResumeRunRequest>(sandbox, action, "ResumeRun", "carl");
    case Verb::kCancel:
      return Simple<v1::CancelRunRequest>(sandbox, action, "CancelRun", "cora");
    case Verb::kRaise:
      return Raise(sandbox, action);
    case Verb::kNews:
      return News(sandbox, action);
    case Verb::kWaive:
      return Waive(sandbox, action);
    case Verb::kFire:
      sandbox.FireNext();
      return absl::OkStatus();
    case Verb::kVerdict: {
      reporting::v1::VerdictAccepted event;
      event.mutable_comparison()->set_comparison(Name("comparisons", "c"));
      event.mutable_comparison()->set_opportunity(Name("opportunities", "o"));
      event.mutable_comparison()->set_value(
          reporting::v1::VERDICT_VALUE_IMPROVED);
      return sandbox.Deliver(event);
    }
    case Verb::kEntryCancelled: {
      registry::v1::OpportunityCancelled event;
      event.mutable_opportunity()->set_name(Name("opportunities", "o"));
      return sandbox.Deliver(event);
    }
  }
  return absl::OkStatus();
}

v1::RunRow HeadOf(const KvReader& state) {
  auto row = GetRow<v1::RunRow>(state, RunKey(kTenant, "r1"));
  return row ? *row : v1::RunRow();
}

v1::StepRow StepRowAt(const KvReader& state, uint32_t step) {
  auto row = GetRow<v1::StepRow>(state, StepKey(kTenant, "r1", step));
  return row ? *row : v1::StepRow();
}

std::vector<std::pair<uint32_t, v1::ConsultationRow>> QuestionsOf(
    const KvReader& state, uint32_t step) {
  std::vector<std::pair<uint32_t, v1::ConsultationRow>> list;
  for (auto& [number, row] : LoadConsultations(state, kTenant, "r1", step)) {
    list.emplace_back(number, row);
  }
  return list;
}

uint64_t StuckByHand(const KvReader& state) {
  uint64_t count = 0;
  const std::string prefix = KeyPrefix("wf.run", {"acme"});
  state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    const std::string run(key.substr(prefix.size()));
    const auto head = GetRow<v1::RunRow>(state, key);
    const auto step =
        GetRow<v1::StepRow>(state, StepKey("acme", run, head->step()));
    bool late = step && step->overdue_us() != 0;
    for (uint32_t number = 1; number <= head->questions(); ++number) {
      const auto asked = GetRow<v1::ConsultationRow>(
          state, ConsultationKey("acme", run, head->step(), number));
      late |= asked && asked->escalated() &&
              asked->state() == v1::Consultation::STATE_OPEN;
    }
    const bool moves = head->state() == v1::Run::STATE_RUNNING ||
                       head->state() == v1::Run::STATE_WAITING_FOR_CHANGE;
    count += late && moves ? 1 : 0;
    return true;
  });
  return count;
}

}  // namespace csi::workflow
