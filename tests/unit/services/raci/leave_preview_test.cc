#include "common/authority/rows.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

v1::PreviewLeaverResponse Preview(const RaciWorld& world,
                                  std::string_view person,
                                  std::string_view successor = "",
                                  absl::Duration from_now = {}) {
  const QueryContext context = world.runner.Query("raci");
  v1::PreviewLeaverRequest request;
  request.set_name(Name("people", person));
  if (!successor.empty()) request.set_successor(Name("people", successor));
  *request.mutable_leave_time() =
      authority::TimestampOf(context.now + from_now);
  v1::PreviewLeaverResponse reply;
  EXPECT_TRUE(PreviewLeaver(context, request, &reply).ok());
  return reply;
}

class Staffed : public RaciWorld {
 public:
  Staffed() {
    EXPECT_TRUE(
        Appoint("a1", "service-owner", "anna", Scoped("email", "")).ok());
    EXPECT_TRUE(Appoint("a2", "reporting-analyst", "bob").ok());
  }
};

TEST(PreviewLeaver, SaysWhatEndsAndWhatBecomesVacant) {
  Staffed world;
  const auto preview = Preview(world, "anna");
  ASSERT_EQ(preview.ending_size(), 1);
  EXPECT_EQ(preview.ending(0).name(), Name("assignments", "a1"));
  ASSERT_EQ(preview.vacancies_size(), 1);
  EXPECT_EQ(preview.vacancies(0).role(), Name("roles", "service-owner"));
  EXPECT_EQ(preview.vacancies(0).last_holder(), Name("people", "anna"));
}

TEST(PreviewLeaver, ASuccessorLeavesNothingVacant) {
  Staffed world;
  const auto preview = Preview(world, "anna", "carol");
  EXPECT_EQ(preview.ending_size(), 1);
  EXPECT_EQ(preview.vacancies_size(), 0);
}

TEST(PreviewLeaver, AnotherHolderLeavesNothingVacant) {
  Staffed world;
  ASSERT_ACCEPTED(world.Appoint("a3", "reporting-analyst", "carol"));
  EXPECT_EQ(Preview(world, "bob").vacancies_size(), 0);
}

TEST(PreviewLeaver, AnAssignmentThatEndsEarlierDoesNotCount) {
  RaciWorld world;
  v1::AppointHolderRequest request;
  request.set_parent("tenants/acme");
  request.set_assignment_id("a1");
  request.mutable_assignment()->set_role(Name("roles", "service-owner"));
  request.mutable_assignment()->set_holder(Name("people", "anna"));
  *request.mutable_assignment()->mutable_scope() = Scoped("email", "");
  *request.mutable_assignment()->mutable_interval()->mutable_end_time() =
      authority::TimestampOf(world.runner.Query("raci").now + absl::Hours(1));
  ASSERT_ACCEPTED(world.Call<v1::Assignment>("AppointHolder", request));
  EXPECT_EQ(Preview(world, "anna").vacancies_size(), 1);
  const auto later = Preview(world, "anna", "", absl::Hours(2));
  EXPECT_EQ(later.ending_size(), 0);
  EXPECT_EQ(later.vacancies_size(), 0);
}

TEST(PreviewLeaver, ADeployedMatrixGetsWorse) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a2", "reporting-analyst", "bob"));
  ASSERT_ACCEPTED(world.AddMatrix(
      "m1", {"plan service-level-manager A", "plan reporting-analyst R"}));
  ASSERT_ACCEPTED(world.Appoint("a1", "service-level-manager", "anna"));
  ASSERT_ACCEPTED(world.TestAndDeploy("m1"));
  const auto preview = Preview(world, "anna");
  ASSERT_EQ(preview.impacts_size(), 1);
  EXPECT_EQ(preview.impacts(0).matrix(), Name("matrices", "m1"));
  ASSERT_GE(preview.impacts(0).findings_size(), 1);
  EXPECT_NE(preview.impacts(0).findings(0).place().find("plan"),
            std::string::npos);
  EXPECT_EQ(Preview(world, "anna", "carol").impacts_size(), 0);
  EXPECT_EQ(Preview(world, "dave").impacts_size(), 0);
}

TEST(PreviewLeaver, ChangesNothing) {
  Staffed world;
  const std::string before = Preview(world, "anna").SerializeAsString();
  EXPECT_EQ(Preview(world, "anna").SerializeAsString(), before);
  EXPECT_EQ(world.runner.CountEvents("raci", "PersonLeft"), 0);
}

TEST(PreviewLeaver, ThePastIsRefused) {
  RaciWorld world;
  v1::PreviewLeaverRequest request;
  request.set_name(Name("people", "anna"));
  request.mutable_leave_time()->set_seconds(1);
  v1::PreviewLeaverResponse reply;
  EXPECT_REFUSED(PreviewLeaver(world.runner.Query("raci"), request, &reply),
                 "FIELD_INVALID", "a time to come");
}

}  // namespace
}  // namespace csi::raci
