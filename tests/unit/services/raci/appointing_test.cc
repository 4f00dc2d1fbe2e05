#include "services/raci/domain/appointing.h"

#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(RequireAppointmentRight, HoldsForTheProcessOfTheAppointerOnly) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "seven-step-process-owner", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "csi-manager", "bob"));
  Context context;
  context.tenant = "acme";
  context.actor = "anna";
  context.now = world.runner.now();
  context.state = &world.runner.state("raci");
  v1::Assignment wanted;
  wanted.set_role(Name("roles", "seven-step-process-manager"));
  auto grant = RequireAppointmentRight(context, wanted, "appoint");
  ASSERT_ACCEPTED(grant);
  EXPECT_EQ(grant->role(), Name("roles", "seven-step-process-owner"));
  // As the owner of that process, also its managers under the generic name.
  wanted.set_role(Name("roles", "process-manager"));
  *wanted.mutable_scope() = Scoped("", "seven-step-improvement");
  ASSERT_ACCEPTED(RequireAppointmentRight(context, wanted, "appoint"));
  *wanted.mutable_scope() = Scoped("", "release");
  EXPECT_REFUSED(RequireAppointmentRight(context, wanted, "appoint"),
                 "NOT_AUTHORIZED", "process release");
}

TEST(RequireAppointmentRight, WhereNobodyMayTheRefusalNamesAStepThatWorks) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "seven-step-process-owner", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "csi-manager", "bob"));
  world.runner.ActAs("bob");
  v1::HandOverRolesRequest hand_over;
  hand_over.set_name(Name("people", "bob"));
  hand_over.set_successor(Name("people", "carol"));
  const auto pass = [&] {
    return world.Call<v1::HandOverRolesResponse>("HandOverRoles", hand_over);
  };
  EXPECT_REFUSED(pass(), "NOT_AUTHORIZED",
                 "Nobody could instead. Anna (Seven-step process owner) may "
                 "set a right: CreateAppointmentRight (csictl right create "
                 "--appointer-role seven-step-process-owner --appointed-role "
                 "csi-manager)");
  world.runner.ActAs("anna");
  v1::CreateAppointmentRightRequest right;
  right.set_parent("tenants/acme");
  right.mutable_appointment_right()->set_appointer_role(
      Name("roles", "seven-step-process-owner"));
  right.mutable_appointment_right()->set_appointed_role(
      Name("roles", "csi-manager"));
  ASSERT_ACCEPTED(
      world.Call<v1::AppointmentRight>("CreateAppointmentRight", right));
  ASSERT_ACCEPTED(pass());
}

TEST(RequireAppointmentRight, WhereNobodyMaySetARightTheFirstActorHelps) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a2", "csi-manager", "bob"));
  world.runner.ActAs("bob");
  EXPECT_REFUSED(world.Appoint("a3", "it-director", "carol"), "NOT_AUTHORIZED",
                 "RegisterLeaver of the last CSI manager");
  ASSERT_ACCEPTED(world.Leave("bob"));
  world.runner.ActAs("carol");
  EXPECT_REFUSED(world.Appoint("a3", "it-director", "carol"), "NOT_AUTHORIZED",
                 "root, who began here, may");
  world.runner.ActAs("root");
  ASSERT_ACCEPTED(world.Appoint("a3", "it-director", "carol"));
}

}  // namespace
}  // namespace csi::raci
