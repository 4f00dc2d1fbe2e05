#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;
namespace wf = ::csi::workflow::v1;

TEST(DecideUpdateOpportunity, ChangesNamedFieldsAndClearsUnsetOnes) {
  RegistryWorld world;
  v1::Opportunity fields;
  fields.set_title("First");
  fields.set_priority(3);
  fields.set_description("long");
  v1::Opportunity entry = world.LogAs("one", fields);
  entry.set_title("Second");
  entry.clear_priority();
  entry.set_description("not named, so not taken");
  const auto reply = world.Update("frank", entry, "title,priority");
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->title(), "Second");
  EXPECT_EQ(reply->priority(), 0);
  EXPECT_EQ(reply->description(), "long");
  EXPECT_EQ(reply->revision(), 2u);
}

TEST(DecideUpdateOpportunity, ReplacesListsAsAWhole) {
  RegistryWorld world;
  v1::Opportunity fields;
  fields.set_title("First");
  fields.add_framework_clauses("ISO 20000-1 10.2");
  fields.add_responsible_persons("tenants/acme/people/dave");
  v1::Opportunity entry = world.LogAs("one", fields);
  entry.clear_framework_clauses();
  entry.add_framework_clauses("COBIT APO11");
  entry.clear_responsible_persons();
  const auto reply =
      world.Update("frank", entry, "framework_clauses,responsible_persons");
  ASSERT_TRUE(reply.ok()) << reply.status();
  ASSERT_EQ(reply->framework_clauses_size(), 1);
  EXPECT_EQ(reply->framework_clauses(0), "COBIT APO11");
  EXPECT_EQ(reply->responsible_persons_size(), 0);
}

TEST(DecideUpdateOpportunity, RaiserMayOnlyWhileNew) {
  RegistryWorld world;
  v1::Opportunity entry = world.Log("one");
  entry.set_title("By the raiser");
  entry.clear_etag();
  ASSERT_TRUE(world.Update("frank", entry, "title").ok());
  ASSERT_TRUE(world.Accept("anna", entry.name()).ok());
  const auto late = world.Update("frank", entry, "title");
  EXPECT_EQ(ReasonIn(late), "NOT_AUTHORIZED");
  EXPECT_THAT(std::string(late.status().message()), HasSubstr("Anna"));
}

TEST(DecideUpdateOpportunity, CoordinatorAndAccountableAndManagerMay) {
  RegistryWorld world;
  v1::Opportunity fields;
  fields.set_title("Entry");
  fields.mutable_scope()->set_service("tenants/acme/services/web");
  fields.set_coordinator("tenants/acme/people/dave");
  v1::Opportunity entry = world.LogAs("one", fields);
  ASSERT_TRUE(world.Accept("anna", entry.name()).ok());
  entry.clear_etag();
  entry.set_priority(1);
  EXPECT_TRUE(world.Update("dave", entry, "priority").ok());
  EXPECT_TRUE(world.Update("bob", entry, "priority").ok());
  EXPECT_TRUE(world.Update("anna", entry, "priority").ok());
  EXPECT_EQ(ReasonIn(world.Update("erin", entry, "priority")),
            "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Update("", entry, "priority")), "NO_ACTOR");
}

TEST(DecideUpdateOpportunity, ALeaverLosesTheSayOfACoordinator) {
  RegistryWorld world;
  v1::Opportunity fields;
  fields.set_title("Entry");
  fields.set_coordinator("tenants/acme/people/dave");
  v1::Opportunity entry = world.LogAs("one", fields);
  world.org.Leave("dave", 0);
  world.ShowDirectory();
  entry.set_priority(1);
  EXPECT_EQ(ReasonIn(world.Update("dave", entry, "priority")),
            "NOT_AUTHORIZED");
}

TEST(DecideUpdateOpportunity, RefusesUnknownForbiddenAndDoubledPaths) {
  RegistryWorld world;
  v1::Opportunity entry = world.Log("one");
  entry.clear_etag();
  for (const char* path :
       {"", "state", "accountable", "number", "*", "scope.service", "raised_by",
        "nonsense", "retrospective"}) {
    const auto reply = world.Update("frank", entry, path);
    EXPECT_EQ(ReasonIn(reply), "FIELD_INVALID") << path;
  }
  EXPECT_EQ(ReasonIn(world.Update("frank", entry, "title,title")),
            "FIELD_INVALID");
  v1::UpdateOpportunityRequest request;
  *request.mutable_opportunity() = entry;
  EXPECT_EQ(ReasonIn(world.Call<v1::Opportunity>("frank", "UpdateOpportunity",
                                                 request)),
            "FIELD_INVALID");
}

TEST(DecideUpdateOpportunity, RefusesAStaleEtagAndNamesTheCurrentOne) {
  RegistryWorld world;
  v1::Opportunity entry = world.Log("one");
  entry.set_etag("\"r1\"");
  entry.set_priority(1);
  ASSERT_TRUE(world.Update("frank", entry, "priority").ok());
  const auto stale = world.Update("frank", entry, "priority");
  EXPECT_EQ(ReasonIn(stale), "ETAG_MISMATCH");
  EXPECT_EQ(MetadataOf(stale.status(), "etag"), "\"r2\"");
}

TEST(DecideUpdateOpportunity, RefusesAnEntryThatIsNotThere) {
  RegistryWorld world;
  v1::Opportunity entry;
  entry.set_name(EntryName("ghost"));
  EXPECT_EQ(ReasonIn(world.Update("anna", entry, "priority")), "NOT_FOUND");
  entry.set_name("tenants/other/opportunities/one");
  EXPECT_EQ(ReasonIn(world.Update("anna", entry, "priority")), "FIELD_INVALID");
}

TEST(DecideUpdateOpportunity, ANewScopeResolvesTheAccountablePersonAnew) {
  RegistryWorld world;
  v1::Opportunity entry = world.InState("one", v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_EQ(entry.accountable(), "tenants/acme/people/bob");
  entry.clear_etag();
  entry.mutable_scope()->set_service("tenants/acme/services/mail");
  const auto reply = world.Update("anna", entry, "scope");
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->accountable(), "tenants/acme/people/erin");
  entry.mutable_scope()->set_service("tenants/acme/services/orphan");
  EXPECT_EQ(ReasonIn(world.Update("anna", entry, "scope")), "VACANT");
}

TEST(DecideUpdateOpportunity, ScopeApproachAndPrimaryIndicatorStayLater) {
  RegistryWorld world;
  v1::Opportunity entry =
      world.InState("one", v1::OPPORTUNITY_STATE_IN_PROGRESS);
  entry.clear_etag();
  entry.mutable_primary_indicator()->set_indicator(
      "tenants/acme/indicators/other");
  const auto rule = [&](std::string_view path) {
    return MetadataOf(world.Update("anna", entry, path).status(), "rule");
  };
  EXPECT_EQ(rule("scope"), "SCOPE_FIXED");
  EXPECT_EQ(rule("approach"), "APPROACH_FIXED");
  EXPECT_EQ(rule("primary_indicator"), "PRIMARY_INDICATOR_FIXED");
}

TEST(DecideUpdateOpportunity, AClosedEntryTakesLessonsAndLittleElse) {
  RegistryWorld world;
  v1::Opportunity entry = world.InState("one", v1::OPPORTUNITY_STATE_CLOSED);
  entry.clear_etag();
  entry.set_lessons("look earlier");
  entry.set_closure_code(v1::CLOSURE_CODE_SUCCESSFUL);
  EXPECT_TRUE(world.Update("anna", entry, "lessons,closure_code").ok());
  EXPECT_EQ(ReasonIn(world.Update("anna", entry, "title")), "WRONG_STATE");
}

TEST(DecideUpdateOpportunity, AClosureCodeWaitsForTheEnd) {
  RegistryWorld world;
  v1::Opportunity entry = world.InState("one", v1::OPPORTUNITY_STATE_ACCEPTED);
  entry.clear_etag();
  entry.set_closure_code(v1::CLOSURE_CODE_SUCCESSFUL);
  EXPECT_EQ(ReasonIn(world.Update("anna", entry, "closure_code")),
            "WRONG_STATE");
}

TEST(DecideUpdateOpportunity, TheClaimantOfABenefitDoesNotConfirmIt) {
  RegistryWorld world;
  v1::Opportunity entry = world.InState("one", v1::OPPORTUNITY_STATE_CLOSED);
  entry.clear_etag();
  entry.mutable_benefit_realised()->set_description("20 hours a month");
  auto claimed = world.Update("bob", entry, "benefit_realised");
  ASSERT_TRUE(claimed.ok()) << claimed.status();
  EXPECT_EQ(claimed->benefit_claimed_by(), "tenants/acme/people/bob");
  entry.set_benefit_confirmed_by("tenants/acme/people/bob");
  const auto own = world.Update("bob", entry, "benefit_confirmed_by");
  EXPECT_EQ(MetadataOf(own.status(), "rule"), "CLAIMANT_CONFIRMS");
  entry.set_benefit_confirmed_by("tenants/acme/people/dave");
  const auto other = world.Update("anna", entry, "benefit_confirmed_by");
  EXPECT_EQ(MetadataOf(other.status(), "rule"), "CONFIRM_IN_PERSON");
  entry.set_benefit_confirmed_by("tenants/acme/people/anna");
  auto confirmed = world.Update("anna", entry, "benefit_confirmed_by");
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  // A new claim needs a new confirmation.
  claimed = world.Update("bob", entry, "benefit_realised");
  ASSERT_TRUE(claimed.ok());
  EXPECT_EQ(claimed->benefit_confirmed_by(), "");
}

TEST(DecideUpdateOpportunity, ClaimingAndConfirmingInOneCallIsRefused) {
  RegistryWorld world;
  v1::Opportunity entry = world.Log("one");
  entry.clear_etag();
  entry.mutable_benefit_realised()->set_description("much");
  entry.set_benefit_confirmed_by("tenants/acme/people/frank");
  EXPECT_EQ(ReasonIn(world.Update("frank", entry,
                                  "benefit_realised,benefit_confirmed_by")),
            "FIELD_INVALID");
  entry.clear_benefit_realised();
  const auto nothing = world.Update("frank", entry, "benefit_confirmed_by");
  EXPECT_EQ(MetadataOf(nothing.status(), "rule"), "NOTHING_CLAIMED");
}

}  // namespace
}  // namespace csi::registry
