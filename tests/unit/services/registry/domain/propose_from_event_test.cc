// An event of another system becomes an entry once.
#include "gtest/gtest.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

v1::ProposeFromEventRequest Breach() {
  v1::ProposeFromEventRequest request;
  request.set_parent("tenants/acme");
  request.set_source("//monitoring.example.com");
  request.set_id("e-17");
  request.set_type("com.example.alert.ThresholdBreached");
  request.set_severity("major");
  request.mutable_event_time()->set_seconds(1767225600);
  request.mutable_scope()->set_service(authority::Name("services", "web"));
  return request;
}

absl::StatusOr<v1::Opportunity> Propose(
    RegistryWorld& world, const v1::ProposeFromEventRequest& request,
    std::string_view actor = "dave") {
  return world.Call<v1::Opportunity>(actor, "ProposeFromEvent", request);
}

TEST(DecideProposeFromEvent, LogsAnEntryThatSaysWhereItCameFrom) {
  RegistryWorld world;
  const auto entry = Propose(world, Breach());
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_EQ(entry->state(), v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(entry->title(), "ThresholdBreached of service web");
  EXPECT_EQ(entry->number(), 1u);
  EXPECT_EQ(entry->raised_by(), "tenants/acme/people/dave");
  EXPECT_EQ(entry->source().event_source(), "//monitoring.example.com");
  EXPECT_EQ(entry->source().event_id(), "e-17");
  EXPECT_EQ(entry->source().event_type(),
            "com.example.alert.ThresholdBreached");
  EXPECT_EQ(entry->source().severity(), "major");
  EXPECT_EQ(entry->source().event_time().seconds(), 1767225600);
}

TEST(DecideProposeFromEvent, TheSameEventGivesTheSameEntry) {
  RegistryWorld world;
  const auto first = Propose(world, Breach());
  ASSERT_TRUE(first.ok());
  v1::ProposeFromEventRequest again = Breach();
  again.set_title("Said otherwise");
  again.set_opportunity_id("other");
  const auto second = Propose(world, again, "erin");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->name(), first->name());
  EXPECT_EQ(second->revision(), 1u);
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityLogged"), 1);
  again.set_id("e-18");
  const auto third = Propose(world, again);
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_EQ(third->number(), 2u);
  again.set_source("//other.example.com");
  again.clear_opportunity_id();
  EXPECT_EQ(Propose(world, again)->number(), 3u) << "an id is its source's";
}

TEST(DecideProposeFromEvent, WhatSomebodyTypedIntoTheSourceIsNoEvent) {
  RegistryWorld world;
  v1::Opportunity typed;
  typed.set_title("By hand");
  typed.mutable_source()->set_event_source("//monitoring.example.com");
  typed.mutable_source()->set_event_id("e-17");
  world.LogAs("typed", typed);
  EXPECT_EQ(Propose(world, Breach())->number(), 2u);
}

TEST(DecideProposeFromEvent, RefusesStrangersAndWhatIsWrong) {
  RegistryWorld world;
  EXPECT_EQ(ReasonIn(Propose(world, Breach(), "")), "NO_ACTOR");
  const auto refused = [&](auto change) {
    v1::ProposeFromEventRequest bad = Breach();
    change(bad);
    return ReasonIn(Propose(world, bad));
  };
  using Request = v1::ProposeFromEventRequest;
  EXPECT_EQ(refused([](Request& r) { r.clear_source(); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](Request& r) { r.clear_id(); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](Request& r) { r.clear_type(); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](Request& r) { r.set_id(std::string("a\0b", 3)); }),
            "FIELD_INVALID");
  EXPECT_EQ(refused([](Request& r) {
              r.set_id(std::string(limits::kEventPartBytesMax + 1, 'x'));
            }),
            "TOO_LARGE");
  EXPECT_EQ(refused([](Request& r) { r.set_severity(std::string(1001, 'x')); }),
            "TOO_LARGE");
  EXPECT_EQ(
      refused([](Request& r) {
        r.mutable_scope()->set_service(authority::Name("services", "ghost"));
      }),
      "FIELD_INVALID");
  world.Log("one");
  EXPECT_EQ(refused([](Request& r) { r.set_opportunity_id("one"); }),
            "ALREADY_EXISTS");
}

}  // namespace
}  // namespace csi::registry
