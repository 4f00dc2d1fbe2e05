// The check whether the effect of a closed entry lasts.
#include "services/registry/domain/decay.h"

#include "csi/reporting/v1/reporting_events.pb.h"
#include "gtest/gtest.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/dates.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

void SetDays(RegistryWorld& world, int days) {
  v1::SetPolicyRequest request;
  request.mutable_policy()->set_name("tenants/acme/policies/register");
  request.mutable_policy()->set_decay_check_days(days);
  const auto set = world.Call<v1::Policy>("anna", "SetPolicy", request);
  ASSERT_TRUE(set.ok()) << set.status();
}

absl::StatusOr<v1::Opportunity> SetDate(RegistryWorld& world,
                                        const std::string& name, int year) {
  v1::Opportunity change;
  change.set_name(name);
  if (year != 0) {
    change.mutable_decay_check_date()->set_year(year);
    change.mutable_decay_check_date()->set_month(6);
    change.mutable_decay_check_date()->set_day(1);
  }
  return world.Update("anna", change, "decay_check_date");
}

TEST(FireDecayCheck, AClosedEntryAsksOnItsDay) {
  RegistryWorld world;
  SetDays(world, 90);
  const v1::Opportunity entry =
      world.InState("one", v1::OPPORTUNITY_STATE_CLOSED);
  ASSERT_TRUE(entry.has_decay_check_date());
  EXPECT_FALSE(entry.decay_check_due());
  ASSERT_EQ(world.runner.timers("registry").size(), 1u);
  EXPECT_EQ(world.runner.timers("registry")[0].kind, kDecayTimer);
  world.runner.AdvanceTo(StartOf(entry.decay_check_date()));
  EXPECT_TRUE(world.Read(entry.name()).decay_check_due());
  EXPECT_EQ(world.runner.CountEvents("registry", "DecayCheckDue"), 1);
  EXPECT_TRUE(world.runner.timers("registry").empty());
}

TEST(FireDecayCheck, WithoutAPolicyNothingIsAsked) {
  RegistryWorld world;
  const v1::Opportunity entry =
      world.InState("one", v1::OPPORTUNITY_STATE_CLOSED);
  EXPECT_FALSE(entry.has_decay_check_date());
  EXPECT_TRUE(world.runner.timers("registry").empty());
}

TEST(FireDecayCheck, AnotherDaySettlesItAndAsksAgain) {
  RegistryWorld world;
  SetDays(world, 1);
  const std::string name =
      world.InState("one", v1::OPPORTUNITY_STATE_CLOSED).name();
  world.runner.Advance(2 * kDay);
  ASSERT_TRUE(world.Read(name).decay_check_due());
  EXPECT_EQ(ReasonIn(SetDate(world, name, 2025)), "FIELD_INVALID");
  ASSERT_TRUE(SetDate(world, name, 2027).ok());
  EXPECT_FALSE(world.Read(name).decay_check_due());
  ASSERT_EQ(world.runner.timers("registry").size(), 1u);
  ASSERT_TRUE(SetDate(world, name, 0).ok());
  EXPECT_TRUE(world.runner.timers("registry").empty());
}

TEST(FireDecayCheck, ALaterVerdictSettlesIt) {
  RegistryWorld world;
  SetDays(world, 1);
  const std::string name =
      world.InState("one", v1::OPPORTUNITY_STATE_CLOSED).name();
  world.runner.Advance(2 * kDay);
  ASSERT_TRUE(world.Read(name).decay_check_due());
  reporting::v1::VerdictAccepted event;
  event.mutable_comparison()->set_opportunity(name);
  event.mutable_comparison()->set_value(reporting::v1::VERDICT_VALUE_IMPROVED);
  world.runner.Deliver("reporting", event, name);
  EXPECT_FALSE(world.Read(name).decay_check_due());
  EXPECT_FALSE(world.Read(name).has_decay_check_date());
}

TEST(FireDecayCheck, ReopeningTakesTheDayAway) {
  RegistryWorld world;
  SetDays(world, 1);
  const std::string name =
      world.InState("one", v1::OPPORTUNITY_STATE_CLOSED).name();
  ASSERT_TRUE(world.Reopen("anna", name).ok());
  EXPECT_FALSE(world.Read(name).has_decay_check_date());
  EXPECT_TRUE(world.runner.timers("registry").empty());
}

TEST(DecayCheckDate, FollowsThePolicy) {
  RegistryWorld world;
  const auto& state = world.runner.state("registry");
  EXPECT_FALSE(DecayCheckDate(state, "acme", authority::kStart).has_value());
  SetDays(world, 3650);
  EXPECT_EQ(DayText(*DecayCheckDate(state, "acme", authority::kStart)),
            "2035-12-30");
}

}  // namespace
}  // namespace csi::registry
