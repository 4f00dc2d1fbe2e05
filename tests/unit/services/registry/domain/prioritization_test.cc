#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/session.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<v1::Prioritization> Open(RegistryWorld& world,
                                        const std::vector<std::string>& entries,
                                        std::string_view actor = "anna",
                                        std::string_view id = "may") {
  v1::OpenPrioritizationRequest request;
  request.set_parent("tenants/acme");
  request.set_prioritization_id(std::string(id));
  request.mutable_prioritization()->set_title("Review of May");
  for (const std::string& entry : entries) {
    request.mutable_prioritization()->add_opportunities(entry);
  }
  return world.Call<v1::Prioritization>(actor, "OpenPrioritization", request);
}

absl::StatusOr<v1::Vote> Cast(RegistryWorld& world, std::string_view actor,
                              const std::string& entry, int value,
                              std::string_view id = "may") {
  v1::CastVoteRequest request;
  request.set_name(authority::Name("prioritizations", id));
  request.set_opportunity(entry);
  request.set_value(value);
  return world.Call<v1::Vote>(actor, "CastVote", request);
}

absl::StatusOr<v1::Prioritization> Conclude(RegistryWorld& world,
                                            std::string_view actor = "anna",
                                            std::string_view id = "may") {
  v1::ConcludePrioritizationRequest request;
  request.set_name(authority::Name("prioritizations", id));
  request.set_summary("We took the quick one first.");
  return world.Call<v1::Prioritization>(actor, "ConcludePrioritization",
                                        request);
}

v1::Opportunity Entry(std::string_view title, v1::Effort effort,
                      std::string_view service = "web") {
  v1::Opportunity fields;
  fields.set_title(std::string(title));
  fields.set_effort(effort);
  fields.mutable_scope()->set_service(authority::Name("services", service));
  return fields;
}

TEST(DecideConcludePrioritization, RanksExplainsAndRecordsWhoTookPart) {
  RegistryWorld world;
  const auto small =
      world.LogAs("small", Entry("Small", v1::EFFORT_SMALL)).name();
  const auto huge =
      world.LogAs("huge", Entry("Huge", v1::EFFORT_EXTRA_LARGE)).name();
  ASSERT_TRUE(Open(world, {huge, small}).ok());
  for (const char* person : {"anna", "bob", "dave"}) {
    ASSERT_TRUE(Cast(world, person, small, 3).ok()) << person;
    ASSERT_TRUE(Cast(world, person, huge, 3).ok()) << person;
  }
  const auto result = Conclude(world);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->state(), v1::PRIORITIZATION_STATE_CONCLUDED);
  ASSERT_EQ(result->ranking_size(), 2);
  // The same votes: more effort ranks lower.
  EXPECT_EQ(result->ranking(0).opportunity(), small);
  EXPECT_EQ(result->ranking(0).rank(), 1);
  EXPECT_EQ(result->ranking(0).vote_count(), 3);
  // 30 x 0.5 for votes, 15 x 1 for effort.
  EXPECT_DOUBLE_EQ(result->ranking(0).score(), 30.0);
  EXPECT_DOUBLE_EQ(result->ranking(1).score(), 15.0);
  double sum = 0;
  for (const auto& term : result->ranking(0).terms()) {
    sum += term.points();
    EXPECT_FALSE(term.fact().empty());
  }
  EXPECT_DOUBLE_EQ(sum, 30.0);
  ASSERT_EQ(result->participants_size(), 3);
  EXPECT_EQ(result->participants(1).person(), "tenants/acme/people/bob");
  EXPECT_EQ(result->participants(1).role(), "tenants/acme/roles/service-owner");
  EXPECT_TRUE(result->participants(1).voted());
  EXPECT_EQ(result->vote_count(), 6);
  EXPECT_EQ(result->summary(), "We took the quick one first.");
  const auto stored = world.Read(small);
  EXPECT_DOUBLE_EQ(stored.score(), 30.0);
  EXPECT_EQ(stored.rank(), 1);
  EXPECT_EQ(stored.prioritization(), result->name());
  EXPECT_EQ(stored.revision(), 2u);
}

TEST(DecideConcludePrioritization, TwentyEntriesGiveTheSameOrderTwice) {
  std::vector<std::string> orders[2];
  for (auto& order : orders) {
    RegistryWorld world;
    std::vector<std::string> names;
    for (int i = 0; i < 20; ++i) {
      v1::Opportunity fields = Entry("Entry " + std::to_string(i),
                                     static_cast<v1::Effort>(1 + i % 4));
      fields.set_priority(1 + i % 5);
      names.push_back(world.LogAs("e" + std::to_string(i), fields).name());
    }
    ASSERT_TRUE(Open(world, names).ok());
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(Cast(world, "anna", names[i], 1 + i % 3).ok());
      ASSERT_TRUE(Cast(world, "bob", names[i], 1 + i % 2).ok());
    }
    const auto result = Conclude(world);
    ASSERT_TRUE(result.ok());
    double last = 101;
    for (const auto& place : result->ranking()) {
      EXPECT_LE(place.score(), last);
      last = place.score();
      order.push_back(place.opportunity());
    }
  }
  EXPECT_EQ(orders[0], orders[1]);
  EXPECT_EQ(orders[0].size(), 20u);
}

TEST(DecideConcludePrioritization, FlagsTwoEntriesThatClaimOneIndicator) {
  RegistryWorld world;
  std::vector<std::string> names;
  for (const char* id : {"one", "two", "three"}) {
    v1::Opportunity fields = Entry(id, v1::EFFORT_SMALL);
    fields.mutable_primary_indicator()->set_indicator(
        std::string_view(id) == "three" ? "tenants/acme/indicators/other"
                                        : "tenants/acme/indicators/bypass");
    names.push_back(world.LogAs(id, fields).name());
  }
  ASSERT_TRUE(Open(world, names).ok());
  const auto result = Conclude(world);
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result->findings_size(), 1);
  EXPECT_EQ(result->findings(0).rule(), "SHARED_INDICATOR");
  EXPECT_THAT(result->findings(0).message(),
              HasSubstr("1 \"one\" and 2 \"two\""));
}

TEST(DecideConcludePrioritization, RefusesOthersAndASecondTime) {
  RegistryWorld world;
  const auto entry = world.Log("one").name();
  ASSERT_TRUE(Open(world, {entry}).ok());
  EXPECT_EQ(ReasonIn(Conclude(world, "bob")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(Conclude(world, "")), "NO_ACTOR");
  EXPECT_EQ(ReasonIn(Conclude(world, "anna", "ghost")), "NOT_FOUND");
  ASSERT_TRUE(Conclude(world).ok());
  EXPECT_EQ(ReasonIn(Conclude(world)), "WRONG_STATE");
  EXPECT_EQ(ReasonIn(Cast(world, "anna", entry, 3)), "WRONG_STATE");
}

TEST(DecideConcludePrioritization, TakesDecisionsOnRankedEntriesOnly) {
  RegistryWorld world;
  const auto entry = world.Log("one").name();
  const auto other = world.Log("two").name();
  ASSERT_TRUE(Open(world, {entry}).ok());
  v1::ConcludePrioritizationRequest request;
  request.set_name(authority::Name("prioritizations", "may"));
  auto& decision = *request.add_decisions();
  decision.set_opportunity(other);
  decision.set_decision("first in June");
  EXPECT_EQ(ReasonIn(world.Call<v1::Prioritization>(
                "anna", "ConcludePrioritization", request)),
            "FIELD_INVALID");
  decision.set_opportunity(entry);
  const auto result =
      world.Call<v1::Prioritization>("anna", "ConcludePrioritization", request);
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_EQ(result->decisions_size(), 1);
  EXPECT_EQ(result->decisions(0).decision(), "first in June");
}

TEST(DecideOpenPrioritization, RefusesEmptyDoubledAndFinishedEntries) {
  RegistryWorld world;
  const auto entry = world.Log("one").name();
  EXPECT_EQ(ReasonIn(Open(world, {})), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(Open(world, {entry, entry})), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(Open(world, {EntryName("ghost")})), "NOT_FOUND");
  const auto rejected =
      world.InState("two", v1::OPPORTUNITY_STATE_REJECTED).name();
  EXPECT_EQ(ReasonIn(Open(world, {entry, rejected})), "WRONG_STATE");
  EXPECT_EQ(ReasonIn(Open(world, {entry}, "dave")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(Open(world, {entry}, "")), "NO_ACTOR");
  ASSERT_TRUE(Open(world, {entry}, "bob").ok());
  EXPECT_EQ(ReasonIn(Open(world, {entry})), "ALREADY_EXISTS");
}

TEST(DecideOpenPrioritization, KeepsAgendaAndInvitedParticipants) {
  RegistryWorld world;
  v1::OpenPrioritizationRequest request;
  request.set_parent("tenants/acme");
  auto& session = *request.mutable_prioritization();
  session.set_title("Review");
  session.set_agenda("1. Entries of web");
  session.add_opportunities(world.Log("one").name());
  session.add_participants()->set_person("tenants/acme/people/carol");
  session.set_summary("not for callers");
  const auto opened =
      world.Call<v1::Prioritization>("anna", "OpenPrioritization", request);
  ASSERT_TRUE(opened.ok()) << opened.status();
  const auto stored =
      ReadSession(world.runner.state("registry"), "acme",
                  opened->name().substr(opened->name().rfind('/') + 1));
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->agenda(), "1. Entries of web");
  EXPECT_EQ(stored->summary(), "");
  ASSERT_EQ(stored->participants_size(), 1);
  EXPECT_FALSE(stored->participants(0).voted());
  EXPECT_EQ(stored->etag(), opened->etag());
  session.add_participants()->set_person("tenants/acme/people/carol");
  EXPECT_EQ(ReasonIn(world.Call<v1::Prioritization>(
                "anna", "OpenPrioritization", request)),
            "FIELD_INVALID");
}

TEST(DecideCastVote, ALaterVoteReplacesTheEarlierOne) {
  RegistryWorld world;
  const auto entry = world.Log("one").name();
  ASSERT_TRUE(Open(world, {entry}).ok());
  ASSERT_TRUE(Cast(world, "bob", entry, 1).ok());
  ASSERT_TRUE(Cast(world, "bob", entry, 5).ok());
  const auto result = Conclude(world);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->vote_count(), 1);
  EXPECT_EQ(result->ranking(0).terms(0).value_per_mille(), 1000);
  v1::VoteCast event;
  ASSERT_TRUE(
      event.ParseFromString(world.runner.events("registry").at(3).data()));
  EXPECT_TRUE(event.replaced());
  EXPECT_EQ(event.vote().grant().letter(), common::v1::LETTER_RESPONSIBLE);
}

TEST(DecideCastVote, RefusesValuesEntriesAndPeopleOutOfPlace) {
  RegistryWorld world;
  const auto entry = world.Log("one").name();
  const auto other = world.Log("two").name();
  ASSERT_TRUE(Open(world, {entry}).ok());
  EXPECT_EQ(ReasonIn(Cast(world, "bob", entry, 0)), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(Cast(world, "bob", entry, 6)), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(Cast(world, "bob", other, 3)), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(Cast(world, "bob", entry, 3, "ghost")), "NOT_FOUND");
  EXPECT_EQ(ReasonIn(Cast(world, "frank", entry, 3)), "NOT_AUTHORIZED");
  // erin owns another service.
  EXPECT_EQ(ReasonIn(Cast(world, "erin", entry, 3)), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(Cast(world, "", entry, 3)), "NO_ACTOR");
}

}  // namespace
}  // namespace csi::registry
