#include "tests/unit/services/registry/domain/registry_world.h"

#include "absl/strings/str_split.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/registry_domain.h"

namespace csi::registry {
namespace {

namespace wf = ::csi::workflow::v1;

template <class Request>
Request Reasoned(std::string_view name) {
  Request request;
  request.set_name(std::string(name));
  request.set_reason("because");
  return request;
}

}  // namespace

std::string EntryName(std::string_view id) {
  return authority::Name("opportunities", id);
}

RegistryWorld::RegistryWorld() {
  runner.Add(MakeRegistryDomain());
  org.Person("frank", "Frank");
  for (const char* service : {"web", "mail", "orphan"}) {
    raci::v1::ServiceDefined event;
    event.mutable_service()->set_name(authority::Name("services", service));
    org.Fold(event);
  }
  raci::v1::ProcessDefined process;
  process.mutable_process()->set_name(authority::Name("processes", "change"));
  org.Fold(process);
  org.Assign("a1", "csi-manager", "anna", {});
  org.Assign("a2", "service-owner", "bob", authority::Scoped("web", ""));
  org.Assign("a3", "process-owner", "carol", authority::Scoped("", "change"));
  org.Assign("a4", "service-owner", "erin", authority::Scoped("mail", ""));
  org.Assign("a5", "analyst", "dave", {});
  org.Deploy(org.Matrix("csi", "",
                        {"deliver-improvement @accountable A",
                         "deliver-improvement @subject R",
                         "review-and-prioritise csi-manager A",
                         "review-and-prioritise service-owner R",
                         "review-and-prioritise process-owner R",
                         "review-and-prioritise analyst C",
                         "maintain-register csi-manager A",
                         "step-7 csi-manager A", "raise-rfc @subject AR"}),
             0);
  ShowDirectory();
}

void RegistryWorld::ShowDirectory() { runner.views("registry") = org.rows; }

void RegistryWorld::BobLeaves(int hour) {
  org.Leave("bob", hour);
  raci::v1::AssignmentEnded ended;
  raci::v1::Assignment& assignment = *ended.mutable_assignment();
  assignment.set_name(authority::Name("assignments", "a2"));
  assignment.set_role(authority::Name("roles", "service-owner"));
  assignment.set_holder(authority::Name("people", "bob"));
  *assignment.mutable_scope() = authority::Scoped("web", "");
  *assignment.mutable_interval()->mutable_start_time() =
      authority::TimestampOf(authority::Hour(0));
  *assignment.mutable_interval()->mutable_end_time() =
      authority::TimestampOf(authority::Hour(hour));
  org.Fold(ended);
  ShowDirectory();
}

v1::Opportunity RegistryWorld::Log(std::string_view id,
                                   std::string_view service) {
  v1::Opportunity fields;
  fields.set_title(StrCat("Title of ", id));
  if (!service.empty()) {
    fields.mutable_scope()->set_service(authority::Name("services", service));
  }
  return LogAs(id, fields);
}

v1::Opportunity RegistryWorld::LogAs(std::string_view id,
                                     const v1::Opportunity& fields) {
  v1::CreateOpportunityRequest request;
  request.set_parent("tenants/acme");
  request.set_opportunity_id(std::string(id));
  *request.mutable_opportunity() = fields;
  auto reply = Call<v1::Opportunity>("frank", "CreateOpportunity", request);
  CSI_CHECK(reply.ok(), reply.status().ToString());
  return *reply;
}

absl::StatusOr<v1::Opportunity> RegistryWorld::Accept(std::string_view actor,
                                                      std::string_view name) {
  return Call<v1::Opportunity>(actor, "AcceptOpportunity",
                               Reasoned<v1::AcceptOpportunityRequest>(name));
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Reject(std::string_view actor,
                                                      std::string_view name) {
  return Call<v1::Opportunity>(actor, "RejectOpportunity",
                               Reasoned<v1::RejectOpportunityRequest>(name));
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Defer(std::string_view actor,
                                                     std::string_view name,
                                                     int year, int month,
                                                     int day) {
  auto request = Reasoned<v1::DeferOpportunityRequest>(name);
  request.mutable_wake_up_date()->set_year(year);
  request.mutable_wake_up_date()->set_month(month);
  request.mutable_wake_up_date()->set_day(day);
  return Call<v1::Opportunity>(actor, "DeferOpportunity", request);
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Hold(std::string_view actor,
                                                    std::string_view name) {
  return Call<v1::Opportunity>(actor, "HoldOpportunity",
                               Reasoned<v1::HoldOpportunityRequest>(name));
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Resume(std::string_view actor,
                                                      std::string_view name) {
  return Call<v1::Opportunity>(actor, "ResumeOpportunity",
                               Reasoned<v1::ResumeOpportunityRequest>(name));
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Cancel(std::string_view actor,
                                                      std::string_view name) {
  return Call<v1::Opportunity>(actor, "CancelOpportunity",
                               Reasoned<v1::CancelOpportunityRequest>(name));
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Close(std::string_view actor,
                                                     std::string_view name) {
  auto request = Reasoned<v1::CloseOpportunityRequest>(name);
  request.set_closure_code(v1::CLOSURE_CODE_SUCCESSFUL);
  return Call<v1::Opportunity>(actor, "CloseOpportunity", request);
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Reopen(std::string_view actor,
                                                      std::string_view name) {
  return Call<v1::Opportunity>(actor, "ReopenOpportunity",
                               Reasoned<v1::ReopenOpportunityRequest>(name));
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Move(
    std::string_view actor, std::string_view name,
    v1::OpportunityState target) {
  auto request = Reasoned<v1::MoveOpportunityRequest>(name);
  request.set_target_state(target);
  return Call<v1::Opportunity>(actor, "MoveOpportunity", request);
}
absl::StatusOr<v1::Opportunity> RegistryWorld::Update(
    std::string_view actor, const v1::Opportunity& entry,
    std::string_view mask) {
  v1::UpdateOpportunityRequest request;
  *request.mutable_opportunity() = entry;
  for (absl::string_view path : absl::StrSplit(View(mask), ',')) {
    request.mutable_update_mask()->add_paths(std::string(path));
  }
  return Call<v1::Opportunity>(actor, "UpdateOpportunity", request);
}

v1::Opportunity RegistryWorld::Read(std::string_view name) const {
  auto entry = ReadEntry(runner.state("registry"), runner.tenant(),
                         name.substr(name.rfind('/') + 1));
  CSI_CHECK(entry.has_value(), name);
  return *entry;
}

v1::Opportunity RegistryWorld::InState(std::string_view id,
                                       v1::OpportunityState state) {
  const std::string name = Log(id).name();
  const auto must = [](const absl::StatusOr<v1::Opportunity>& result) {
    CSI_CHECK(result.ok(), result.status().ToString());
  };
  if (state == v1::OPPORTUNITY_STATE_NEW) return Read(name);
  if (state == v1::OPPORTUNITY_STATE_REJECTED) {
    must(Reject("anna", name));
  } else if (state == v1::OPPORTUNITY_STATE_DEFERRED) {
    must(Defer("anna", name));
  } else if (state == v1::OPPORTUNITY_STATE_CANCELLED) {
    must(Cancel("anna", name));
  } else {
    must(Accept("anna", name));
  }
  if (state == v1::OPPORTUNITY_STATE_ON_HOLD) must(Hold("bob", name));
  if (RankOf(state) > RankOf(v1::OPPORTUNITY_STATE_ACCEPTED)) {
    Tell<wf::RunStarted>(name, "", {}, StrCat("run-", id));
    for (int rank = RankOf(v1::OPPORTUNITY_STATE_ASSESSED);
         rank <= RankOf(state) && rank < RankOf(v1::OPPORTUNITY_STATE_CLOSED);
         ++rank) {
      Tell<wf::StepApproved>(name,
                             StateName(static_cast<v1::OpportunityState>(rank)),
                             {}, StrCat("run-", id));
    }
    if (state == v1::OPPORTUNITY_STATE_CLOSED) {
      Tell<wf::RunCompleted>(name, "CLOSED", {}, StrCat("run-", id));
    }
  }
  CSI_CHECK(Read(name).state() == state, StateName(Read(name).state()));
  return Read(name);
}

}  // namespace csi::registry
