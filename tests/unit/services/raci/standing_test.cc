#include "services/raci/domain/standing.h"

#include "common/authority/rows.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(StandingAssignments, AreThoseThatReachBeyondTheTime) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(
      world.Appoint("a2", "service-owner", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(world.End("a1"));
  const auto context = world.runner.Query("raci");
  const auto standing = StandingAssignments(
      context.state, "acme", Name("people", "anna"), context.now);
  ASSERT_EQ(standing.size(), 1u);
  EXPECT_EQ(standing[0].name(), Name("assignments", "a2"));
}

TEST(EndedAt, WhatHasNotBegunEndsAtItsStart) {
  RaciWorld world;
  const auto context = world.runner.Query("raci");
  const absl::Time start = context.now + absl::Hours(5);
  v1::Assignment assignment;
  assignment.set_role(Name("roles", "reporting-analyst"));
  assignment.set_revision(3);
  *assignment.mutable_interval()->mutable_start_time() =
      authority::TimestampOf(start);
  const auto early = EndedAt(context.state, "acme", assignment,
                             context.now + absl::Hours(1), context.now);
  EXPECT_EQ(authority::TimeOf(early.assignment().interval().end_time()), start);
  EXPECT_EQ(early.assignment().revision(), 4u);
  const absl::Time later = start + absl::Hours(1);
  const auto late =
      EndedAt(context.state, "acme", assignment, later, context.now);
  EXPECT_EQ(authority::TimeOf(late.assignment().interval().end_time()), later);
}

TEST(EndedAt, NamesTheGenericRoleOfASpecialOne) {
  RaciWorld world;
  const auto context = world.runner.Query("raci");
  v1::Assignment assignment;
  assignment.set_role(Name("roles", "seven-step-process-owner"));
  const auto ended =
      EndedAt(context.state, "acme", assignment, context.now, context.now);
  EXPECT_EQ(ended.generic_role(), Name("roles", "process-owner"));
  EXPECT_FALSE(ended.generic_process().empty());
}

}  // namespace
}  // namespace csi::raci
