// The register beside the real directory with its default pack: what the
// register asks about must be there under the names it uses, and the joint
// review of the acceptance stories must work with the roles of the pack.
#include "csi/raci/v1/raci_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/raci/domain/raci_domain.h"
#include "services/registry/domain/registry_domain.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

namespace dir = ::csi::raci::v1;

class WithDirectory : public ::testing::Test {
 protected:
  WithDirectory() {
    runner.Add(raci::MakeRaciDomain());
    runner.Add(MakeRegistryDomain());
    runner.ActAs("anna");
    dir::ApplyPackRequest pack;
    pack.set_parent("tenants/acme");
    Must("raci", "ApplyPack", pack);
    for (const char* id : {"anna", "bob", "carol", "dave", "erin"}) {
      dir::CreatePersonRequest request;
      request.set_parent("tenants/acme");
      request.set_person_id(id);
      request.mutable_person()->set_display_name(id);
      Must("raci", "CreatePerson", request);
    }
    dir::CreateServiceRequest service;
    service.set_parent("tenants/acme");
    service.set_service_id("web");
    service.mutable_service()->set_display_name("Web shop");
    Must("raci", "CreateService", service);
    dir::CreateProcessRequest process;
    process.set_parent("tenants/acme");
    process.set_process_id("change");
    process.mutable_process()->set_display_name("Change management");
    Must("raci", "CreateProcess", process);
    Appoint("service-owner", "bob", authority::Scoped("web", ""));
    Appoint("process-owner", "carol", authority::Scoped("", "change"));
    Appoint("process-manager", "dave", authority::Scoped("", "change"));
    Appoint("csi-manager", "anna", {});
  }

  void Must(std::string_view service, std::string_view method,
            const google::protobuf::Message& request) {
    const auto reply = runner.CallBytes(service, method, request);
    ASSERT_TRUE(reply.ok()) << method << ": " << reply.status();
  }

  void Appoint(std::string_view role, std::string_view person,
               const common::v1::Scope& scope) {
    dir::AppointHolderRequest request;
    request.set_parent("tenants/acme");
    request.mutable_assignment()->set_role(authority::Name("roles", role));
    request.mutable_assignment()->set_holder(authority::Name("people", person));
    *request.mutable_assignment()->mutable_scope() = scope;
    Must("raci", "AppointHolder", request);
  }

  template <class Reply>
  absl::StatusOr<Reply> Call(std::string_view actor, std::string_view method,
                             const google::protobuf::Message& request) {
    runner.ActAs(std::string(actor));
    return runner.Call<Reply>("registry", method, request);
  }

  std::string Log(const std::string& id, v1::Effort effort) {
    v1::CreateOpportunityRequest request;
    request.set_parent("tenants/acme");
    request.set_opportunity_id(id);
    auto& fields = *request.mutable_opportunity();
    fields.set_title(id);
    fields.set_effort(effort);
    fields.mutable_scope()->set_service("tenants/acme/services/web");
    fields.mutable_scope()->set_process("tenants/acme/processes/change");
    const auto reply =
        Call<v1::Opportunity>("carol", "CreateOpportunity", request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? reply->name() : "";
  }

  testing::DomainRunner runner;
};

TEST_F(WithDirectory, AnAcceptedEntryHasTheServiceOwnerAsAccountable) {
  v1::AcceptOpportunityRequest accept;
  accept.set_name(Log("one", v1::EFFORT_SMALL));
  EXPECT_EQ(ReasonIn(Call<v1::Opportunity>("bob", "AcceptOpportunity", accept)),
            "NOT_AUTHORIZED");
  const auto accepted =
      Call<v1::Opportunity>("anna", "AcceptOpportunity", accept);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->accountable(), "tenants/acme/people/bob");
  v1::HoldOpportunityRequest hold;
  hold.set_name(accept.name());
  hold.set_reason("budget");
  EXPECT_TRUE(Call<v1::Opportunity>("bob", "HoldOpportunity", hold).ok());
  v1::UpdateOpportunityRequest update;
  update.mutable_opportunity()->set_name(accept.name());
  update.mutable_opportunity()->set_priority(2);
  update.mutable_update_mask()->add_paths("priority");
  EXPECT_TRUE(Call<v1::Opportunity>("anna", "UpdateOpportunity", update).ok());
}

TEST_F(WithDirectory, ALeaverLeavesAVacancyThatRefusesAcceptance) {
  const std::string name = Log("one", v1::EFFORT_SMALL);
  dir::RegisterLeaverRequest leaver;
  leaver.set_name("tenants/acme/people/bob");
  leaver.mutable_leave_time()->set_seconds(absl::ToUnixSeconds(runner.now()) +
                                           60);
  runner.ActAs("anna");
  Must("raci", "RegisterLeaver", leaver);
  runner.Advance(absl::Hours(1));
  v1::AcceptOpportunityRequest accept;
  accept.set_name(name);
  EXPECT_EQ(
      ReasonIn(Call<v1::Opportunity>("anna", "AcceptOpportunity", accept)),
      "VACANT");
}

TEST_F(WithDirectory, FourRolesRankTwentyEntriesAndAFifthPersonObjects) {
  v1::OpenPrioritizationRequest open;
  open.set_parent("tenants/acme");
  open.set_prioritization_id("may");
  open.mutable_prioritization()->set_title("Review of May");
  for (int i = 0; i < 20; ++i) {
    open.mutable_prioritization()->add_opportunities(
        Log("e" + std::to_string(i), static_cast<v1::Effort>(1 + i % 4)));
  }
  ASSERT_TRUE(
      Call<v1::Prioritization>("anna", "OpenPrioritization", open).ok());
  for (const char* person : {"anna", "bob", "carol", "dave"}) {
    for (const auto& entry : open.prioritization().opportunities()) {
      v1::CastVoteRequest vote;
      vote.set_name("tenants/acme/prioritizations/may");
      vote.set_opportunity(entry);
      vote.set_value(3);
      const auto cast = Call<v1::Vote>(person, "CastVote", vote);
      ASSERT_TRUE(cast.ok()) << person << ": " << cast.status();
    }
  }
  v1::CastVoteRequest outsider;
  outsider.set_name("tenants/acme/prioritizations/may");
  outsider.set_opportunity(open.prioritization().opportunities(0));
  outsider.set_value(5);
  EXPECT_EQ(ReasonIn(Call<v1::Vote>("erin", "CastVote", outsider)),
            "NOT_AUTHORIZED");
  v1::ConcludePrioritizationRequest conclude;
  conclude.set_name("tenants/acme/prioritizations/may");
  const auto result =
      Call<v1::Prioritization>("anna", "ConcludePrioritization", conclude);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->participants_size(), 4);
  EXPECT_EQ(result->ranking(0).number(), 1u);
  EXPECT_EQ(result->ranking(19).terms(3).fact(),
            "extra large effort; more effort scores lower");

  v1::RaiseObjectionRequest raise;
  raise.set_parent("tenants/acme");
  raise.set_objection_id("o1");
  raise.mutable_objection()->set_subject(result->name());
  raise.mutable_objection()->set_text("Nobody asked the shops.");
  ASSERT_TRUE(Call<v1::Objection>("erin", "RaiseObjection", raise).ok());
  v1::PromoteObjectionRequest promote;
  promote.set_name("tenants/acme/objections/o1");
  promote.mutable_rfc_draft()->set_title("Ask the shops before a release");
  const auto promoted =
      Call<v1::Objection>("anna", "PromoteObjection", promote);
  ASSERT_TRUE(promoted.ok()) << promoted.status();
  EXPECT_EQ(promoted->state(), v1::OBJECTION_STATE_PROMOTED);
}

}  // namespace
}  // namespace csi::registry
