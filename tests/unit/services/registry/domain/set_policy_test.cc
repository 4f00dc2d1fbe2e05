// SetPolicy: weights, separation of duties, versions.
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using common::v1::ERROR_REASON_ETAG_MISMATCH;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class SetPolicy : public ::testing::Test {
 protected:
  SetPolicy() {
    request.mutable_policy()->set_name(authority::Name("policies", "register"));
  }
  absl::StatusOr<v1::Policy> Set(std::string_view actor = "anna") {
    return world.Call<v1::Policy>(actor, "SetPolicy", request);
  }
  // ivan stands above the CSI manager in the line of accountability.
  void AddLineAbove() {
    world.org.Person("ivan", "Ivan");
    world.org.Assign("a9", "it-director", "ivan", {});
    world.org.Line("csi-manager", "it-director", 1);
    world.org.Deploy(
        world.org.Matrix("freezing", "", {"freeze-baseline csi-manager A"}), 0);
    world.ShowDirectory();
  }

  RegistryWorld world;
  v1::SetPolicyRequest request;
};

TEST_F(SetPolicy, MakesANewVersionAndKeepsWhatIsNotSaid) {
  request.mutable_policy()->set_stale_days(45);
  const auto first = Set();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->revision(), 1u);
  EXPECT_EQ(first->stale_days(), 45);
  EXPECT_GT(first->score_weights_size(), 0);  // of the built-in one
  EXPECT_EQ(first->set_by(), authority::Name("people", "anna"));
  EXPECT_FALSE(first->strict_separation());
  const auto second = Set();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->revision(), 2u);
  EXPECT_EQ(second->uid(), first->uid());
}

TEST_F(SetPolicy, IsForWhoKeepsTheRegister) {
  EXPECT_EQ(ReasonOf(Set("bob").status()), ERROR_REASON_NOT_AUTHORIZED);
}

TEST_F(SetPolicy, RefusesAnotherNameAndAStaleEtag) {
  request.mutable_policy()->set_name(authority::Name("policies", "mine"));
  EXPECT_EQ(ReasonOf(Set().status()), ERROR_REASON_FIELD_INVALID);
  request.mutable_policy()->set_name(authority::Name("policies", "register"));
  request.mutable_policy()->set_etag("\"r9\"");
  EXPECT_EQ(ReasonOf(Set().status()), ERROR_REASON_ETAG_MISMATCH);
}

TEST_F(SetPolicy, RefusesStrictSeparationThatNobodyCouldSatisfy) {
  request.mutable_policy()->set_strict_separation(true);
  const auto refused = Set();
  EXPECT_EQ(ReasonOf(refused.status()), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "STRICT_SEPARATION");
  EXPECT_EQ(world.runner.CountEvents("registry", "PolicySet"), 0);
}

TEST_F(SetPolicy, TakesStrictSeparationOnceSomebodyElseCanApprove) {
  AddLineAbove();
  request.mutable_policy()->set_strict_separation(true);
  const auto strict = Set();
  ASSERT_TRUE(strict.ok()) << strict.status();
  EXPECT_TRUE(strict->strict_separation());
}

TEST_F(SetPolicy, RefusesWeightsThatAreUnknownTwiceOrAllZero) {
  auto add = [&](const char* term, int weight) {
    auto& row = *request.mutable_policy()->add_score_weights();
    row.set_term(term);
    row.set_weight(weight);
  };
  add("luck", 10);
  EXPECT_EQ(ReasonOf(Set().status()), ERROR_REASON_FIELD_INVALID);
  request.mutable_policy()->clear_score_weights();
  add("votes", 10);
  add("votes", 20);
  EXPECT_EQ(ReasonOf(Set().status()), ERROR_REASON_FIELD_INVALID);
  request.mutable_policy()->clear_score_weights();
  add("votes", 0);
  EXPECT_EQ(ReasonOf(Set().status()), ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace csi::registry
