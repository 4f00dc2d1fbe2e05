#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

class Answers : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_ACCEPTED(world_.Appoint("a1", "seven-step-process-owner", "anna"));
    ASSERT_ACCEPTED(
        world_.Appoint("a2", "service-owner", "bob", Scoped("email", "")));
    ASSERT_ACCEPTED(world_.Appoint("a3", "csi-manager", "carol"));
    world_.runner.ActAs("anna");
    ASSERT_ACCEPTED(world_.TestAndDeploy("seven-step-central"));
    ASSERT_ACCEPTED(world_.TestAndDeploy("seven-step-federated"));
  }

  v1::ResolveRaciResponse Resolve(std::string_view activity,
                                  std::string_view variant) {
    v1::ResolveRaciRequest request;
    request.set_parent("tenants/acme");
    request.set_activity(std::string(activity));
    request.set_variant(std::string(variant));
    *request.mutable_scope() = Scoped("email", "");
    v1::ResolveRaciResponse reply;
    EXPECT_TRUE(ResolveRaci(world_.runner.Query("raci"), request, &reply).ok());
    return reply;
  }

  v1::CheckAuthorityResponse Check(std::string_view person,
                                   std::string_view activity) {
    v1::CheckAuthorityRequest request;
    request.set_parent("tenants/acme");
    request.set_person(Name("people", person));
    request.set_activity(std::string(activity));
    *request.mutable_scope() = Scoped("email", "");
    v1::CheckAuthorityResponse reply;
    EXPECT_TRUE(
        CheckAuthority(world_.runner.Query("raci"), request, &reply).ok());
    return reply;
  }

  RaciWorld world_;
};

TEST_F(Answers, ResolveNamesOneAccountablePersonPerVariant) {
  const auto central = Resolve("step-1", "");
  ASSERT_EQ(central.letters(0).holders_size(), 1);
  EXPECT_EQ(central.letters(0).holders(0).display_name(), "Anna");
  EXPECT_EQ(central.matrix(), Name("matrices", "seven-step-central"));
  // The subject owner leads in step 1, the CSI manager in step 6.
  EXPECT_EQ(central.letters(1).holders(0).display_name(), "Bob");
  EXPECT_EQ(Resolve("step-6", "").letters(1).holders(0).display_name(),
            "Carol");
  const auto federated = Resolve("step-1", "federated");
  ASSERT_EQ(federated.letters(0).holders_size(), 1);
  EXPECT_EQ(federated.letters(0).holders(0).display_name(), "Bob");
}

TEST_F(Answers, CheckSaysWhoCouldInstead) {
  EXPECT_TRUE(Check("anna", "step-1").allowed());
  const auto refused = Check("dave", "step-1");
  EXPECT_FALSE(refused.allowed());
  EXPECT_THAT(refused.reason(),
              ::testing::HasSubstr("Dave is not accountable or responsible"));
  ASSERT_GE(refused.could_instead_size(), 3);
  EXPECT_EQ(refused.could_instead(0).display_name(), "Anna");
}

TEST_F(Answers, ALeaverLosesAuthorityAndTheActivityIsVacant) {
  world_.runner.ActAs("carol");
  ASSERT_ACCEPTED(world_.Leave("anna"));
  EXPECT_FALSE(Check("anna", "step-1").allowed());
  const auto vacant = Resolve("step-1", "");
  EXPECT_EQ(vacant.letters(0).holders_size(), 0);
  ASSERT_EQ(vacant.letters(0).vacant_roles_size(), 1);
  EXPECT_EQ(vacant.findings(0).rule(), "P3");
}

TEST_F(Answers, QuestionsWithWrongNamesAreRefused) {
  v1::ResolveRaciRequest request;
  request.set_parent("tenants/acme");
  request.set_activity("Step 1");
  v1::ResolveRaciResponse reply;
  const auto query = world_.runner.Query("raci");
  EXPECT_REFUSED(ResolveRaci(query, request, &reply), "FIELD_INVALID",
                 "activity");
  request.set_activity("step-1");
  request.mutable_scope()->set_service("tenants/other/services/email");
  EXPECT_REFUSED(ResolveRaci(query, request, &reply), "FIELD_INVALID",
                 "scope.service");
  request.mutable_scope()->set_service(Name("services", "print"));
  EXPECT_REFUSED(ResolveRaci(query, request, &reply), "NOT_FOUND", "print");
}

TEST_F(Answers, ListsGoPageByPage) {
  v1::ListRolesRequest request;
  request.set_parent("tenants/acme");
  request.set_page_size(20);
  std::vector<std::string> names;
  int pages = 0;
  do {
    v1::ListRolesResponse reply;
    ASSERT_ACCEPTED(ListRoles(world_.runner.Query("raci"), request, &reply));
    EXPECT_LE(reply.roles_size(), 20);
    for (const auto& role : reply.roles()) names.push_back(role.name());
    request.set_page_token(reply.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 42u);
  EXPECT_EQ(pages, static_cast<int>((names.size() + 19) / 20));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST_F(Answers, AssignmentsAreFoundByHolderAndRole) {
  v1::ListAssignmentsRequest request;
  request.set_parent("tenants/acme");
  request.set_filter("holder = " + Name("people", "bob"));
  v1::ListAssignmentsResponse reply;
  const auto query = world_.runner.Query("raci");
  ASSERT_ACCEPTED(ListAssignments(query, request, &reply));
  ASSERT_EQ(reply.assignments_size(), 1);
  EXPECT_EQ(reply.assignments(0).name(), Name("assignments", "a2"));
  request.set_filter("role = " + Name("roles", "csi-manager") +
                     " AND active = true");
  reply.Clear();
  ASSERT_ACCEPTED(ListAssignments(query, request, &reply));
  ASSERT_EQ(reply.assignments_size(), 1);
  request.set_filter("colour = red");
  EXPECT_REFUSED(ListAssignments(query, request, &reply), "FILTER_INVALID",
                 "colour");
  request.set_filter("role =");
  EXPECT_REFUSED(ListAssignments(query, request, &reply), "FILTER_INVALID",
                 "does not parse");
}

}  // namespace
}  // namespace csi::raci
