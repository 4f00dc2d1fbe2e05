#include "common/authority/rows.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

std::vector<v1::Vacancy> Vacancies(const RaciWorld& world,
                                   std::string_view role) {
  v1::ListVacanciesRequest request;
  request.set_parent("tenants/acme");
  request.set_filter("role = " + Name("roles", role));
  v1::ListVacanciesResponse reply;
  EXPECT_TRUE(ListVacancies(world.runner.Query("raci"), request, &reply).ok());
  return {reply.vacancies().begin(), reply.vacancies().end()};
}

TEST(Timers, AFutureLeaverVacatesAtThatInstant) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  v1::RegisterLeaverRequest request;
  request.set_name(Name("people", "anna"));
  const absl::Time leave = world.runner.now() + absl::Hours(100);
  *request.mutable_leave_time() = authority::TimestampOf(leave);
  ASSERT_ACCEPTED(world.Call<v1::Person>("RegisterLeaver", request));
  world.runner.AdvanceTo(leave - absl::Seconds(1));
  EXPECT_TRUE(Vacancies(world, "service-owner").empty());
  world.runner.AdvanceTo(leave);
  const auto vacancies = Vacancies(world, "service-owner");
  ASSERT_EQ(vacancies.size(), 1u);
  EXPECT_EQ(vacancies[0].cause(), v1::Vacancy::CAUSE_LEAVER);
  EXPECT_EQ(authority::TimeOf(vacancies[0].since_time()), leave);
}

TEST(Timers, AFutureStartFillsAtThatInstant) {
  RaciWorld world;
  v1::AppointHolderRequest request;
  request.set_parent("tenants/acme");
  request.mutable_assignment()->set_role(Name("roles", "service-owner"));
  request.mutable_assignment()->set_holder(Name("people", "anna"));
  *request.mutable_assignment()->mutable_scope() = Scoped("email", "");
  const absl::Time start = world.runner.now() + absl::Hours(5);
  *request.mutable_assignment()->mutable_interval()->mutable_start_time() =
      authority::TimestampOf(start);
  ASSERT_ACCEPTED(world.Call<v1::Assignment>("AppointHolder", request));
  EXPECT_EQ(Vacancies(world, "service-owner").size(), 1u);
  world.runner.AdvanceTo(start);
  EXPECT_TRUE(Vacancies(world, "service-owner").empty());
}

TEST(Timers, AnEarlierEndTakesThePlaceOfTheLaterOne) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  for (int hours : {20, 10}) {
    v1::EndAssignmentRequest request;
    request.set_name(Name("assignments", "a1"));
    *request.mutable_end_time() =
        authority::TimestampOf(world.runner.now() + absl::Hours(hours));
    ASSERT_ACCEPTED(world.Call<v1::Assignment>("EndAssignment", request));
  }
  EXPECT_EQ(world.runner.timers("raci").size(), 1u);
  world.runner.Advance(absl::Hours(10));
  EXPECT_EQ(Vacancies(world, "service-owner").size(), 1u);
}

}  // namespace
}  // namespace csi::raci
