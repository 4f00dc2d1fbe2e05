#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

v1::CreateOpportunityRequest Request(const v1::Opportunity& fields) {
  v1::CreateOpportunityRequest request;
  request.set_parent("tenants/acme");
  *request.mutable_opportunity() = fields;
  return request;
}

v1::Opportunity Titled() {
  v1::Opportunity fields;
  fields.set_title("Fewer bypassed releases");
  return fields;
}

absl::StatusOr<v1::Opportunity> Create(RegistryWorld& world,
                                       const v1::Opportunity& fields,
                                       std::string_view actor = "frank") {
  return world.Call<v1::Opportunity>(actor, "CreateOpportunity",
                                     Request(fields));
}

// Refused with this reason, naming this field, and nothing was stored.
void ExpectBad(const v1::Opportunity& fields, std::string_view reason,
               std::string_view words) {
  RegistryWorld world;
  const auto reply = Create(world, fields);
  ASSERT_EQ(ReasonIn(reply), reason) << reply.status();
  EXPECT_THAT(std::string(reply.status().message()),
              HasSubstr(std::string(words)));
  EXPECT_TRUE(world.runner.state("registry").rows().empty());
}

TEST(DecideCreateOpportunity, LogsForAnybodyNamed) {
  RegistryWorld world;
  const auto reply = Create(world, Titled());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->number(), 1u);
  EXPECT_EQ(reply->state(), v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(reply->kind(), v1::OPPORTUNITY_KIND_IMPROVEMENT);
  EXPECT_EQ(reply->approach(), v1::APPROACH_SEVEN_STEP);
  EXPECT_EQ(reply->raised_by(), "tenants/acme/people/frank");
  EXPECT_EQ(reply->raise_date().year(), 2026);
  EXPECT_EQ(reply->etag(), "\"r1\"");
  EXPECT_EQ(reply->revision(), 1u);
  EXPECT_FALSE(reply->uid().empty());
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityLogged"), 1);
}

TEST(DecideCreateOpportunity, PublishesADigestThatSaysWhatConsumersNeed) {
  RegistryWorld world;
  v1::Opportunity fields = Titled();
  fields.mutable_scope()->set_service("tenants/acme/services/web");
  fields.mutable_primary_indicator()->set_indicator(
      "tenants/acme/indicators/bypass");
  fields.mutable_primary_indicator()->set_base(80.25);
  fields.set_priority(2);
  ASSERT_TRUE(Create(world, fields).ok());
  v1::OpportunityLogged event;
  ASSERT_TRUE(
      event.ParseFromString(world.runner.events("registry").at(0).data()));
  const v1::OpportunityDigest& digest = event.opportunity();
  EXPECT_EQ(digest.number(), 1u);
  EXPECT_EQ(digest.title(), "Fewer bypassed releases");
  EXPECT_EQ(digest.scope().service(), "tenants/acme/services/web");
  EXPECT_EQ(digest.primary_indicator().base(), 80.25);
  EXPECT_EQ(digest.priority(), 2);
  EXPECT_EQ(digest.revision(), 1u);
  EXPECT_EQ(digest.state(), v1::OPPORTUNITY_STATE_NEW);
}

TEST(DecideCreateOpportunity, KeepsLongTextsAndShowsThemAgain) {
  RegistryWorld world;
  v1::Opportunity fields = Titled();
  fields.set_description(std::string(20000, 'd'));
  fields.set_justification("why");
  fields.add_intake_criteria()->set_criterion("measurable");
  fields.add_followers("tenants/acme/people/dave");
  const auto reply = Create(world, fields);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->description().size(), 20000u);
  EXPECT_EQ(reply->justification(), "why");
  EXPECT_EQ(reply->intake_criteria_size(), 1);
  EXPECT_EQ(reply->followers_size(), 1);
}

TEST(DecideCreateOpportunity, IgnoresFieldsThatCallersMayNotSet) {
  RegistryWorld world;
  v1::Opportunity fields = Titled();
  fields.set_state(v1::OPPORTUNITY_STATE_CLOSED);
  fields.set_accountable("tenants/acme/people/anna");
  fields.set_number(99);
  fields.set_score(100);
  fields.set_run("tenants/acme/runs/r");
  fields.set_revision(7);
  fields.mutable_verdict()->set_accepted(true);
  const auto reply = Create(world, fields);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->state(), v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(reply->accountable(), "");
  EXPECT_EQ(reply->number(), 1u);
  EXPECT_EQ(reply->score(), 0);
  EXPECT_EQ(reply->run(), "");
  EXPECT_EQ(reply->revision(), 1u);
  EXPECT_FALSE(reply->has_verdict());
}

TEST(DecideCreateOpportunity, RefusesAStranger) {
  RegistryWorld world;
  const auto reply = Create(world, Titled(), "");
  EXPECT_EQ(ReasonIn(reply), "NO_ACTOR");
}

TEST(DecideCreateOpportunity, RefusesAnIdThatIsTaken) {
  RegistryWorld world;
  world.Log("one");
  auto request = Request(Titled());
  request.set_opportunity_id("one");
  const auto reply =
      world.Call<v1::Opportunity>("frank", "CreateOpportunity", request);
  EXPECT_EQ(ReasonIn(reply), "ALREADY_EXISTS");
}

TEST(DecideCreateOpportunity, RefusesAnIdThatIsNone) {
  RegistryWorld world;
  auto request = Request(Titled());
  request.set_opportunity_id("Not an id");
  const auto reply =
      world.Call<v1::Opportunity>("frank", "CreateOpportunity", request);
  EXPECT_EQ(ReasonIn(reply), "FIELD_INVALID");
  EXPECT_EQ(MetadataOf(reply.status(), "field"), "opportunity_id");
}

TEST(DecideCreateOpportunity, RefusesFieldsOutOfTheirRange) {
  ExpectBad(v1::Opportunity(), "FIELD_INVALID", "opportunity.title");
  v1::Opportunity fields = Titled();
  fields.set_title(std::string(1001, 't'));
  ExpectBad(fields, "TOO_LARGE", "opportunity.title has 1001 bytes");
  fields = Titled();
  fields.set_priority(6);
  ExpectBad(fields, "FIELD_INVALID", "opportunity.priority");
  fields = Titled();
  fields.mutable_due_date()->set_year(2026);
  fields.mutable_due_date()->set_month(2);
  fields.mutable_due_date()->set_day(30);
  ExpectBad(fields, "FIELD_INVALID", "2026-02-30 is no day of the calendar");
  fields = Titled();
  fields.mutable_cost()->set_currency_code("Euro");
  ExpectBad(fields, "FIELD_INVALID", "opportunity.cost.currency_code");
  fields = Titled();
  fields.mutable_cost()->set_currency_code("EUR");
  fields.mutable_cost()->set_units(-1);
  ExpectBad(fields, "FIELD_INVALID", "opportunity.cost");
  fields = Titled();
  fields.mutable_primary_indicator()->set_indicator("bypass");
  ExpectBad(fields, "FIELD_INVALID", "opportunity.primary_indicator.indicator");
  fields = Titled();
  for (int i = 0; i <= limits::kFollowersMax; ++i) {
    fields.add_followers("tenants/acme/people/dave");
  }
  ExpectBad(fields, "TOO_LARGE", "opportunity.followers has 201 items");
}

TEST(DecideCreateOpportunity, RefusesPeopleServicesAndProcessesUnknown) {
  v1::Opportunity fields = Titled();
  fields.set_coordinator("tenants/acme/people/nobody");
  ExpectBad(fields, "FIELD_INVALID", "opportunity.coordinator");
  fields = Titled();
  fields.mutable_scope()->set_service("tenants/acme/services/ghost");
  ExpectBad(fields, "FIELD_INVALID", "is no service of the directory");
  fields = Titled();
  fields.add_affected()->set_process("tenants/acme/processes/ghost");
  ExpectBad(fields, "FIELD_INVALID", "is no process of the directory");
  fields = Titled();
  fields.mutable_scope()->set_service("tenants/other/services/web");
  ExpectBad(fields, "FIELD_INVALID", "opportunity.scope.service");
  fields = Titled();
  fields.set_requested_for("tenants/other/people/anna");
  ExpectBad(fields, "FIELD_INVALID", "opportunity.requested_for");
}

TEST(DecideCreateOpportunity, NumbersStayGaplessPerTenantDespiteRefusals) {
  RegistryWorld world;
  for (uint64_t expected = 1; expected <= 20; ++expected) {
    v1::Opportunity bad = Titled();
    bad.set_priority(7);
    EXPECT_FALSE(Create(world, bad).ok());
    const auto reply = Create(world, Titled());
    ASSERT_TRUE(reply.ok());
    EXPECT_EQ(reply->number(), expected);
  }
}

}  // namespace
}  // namespace csi::registry
