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

TEST(Vacancies, ANewServiceHasNoOwnerUntilOneIsAppointed) {
  RaciWorld world;
  ASSERT_EQ(Vacancies(world, "service-owner").size(), 1u);
  EXPECT_EQ(Vacancies(world, "service-owner")[0].cause(),
            v1::Vacancy::CAUSE_NEVER_FILLED);
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  EXPECT_TRUE(Vacancies(world, "service-owner").empty());
  EXPECT_EQ(world.runner.CountEvents("raci", "RoleFilled"), 1);
}

TEST(Vacancies, TheLastHolderLeavingVacatesTheRole) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  const int before = world.runner.CountEvents("raci", "RoleVacated");
  ASSERT_ACCEPTED(world.Leave("anna"));
  EXPECT_EQ(world.runner.CountEvents("raci", "RoleVacated"), before + 1);
  const auto vacancies = Vacancies(world, "service-owner");
  ASSERT_EQ(vacancies.size(), 1u);
  EXPECT_EQ(vacancies[0].last_holder(), Name("people", "anna"));
  EXPECT_EQ(vacancies[0].cause(), v1::Vacancy::CAUSE_LEAVER);
  EXPECT_EQ(vacancies[0].scope().service(), Name("services", "email"));
}

TEST(Vacancies, AnotherHolderKeepsTheRoleFilled) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "reporting-analyst", "bob"));
  const int before = world.runner.CountEvents("raci", "RoleVacated");
  ASSERT_ACCEPTED(world.End("a1"));
  EXPECT_EQ(world.runner.CountEvents("raci", "RoleVacated"), before);
  ASSERT_ACCEPTED(world.End("a2"));
  EXPECT_EQ(world.runner.CountEvents("raci", "RoleVacated"), before + 1);
}

TEST(Vacancies, AWiderAssignmentFillsANarrowVacancy) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "change-manager", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(world.End("a1"));
  EXPECT_EQ(Vacancies(world, "change-manager").size(), 1u);
  ASSERT_ACCEPTED(world.Appoint("a2", "change-manager", "bob"));
  EXPECT_TRUE(Vacancies(world, "change-manager").empty());
}

}  // namespace
}  // namespace csi::raci
