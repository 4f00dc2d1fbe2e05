#include "services/raci/domain/holders.h"

#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

class Holders : public ::testing::Test {
 protected:
  Context context() {
    Context context;
    context.tenant = "acme";
    context.now = world_.runner.now();
    context.state = &world_.runner.state("raci");
    return context;
  }
  RaciWorld world_;
};

TEST_F(Holders, DoubledMeansTheSameScopeAtTheSameTime) {
  ASSERT_ACCEPTED(world_.Appoint("a1", "customer", "anna"));
  ASSERT_ACCEPTED(world_.Appoint("a2", "customer", "bob", Scoped("email", "")));
  EXPECT_FALSE(FindDoubled(context(), "customer").has_value());
  ASSERT_ACCEPTED(world_.Appoint("a3", "customer", "carol"));
  auto doubled = FindDoubled(context(), "customer");
  ASSERT_TRUE(doubled.has_value());
  EXPECT_EQ(doubled->first.holder(), Name("people", "anna"));
  EXPECT_EQ(doubled->second.holder(), Name("people", "carol"));
  ASSERT_ACCEPTED(world_.End("a1"));
  EXPECT_FALSE(FindDoubled(context(), "customer").has_value());
}

TEST_F(Holders, ARoleMakesAccountableWhileItsMatrixIsDeployed) {
  EXPECT_FALSE(MakesAccountable(context(), "problem-manager"));
  ASSERT_ACCEPTED(world_.Appoint("a1", "problem-manager", "anna"));
  ASSERT_ACCEPTED(world_.AddMatrix("m", {"act-1 problem-manager AR"}));
  ASSERT_ACCEPTED(world_.TestAndDeploy("m"));
  EXPECT_TRUE(MakesAccountable(context(), "problem-manager"));
  v1::RetireMatrixRequest request;
  request.set_name(Name("matrices", "m"));
  ASSERT_ACCEPTED(world_.Call<v1::Matrix>("RetireMatrix", request));
  EXPECT_FALSE(MakesAccountable(context(), "problem-manager"));
}

TEST(IsTeam, KnowsByTheName) {
  EXPECT_TRUE(IsTeam(Name("teams", "desk")));
  EXPECT_FALSE(IsTeam(Name("people", "teams")));
}

}  // namespace
}  // namespace csi::raci
