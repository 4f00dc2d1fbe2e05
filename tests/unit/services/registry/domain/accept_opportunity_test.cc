#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

TEST(DecideAcceptOpportunity, NamesTheOneAccountablePersonOfTheScope) {
  RegistryWorld world;
  const auto web = world.Log("web-entry", "web");
  auto reply = world.Accept("anna", web.name());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->state(), v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_EQ(reply->accountable(), "tenants/acme/people/bob");

  v1::Opportunity fields;
  fields.set_title("About a process");
  fields.mutable_scope()->set_process("tenants/acme/processes/change");
  reply = world.Accept("anna", world.LogAs("process-entry", fields).name());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->accountable(), "tenants/acme/people/carol");

  reply = world.Accept("anna", world.Log("whole", "").name());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->accountable(), "tenants/acme/people/anna");
}

TEST(DecideAcceptOpportunity, RecordsBothGrantsWithTheirRevision) {
  RegistryWorld world;
  ASSERT_TRUE(world.Accept("anna", world.Log("one").name()).ok());
  v1::OpportunityAccepted event;
  ASSERT_TRUE(
      event.ParseFromString(world.runner.events("registry").at(1).data()));
  EXPECT_EQ(event.grant().person(), "tenants/acme/people/anna");
  EXPECT_EQ(event.grant().letter(), common::v1::LETTER_ACCOUNTABLE);
  EXPECT_EQ(event.grant().role(), "tenants/acme/roles/csi-manager");
  EXPECT_EQ(event.grant().raci_revision(), "raci/0");
  EXPECT_EQ(event.accountable(), "tenants/acme/people/bob");
  EXPECT_EQ(event.accountable_grant().assignment(),
            "tenants/acme/assignments/a2");
  EXPECT_EQ(event.accountable_grant().raci_revision(), "raci/0");
  EXPECT_EQ(event.opportunity().state(), v1::OPPORTUNITY_STATE_ACCEPTED);
}

TEST(DecideAcceptOpportunity, RefusesAScopeWithNobodyAccountable) {
  RegistryWorld world;
  const auto reply = world.Accept("anna", world.Log("one", "orphan").name());
  ASSERT_EQ(ReasonIn(reply), "VACANT");
  EXPECT_THAT(std::string(reply.status().message()),
              HasSubstr("service orphan"));
  EXPECT_THAT(std::string(reply.status().message()),
              HasSubstr("service-owner"));
  EXPECT_EQ(world.Read(EntryName("one")).state(), v1::OPPORTUNITY_STATE_NEW);
}

TEST(DecideAcceptOpportunity, RefusesAScopeWithTwoAccountableByName) {
  RegistryWorld world;
  // The directory itself refuses this; rows of the view might still say it.
  world.org.Assign("a9", "service-owner", "dave", authority::Scoped("web", ""));
  world.ShowDirectory();
  const auto reply = world.Accept("anna", world.Log("one").name());
  ASSERT_EQ(ReasonIn(reply), "TWO_ACCOUNTABLE");
  EXPECT_THAT(std::string(reply.status().message()), HasSubstr("Bob and Dave"));
  EXPECT_THAT(std::string(reply.status().message()),
              HasSubstr("Only one person can be"));
}

TEST(DecideAcceptOpportunity, RefusesAfterTheAccountablePersonHasLeft) {
  RegistryWorld world;
  const auto entry = world.Log("one");
  world.BobLeaves(1);
  world.runner.Advance(absl::Hours(2));
  EXPECT_EQ(ReasonIn(world.Accept("anna", entry.name())), "VACANT");
}

TEST(DecideAcceptOpportunity, RefusesWhoIsNotAccountableForReviews) {
  RegistryWorld world;
  const auto entry = world.Log("one");
  for (const char* person : {"bob", "dave", "frank"}) {
    const auto reply = world.Accept(person, entry.name());
    EXPECT_EQ(ReasonIn(reply), "NOT_AUTHORIZED") << person;
    EXPECT_THAT(std::string(reply.status().message()), HasSubstr("Anna"));
  }
  EXPECT_EQ(ReasonIn(world.Accept("", entry.name())), "NO_ACTOR");
}

TEST(DecideAcceptOpportunity, RefusesARepetition) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_EQ(ReasonIn(world.Accept("anna", entry.name())), "WRONG_STATE");
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityAccepted"), 1);
}

TEST(DecideAcceptOpportunity, ChecksExistenceBeforeEtagBeforeActor) {
  RegistryWorld world;
  v1::AcceptOpportunityRequest request;
  request.set_name(EntryName("ghost"));
  request.set_etag("\"r9\"");
  EXPECT_EQ(
      ReasonIn(world.Call<v1::Opportunity>("", "AcceptOpportunity", request)),
      "NOT_FOUND");
  request.set_name(world.Log("one").name());
  EXPECT_EQ(
      ReasonIn(world.Call<v1::Opportunity>("", "AcceptOpportunity", request)),
      "ETAG_MISMATCH");
  request.clear_etag();
  EXPECT_EQ(
      ReasonIn(world.Call<v1::Opportunity>("", "AcceptOpportunity", request)),
      "NO_ACTOR");
  request.set_reason(std::string(1001, 'x'));
  EXPECT_EQ(
      ReasonIn(world.Call<v1::Opportunity>("", "AcceptOpportunity", request)),
      "TOO_LARGE");
}

TEST(DecideRejectOpportunity, KeepsTheReasonForTheRaiser) {
  RegistryWorld world;
  const auto reply = world.Reject("anna", world.Log("one").name());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->state(), v1::OPPORTUNITY_STATE_REJECTED);
  EXPECT_EQ(reply->state_reason(), "because");
}

TEST(DecideRejectOpportunity, RefusesWithoutAReasonOrWithoutTheLetter) {
  RegistryWorld world;
  v1::RejectOpportunityRequest request;
  request.set_name(world.Log("one").name());
  EXPECT_EQ(ReasonIn(world.Call<v1::Opportunity>("anna", "RejectOpportunity",
                                                 request)),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(world.Reject("bob", request.name())), "NOT_AUTHORIZED");
}

TEST(DecideDeferOpportunity, ReturnsByItselfWhereItCameFrom) {
  for (const auto from :
       {v1::OPPORTUNITY_STATE_NEW, v1::OPPORTUNITY_STATE_ACCEPTED}) {
    RegistryWorld world;
    const auto entry = world.InState("one", from);
    ASSERT_TRUE(world.Defer("anna", entry.name(), 2026, 3, 1).ok());
    ASSERT_EQ(world.runner.timers("registry").size(), 1u);
    world.runner.AdvanceTo(absl::FromUnixSeconds(1772323199));
    EXPECT_EQ(world.Read(entry.name()).state(), v1::OPPORTUNITY_STATE_DEFERRED);
    world.runner.AdvanceTo(absl::FromUnixSeconds(1772323200));
    const auto woken = world.Read(entry.name());
    EXPECT_EQ(woken.state(), from);
    EXPECT_FALSE(woken.has_wake_up_date());
    EXPECT_EQ(woken.return_state(), v1::OPPORTUNITY_STATE_UNSPECIFIED);
    EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityWoken"), 1);
    EXPECT_TRUE(world.runner.timers("registry").empty());
  }
}

TEST(DecideDeferOpportunity, LeavingEarlyTakesTheTimerAway) {
  RegistryWorld world;
  const auto one = world.Log("one");
  const auto two = world.Log("two");
  ASSERT_TRUE(world.Defer("anna", one.name()).ok());
  ASSERT_TRUE(world.Defer("anna", two.name()).ok());
  ASSERT_TRUE(world.Resume("anna", one.name()).ok());
  ASSERT_TRUE(world.Cancel("anna", two.name()).ok());
  EXPECT_TRUE(world.runner.timers("registry").empty());
  world.runner.Advance(absl::Hours(24 * 60));
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityWoken"), 0);
}

TEST(DecideDeferOpportunity, RefusesADayThatIsPastOrNone) {
  RegistryWorld world;
  const auto entry = world.Log("one");
  EXPECT_EQ(ReasonIn(world.Defer("anna", entry.name(), 2026, 1, 1)),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(world.Defer("anna", entry.name(), 2026, 13, 1)),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(world.Defer("anna", entry.name(), 0, 0, 0)),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(world.Defer("bob", entry.name())), "NOT_AUTHORIZED");
}

TEST(DecideDeferOpportunity, RefusesWhileARunIsUnderWay) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_ACCEPTED);
  world.Tell<workflow::v1::RunStarted>(entry.name(), "");
  const auto reply = world.Defer("anna", entry.name());
  EXPECT_EQ(ReasonIn(reply), "RULE_VIOLATED");
  EXPECT_EQ(MetadataOf(reply.status(), "rule"), "RUN_ACTIVE");
}

}  // namespace
}  // namespace csi::registry
