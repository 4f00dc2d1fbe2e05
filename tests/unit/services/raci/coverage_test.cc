#include "services/raci/domain/dates.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

v1::SetCoverageRequest Measured(std::string_view subject) {
  v1::SetCoverageRequest request;
  request.set_name("tenants/acme/" + std::string(subject));
  request.set_aspect(v1::COVERAGE_ASPECT_MEASURED);
  request.set_covered(true);
  request.set_evidence("the monthly figures");
  return request;
}

absl::StatusOr<v1::Coverage> Set(RaciWorld& world,
                                 const v1::SetCoverageRequest& request) {
  return world.Call<v1::Coverage>("SetCoverage", request);
}

v1::GetCoverageResponse Matrix(const RaciWorld& world,
                               std::string_view subject = "",
                               bool gaps_only = false) {
  v1::GetCoverageRequest request;
  request.set_parent("tenants/acme");
  if (!subject.empty()) {
    request.set_subject("tenants/acme/" + std::string(subject));
  }
  request.set_gaps_only(gaps_only);
  v1::GetCoverageResponse reply;
  EXPECT_TRUE(GetCoverage(world.runner.Query("raci"), request, &reply).ok());
  return reply;
}

TEST(Coverage, Wf4NamesEveryGapAndCountsThem) {
  RaciWorld world;
  const v1::GetCoverageResponse empty = Matrix(world, "processes/release");
  ASSERT_EQ(empty.rows_size(), 1);
  ASSERT_EQ(empty.rows(0).cells_size(), 4);
  EXPECT_NE(empty.rows(0).cells(0).gap().find("step-1, step-2"),
            std::string::npos);
  for (const auto& cell : empty.rows(0).cells()) {
    EXPECT_FALSE(cell.covered());
    EXPECT_FALSE(cell.gap().empty());
  }
  ASSERT_EQ(empty.shares_size(), 5);
  EXPECT_EQ(empty.shares(4).covered(), 0);
  EXPECT_EQ(empty.shares(4).total(), 4);
  ASSERT_ACCEPTED(Set(world, Measured("processes/release")));
  const v1::GetCoverageResponse some = Matrix(world, "processes/release");
  EXPECT_TRUE(some.rows(0).cells(1).covered());
  EXPECT_EQ(some.rows(0).cells(1).evidence(), "the monthly figures");
  EXPECT_EQ(some.rows(0).cells(1).gap(), "");
  EXPECT_EQ(some.shares(1).percent(), 100);
  EXPECT_EQ(some.shares(4).percent(), 25);
  // The twelve processes of the pack, release and the service email.
  const v1::GetCoverageResponse all = Matrix(world);
  EXPECT_EQ(all.rows_size(), 14);
  EXPECT_EQ(all.shares(1).covered(), 1);
  EXPECT_EQ(all.shares(1).total(), 14);
  EXPECT_EQ(all.shares(1).percent(), 7.1);
  EXPECT_EQ(all.rows(13).subject(), Name("services", "email"));
}

TEST(Coverage, Wf4CsiActivitiesFollowFromMatricesInForce) {
  RaciWorld world;
  int number = 0;
  for (const char* role : {"seven-step-process-owner", "service-level-manager",
                           "service-manager", "it-director", "csi-manager"}) {
    ASSERT_ACCEPTED(
        world.Appoint("a" + std::to_string(++number), role, "anna"));
  }
  world.runner.ActAs("anna");
  EXPECT_FALSE(Matrix(world, "services/email").rows(0).cells(0).covered());
  ASSERT_ACCEPTED(world.TestAndDeploy("seven-step-central"));
  EXPECT_TRUE(Matrix(world, "services/email").rows(0).cells(0).covered());
  EXPECT_TRUE(Matrix(world, "processes/release").rows(0).cells(0).covered());
  ASSERT_ACCEPTED(world.Leave("anna"));
  EXPECT_FALSE(Matrix(world, "services/email").rows(0).cells(0).covered());
}

TEST(Coverage, AStatementIsReplacedByTheNext) {
  RaciWorld world;
  const auto first = Set(world, Measured("services/email"));
  ASSERT_ACCEPTED(first);
  EXPECT_EQ(first->statements(0).stated_by(), Name("people", "root"));
  EXPECT_TRUE(first->statements(0).has_date());
  v1::SetCoverageRequest request = Measured("services/email");
  request.set_covered(false);
  request.clear_evidence();
  request.set_etag(first->etag());
  const auto second = Set(world, request);
  ASSERT_ACCEPTED(second);
  EXPECT_EQ(second->statements_size(), 1);
  EXPECT_EQ(Matrix(world, "services/email").rows(0).cells(1).gap(),
            "tenants/acme/people/root stated that it is not.");
  EXPECT_REFUSED(Set(world, request), "ETAG_MISMATCH", "email");
  request.clear_etag();
  request.set_aspect(v1::COVERAGE_ASPECT_BASELINE);
  const auto third = Set(world, request);
  ASSERT_ACCEPTED(third);
  EXPECT_EQ(third->statements_size(), 2);
}

TEST(Coverage, OnlyGapsAreShownWhereThatIsAsked) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a2", "customer", "bob"));
  v1::GetCoverageRequest request;
  const v1::GetCoverageResponse all = Matrix(world);
  const v1::GetCoverageResponse gaps = Matrix(world, "", true);
  EXPECT_EQ(gaps.rows_size(), all.rows_size());
  ASSERT_ACCEPTED(world.Appoint("a3", "provider", "carol"));
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(world.AddMatrix(
      "m", {"x it-director A", "x customer R", "x provider C"}));
  ASSERT_ACCEPTED(world.TestAndDeploy("m"));
  for (auto aspect :
       {v1::COVERAGE_ASPECT_MEASURED, v1::COVERAGE_ASPECT_REPORTED,
        v1::COVERAGE_ASPECT_BASELINE}) {
    v1::SetCoverageRequest stated = Measured("processes/release");
    stated.set_aspect(aspect);
    ASSERT_ACCEPTED(Set(world, stated));
  }
  request.set_parent("tenants/acme");
  request.add_activities("x");
  request.set_gaps_only(true);
  v1::GetCoverageResponse reply;
  ASSERT_ACCEPTED(GetCoverage(world.runner.Query("raci"), request, &reply));
  EXPECT_EQ(reply.rows_size(), 13);
  EXPECT_EQ(reply.shares(0).total(), 14);
  EXPECT_EQ(reply.shares(0).percent(), 100);
}

TEST(Coverage, RefusesWhatCannotBeStated) {
  RaciWorld world;
  v1::SetCoverageRequest request = Measured("processes/release");
  request.clear_evidence();
  EXPECT_REFUSED(Set(world, request), "FIELD_INVALID", "evidence");
  request = Measured("processes/release");
  request.set_aspect(v1::COVERAGE_ASPECT_CSI_ACTIVITIES);
  EXPECT_REFUSED(Set(world, request), "FIELD_INVALID", "matrices in force");
  request = Measured("processes/nothing");
  EXPECT_REFUSED(Set(world, request), "NOT_FOUND", "processes/nothing");
  request = Measured("services/nothing");
  EXPECT_REFUSED(Set(world, request), "NOT_FOUND", "services/nothing");
  request.clear_name();
  EXPECT_REFUSED(Set(world, request), "FIELD_INVALID", "name");
  request = Measured("processes/release");
  request.mutable_date()->set_year(2027);
  request.mutable_date()->set_month(2);
  request.mutable_date()->set_day(30);
  EXPECT_REFUSED(Set(world, request), "FIELD_INVALID", "no such day");
  request.mutable_date()->set_year(9000);
  request.mutable_date()->set_day(1);
  EXPECT_REFUSED(Set(world, request), "FIELD_INVALID", "future");
  v1::GetCoverageRequest get;
  get.set_subject(Name("services", "nothing"));
  v1::GetCoverageResponse reply;
  EXPECT_REFUSED(GetCoverage(world.runner.Query("raci"), get, &reply),
                 "NOT_FOUND", "services/nothing");
  get.clear_subject();
  for (int i = 0; i <= 100; ++i) get.add_activities("x");
  EXPECT_REFUSED(GetCoverage(world.runner.Query("raci"), get, &reply),
                 "FIELD_INVALID", "activities");
}

TEST(Coverage, OwnersStateItOthersNeedTheCatalogue) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "process-owner", "anna", Scoped("", "release")));
  ASSERT_ACCEPTED(world.Appoint("c1", "csi-manager", "frank"));
  world.runner.ActAs("anna");
  ASSERT_ACCEPTED(Set(world, Measured("processes/release")));
  EXPECT_REFUSED(Set(world, Measured("services/email")), "NOT_AUTHORIZED",
                 "without owning it");
  world.runner.ActAs("");
  EXPECT_REFUSED(Set(world, Measured("processes/release")), "NO_ACTOR", "");
}

TEST(Dates, ADayIsOneOfTheCalendar) {
  google::type::Date date = DateOfDay(absl::CivilDay(2028, 2, 29));
  EXPECT_TRUE(CheckDate("d", date).ok());
  EXPECT_EQ(DayOf(date), absl::CivilDay(2028, 2, 29));
  date.set_year(2027);
  EXPECT_REFUSED(CheckDate("d", date), "FIELD_INVALID", "no such day");
  date.set_year(1);
  date.set_day(1);
  EXPECT_REFUSED(CheckDate("d", date), "FIELD_INVALID", "no such day");
}

}  // namespace
}  // namespace csi::raci
