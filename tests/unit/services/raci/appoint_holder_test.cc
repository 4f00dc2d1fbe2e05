#include "common/authority/rows.h"
#include "csi/raci/v1/raci_events.pb.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(DecideAppointHolder, AppointsAndMarksBootstrap) {
  RaciWorld world;
  auto assignment =
      world.Appoint("a1", "service-owner", "anna", Scoped("email", ""));
  ASSERT_ACCEPTED(assignment);
  EXPECT_EQ(assignment->name(), Name("assignments", "a1"));
  EXPECT_TRUE(assignment->bootstrap());
  EXPECT_EQ(assignment->appointed_by(), Name("people", "root"));
  EXPECT_EQ(assignment->etag(), "\"r1\"");
  EXPECT_EQ(world.runner.CountEvents("raci", "HolderAppointed"), 1);
}

TEST(DecideAppointHolder, RefusesASecondServiceOwnerNamingBoth) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  auto second =
      world.Appoint("a2", "service-owner", "bob", Scoped("email", ""));
  EXPECT_REFUSED(second, "SECOND_OWNER", "Anna");
  EXPECT_REFUSED(second, "SECOND_OWNER", "Bob");
  EXPECT_EQ(MetadataOf(second.status(), "first"), Name("people", "anna"));
  EXPECT_EQ(MetadataOf(second.status(), "second"), Name("people", "bob"));
}

TEST(DecideAppointHolder, RefusesASecondProcessOwner) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "process-owner", "anna", Scoped("", "release")));
  EXPECT_REFUSED(
      world.Appoint("a2", "process-owner", "bob", Scoped("", "release")),
      "SECOND_OWNER", "Anna");
}

TEST(DecideAppointHolder, TheSevenStepOwnerIsTheOwnerOfThatProcess) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "seven-step-process-owner", "anna"));
  EXPECT_REFUSED(world.Appoint("a2", "process-owner", "bob",
                               Scoped("", "seven-step-improvement")),
                 "SECOND_OWNER", "Anna");
}

TEST(DecideAppointHolder, OnePersonMayOwnSeveralServices) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.AddService("print"));
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(
      world.Appoint("a2", "service-owner", "anna", Scoped("print", "")));
}

TEST(DecideAppointHolder, ASuccessorMayBeAppointedFromTheEnd) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  v1::EndAssignmentRequest end;
  end.set_name(Name("assignments", "a1"));
  const absl::Time change = world.runner.now() + absl::Hours(10);
  *end.mutable_end_time() = authority::TimestampOf(change);
  ASSERT_ACCEPTED(world.Call<v1::Assignment>("EndAssignment", end));
  v1::AppointHolderRequest next;
  next.set_parent("tenants/acme");
  next.mutable_assignment()->set_role(Name("roles", "service-owner"));
  next.mutable_assignment()->set_holder(Name("people", "bob"));
  *next.mutable_assignment()->mutable_scope() = Scoped("email", "");
  auto& start =
      *next.mutable_assignment()->mutable_interval()->mutable_start_time();
  start = authority::TimestampOf(change - absl::Microseconds(1));
  EXPECT_REFUSED(world.Call<v1::Assignment>("AppointHolder", next),
                 "SECOND_OWNER", "Anna");
  start = authority::TimestampOf(change);
  ASSERT_ACCEPTED(world.Call<v1::Assignment>("AppointHolder", next));
}

TEST(DecideAppointHolder, RefusesTwoPeopleBehindTheA) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(world.AddMatrix("m", {"step-1 it-director AR"}));
  ASSERT_ACCEPTED(world.TestAndDeploy("m"));
  auto second = world.Appoint("a2", "it-director", "bob");
  EXPECT_REFUSED(second, "TWO_ACCOUNTABLE", "Anna and Bob");
  EXPECT_REFUSED(second, "TWO_ACCOUNTABLE",
                 "Only one person can be accountable");
  // A more specific scope is no tie.
  ASSERT_ACCEPTED(
      world.Appoint("a3", "it-director", "bob", Scoped("email", "")));
}

TEST(DecideAppointHolder, RefusesASecondManagerOfTheSameScopeOnly) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "process-manager", "anna", Scoped("", "release")));
  EXPECT_REFUSED(
      world.Appoint("a2", "process-manager", "bob", Scoped("", "release")),
      "RULE_VIOLATED", "P2");
  common::v1::Scope emea = Scoped("", "release");
  emea.set_geography("EMEA");
  ASSERT_ACCEPTED(world.Appoint("a3", "process-manager", "bob", emea));
}

TEST(DecideAppointHolder, RefusesATeamThatWouldBeAccountable) {
  RaciWorld world;
  v1::CreateTeamRequest team;
  team.set_parent("tenants/acme");
  team.set_team_id("desk");
  team.mutable_team()->set_display_name("Service desk");
  team.mutable_team()->add_members()->set_person(Name("people", "anna"));
  ASSERT_ACCEPTED(world.Call<v1::Team>("CreateTeam", team));
  EXPECT_REFUSED(
      world.Appoint("a1", "service-owner", "teams/desk", Scoped("email", "")),
      "RULE_VIOLATED", "P6");
  ASSERT_ACCEPTED(world.Appoint("a2", "service-desk-staff", "teams/desk"));
}

TEST(DecideAppointHolder, RefusesTheSameHolderTwice) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  EXPECT_REFUSED(world.Appoint("a2", "reporting-analyst", "anna"),
                 "ALREADY_EXISTS", "a1");
  ASSERT_ACCEPTED(world.Appoint("a3", "reporting-analyst", "bob"));
}

TEST(DecideAppointHolder, RefusesWrongScopesAndUnknownThings) {
  RaciWorld world;
  EXPECT_REFUSED(world.Appoint("a", "service-owner", "anna"), "FIELD_INVALID",
                 "scope.service");
  EXPECT_REFUSED(world.Appoint("a", "process-owner", "anna"), "FIELD_INVALID",
                 "scope.process");
  common::v1::Scope both = Scoped("email", "");
  both.set_geography("EMEA");
  EXPECT_REFUSED(world.Appoint("a", "service-owner", "anna", both),
                 "FIELD_INVALID", "geography EMEA");
  EXPECT_REFUSED(world.Appoint("a", "no-role", "anna"), "NOT_FOUND", "no-role");
  EXPECT_REFUSED(world.Appoint("a", "csi-manager", "nobody"), "NOT_FOUND",
                 "nobody");
  EXPECT_REFUSED(
      world.Appoint("a", "service-owner", "anna", Scoped("print", "")),
      "NOT_FOUND", "print");
  EXPECT_REFUSED(world.Appoint("A!", "csi-manager", "anna"), "FIELD_INVALID",
                 "assignment_id");
}

TEST(DecideAppointHolder, RefusesThePast) {
  RaciWorld world;
  v1::AppointHolderRequest request;
  request.set_parent("tenants/acme");
  request.mutable_assignment()->set_role(Name("roles", "csi-manager"));
  request.mutable_assignment()->set_holder(Name("people", "anna"));
  auto& interval = *request.mutable_assignment()->mutable_interval();
  *interval.mutable_start_time() =
      authority::TimestampOf(world.runner.now() - absl::Hours(1));
  EXPECT_REFUSED(world.Call<v1::Assignment>("AppointHolder", request),
                 "FIELD_INVALID", "past");
}

TEST(DecideAppointHolder, RefusesStrangersAndThoseWithoutTheRight) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(
      world.Appoint("a2", "process-owner", "bob", Scoped("", "release")));
  ASSERT_ACCEPTED(world.Appoint("a3", "csi-manager", "carol"));
  const common::v1::Scope release = Scoped("", "release");
  world.runner.ActAs("");
  EXPECT_REFUSED(world.Appoint("a4", "process-manager", "dave", release),
                 "NO_ACTOR", "Name the person");
  // The CSI manager sees vacancies and proposes, no more.
  world.runner.ActAs("carol");
  EXPECT_REFUSED(world.Appoint("a4", "process-manager", "dave", release),
                 "NOT_AUTHORIZED", "Bob");
  // Bootstrap has ended with the CSI manager.
  world.runner.ActAs("root");
  EXPECT_REFUSED(world.Appoint("a4", "process-manager", "dave", release),
                 "NOT_AUTHORIZED", "may not appoint the Process manager");
  world.runner.ActAs("bob");
  EXPECT_REFUSED(world.Appoint("a4", "process-manager", "dave",
                               Scoped("", "change-management")),
                 "NOT_AUTHORIZED", "Anna");
  auto manager = world.Appoint("a4", "process-manager", "dave", release);
  ASSERT_ACCEPTED(manager);
  EXPECT_FALSE(manager->bootstrap());
  EXPECT_EQ(manager->appointed_through(), Name("roles", "process-owner"));
  world.runner.ActAs("anna");
  ASSERT_ACCEPTED(
      world.Appoint("a5", "service-owner", "erin", Scoped("email", "")));
}

TEST(DecideAppointHolder, TheLineOfAccountabilityActsForAVacantRole) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(
      world.Appoint("a2", "process-owner", "bob", Scoped("", "release")));
  ASSERT_ACCEPTED(world.Appoint("a3", "csi-manager", "carol"));
  // The manager is missing; the owner of the process stands above both.
  world.runner.ActAs("bob");
  auto practitioner = world.Appoint("a4", "process-practitioner", "dave",
                                    Scoped("", "release"));
  ASSERT_ACCEPTED(practitioner);
  const auto& events = world.runner.events("raci");
  v1::HolderAppointed appointed;
  for (const auto& event : events) {
    if (event.type() == "csi.raci.v1.HolderAppointed") {
      appointed.ParseFromString(event.data());
    }
  }
  ASSERT_EQ(appointed.grant().exceptions_size(), 1);
  EXPECT_EQ(appointed.grant().exceptions(0), "ACTING");
}

TEST(DecideEndAssignment, EndsOnceAndNotInThePast) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  v1::EndAssignmentRequest request;
  request.set_name(Name("assignments", "a1"));
  request.set_etag("\"r9\"");
  EXPECT_REFUSED(world.Call<v1::Assignment>("EndAssignment", request),
                 "ETAG_MISMATCH", "r1");
  request.clear_etag();
  *request.mutable_end_time() =
      authority::TimestampOf(world.runner.now() - absl::Hours(1));
  EXPECT_REFUSED(world.Call<v1::Assignment>("EndAssignment", request),
                 "FIELD_INVALID", "past");
  auto ended = world.End("a1");
  ASSERT_ACCEPTED(ended);
  EXPECT_EQ(ended->revision(), 2u);
  EXPECT_TRUE(ended->interval().has_end_time());
  EXPECT_REFUSED(world.End("a1"), "WRONG_STATE", "ends earlier");
  EXPECT_REFUSED(world.End("a9"), "NOT_FOUND", "a9");
}

}  // namespace
}  // namespace csi::raci
