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

}  // namespace
}  // namespace csi::raci
