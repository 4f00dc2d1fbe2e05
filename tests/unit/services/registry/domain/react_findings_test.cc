// Duties: what an audit found is in the register, once.
#include "common/base/limits.h"
#include "common/domain/names.h"
#include "common/kv/memory_kv.h"
#include "csi/raci/v1/raci_governance_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/react.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

raci::v1::DutyCompleted Audit(const std::vector<std::string>& findings) {
  raci::v1::DutyCompleted done;
  raci::v1::Duty& duty = *done.mutable_duty();
  duty.set_name("tenants/acme/duties/change-audit");
  duty.set_display_name("Audit of change management");
  duty.mutable_scope()->set_service("tenants/acme/services/web");
  raci::v1::DutyCompletion& completion = *done.mutable_completion();
  completion.set_completed_by("tenants/acme/people/carol");
  completion.set_evidence("minutes of 3 May");
  for (const std::string& finding : findings) completion.add_findings(finding);
  return done;
}

std::vector<v1::OpportunityLogged> Logged(const RegistryWorld& world) {
  std::vector<v1::OpportunityLogged> logged;
  for (const auto& event : world.runner.events("registry")) {
    if (!event.type().ends_with(".OpportunityLogged")) continue;
    EXPECT_TRUE(logged.emplace_back().ParseFromString(event.data()));
  }
  return logged;
}

TEST(ReactFindings, EachFindingIsOneProposedEntry) {
  RegistryWorld world;
  world.Log("before");
  world.runner.Deliver("raci",
                       Audit({"Changes without a back-out plan.",
                              "No review after emergency changes."}),
                       "tenants/acme/duties/change-audit");
  const auto logged = Logged(world);
  ASSERT_EQ(logged.size(), 3u);
  const v1::Opportunity first = world.Read(logged[1].opportunity().name());
  EXPECT_EQ(first.title(), "Changes without a back-out plan.");
  EXPECT_THAT(first.description(), HasSubstr("minutes of 3 May"));
  EXPECT_EQ(first.state(), v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(first.number(), 2u);
  EXPECT_EQ(first.raised_by(), "tenants/acme/people/carol");
  EXPECT_EQ(first.scope().service(), "tenants/acme/services/web");
  EXPECT_EQ(first.source().event_source(), "tenants/acme/duties/change-audit");
  const v1::Opportunity second = world.Read(logged[2].opportunity().name());
  EXPECT_EQ(second.number(), 3u);
  EXPECT_NE(second.source().event_id(), first.source().event_id());
  EXPECT_TRUE(world.Accept("anna", first.name()).ok()) << "as any other";
}

TEST(ReactFindings, ADutyWithoutFindingsIsNoNews) {
  RegistryWorld world;
  world.runner.Deliver("raci", Audit({}), "tenants/acme/duties/change-audit");
  EXPECT_EQ(Logged(world).size(), 0u);
}

common::v1::CloudEvent EventOf(const raci::v1::DutyCompleted& done) {
  common::v1::CloudEvent event;
  event.set_id("raci/0/17/0");
  event.set_type("csi.raci.v1.DutyCompleted");
  event.set_data(done.SerializeAsString());
  return event;
}

class FindingsReaction : public ::testing::Test {
 protected:
  FindingsReaction() : ids_("seed") {
    context_.tenant = "acme";
    context_.state = &state_;
    context_.ids = &ids_;
    context_.now = absl::FromUnixSeconds(1767225600);
  }
  MemoryKv state_;
  IdSource ids_;
  Context context_;
};

// A reaction that is refused as too large would be lost.
TEST_F(FindingsReaction, TheMostThatADutyCanFindFits) {
  const std::string id(csi::limits::kResourceIdBytesMax, 'n');
  raci::v1::DutyCompleted done =
      Audit(std::vector<std::string>(50, std::string(1000, 'x')));
  done.mutable_completion()->set_evidence(std::string(1000, 'e'));
  done.mutable_completion()->set_completed_by(ResourceName(id, "people", id));
  done.mutable_duty()->set_name(ResourceName(id, "duties", id));
  done.mutable_duty()->set_display_name(std::string(200, 'd'));
  auto& scope = *done.mutable_duty()->mutable_scope();
  scope.set_service(ResourceName(id, "services", id));
  scope.set_process(ResourceName(id, "processes", id));
  scope.set_unit(ResourceName(id, "units", id));
  scope.set_provider(ResourceName(id, "parties", id));
  scope.set_geography(std::string(200, 'g'));
  scope.set_technology(std::string(200, 't'));
  context_.tenant = id;
  const common::v1::CloudEvent event = EventOf(done);
  ASSERT_TRUE(HasFindings(event));
  Outcome outcome;
  ReactToFindings(event, context_, outcome);
  ASSERT_EQ(outcome.events().size(), 50u);
  EXPECT_THAT(static_cast<const v1::JournalEvent&>(*outcome.events()[0])
                  .opportunity_logged()
                  .logged()
                  .description(),
              HasSubstr(std::string(1000, 'x')));
  size_t bytes = 0;
  for (const auto& each : outcome.events()) bytes += each->ByteSizeLong();
  EXPECT_LT(bytes, csi::limits::kCommandEventBytesMax);
}

TEST_F(FindingsReaction, ALongFindingIsCutInTheTitleBetweenCharacters) {
  std::string finding;
  for (int i = 0; i < 200; ++i) finding += "\xc3\xbc";  // u with two dots
  Outcome outcome;
  ReactToFindings(EventOf(Audit({finding})), context_, outcome);
  ASSERT_EQ(outcome.events().size(), 1u);
  const auto& logged =
      static_cast<const v1::JournalEvent&>(*outcome.events()[0])
          .opportunity_logged()
          .logged();
  EXPECT_EQ(logged.title().size(), limits::kFindingTitleBytesMax + 3);
  EXPECT_THAT(logged.title(), EndsWith("..."));
  EXPECT_THAT(logged.description(), HasSubstr(finding));
}

TEST_F(FindingsReaction, WhatIsInTheRegisterAlreadyIsNotProposedAgain) {
  state_.Put(SourceEventKey("acme", "tenants/acme/duties/change-audit",
                            "raci/0/17/0/1"),
             "by-hand");
  Outcome outcome;
  ReactToFindings(EventOf(Audit({"one", "two"})), context_, outcome);
  EXPECT_EQ(outcome.events().size(), 1u);
}

}  // namespace
}  // namespace csi::registry
