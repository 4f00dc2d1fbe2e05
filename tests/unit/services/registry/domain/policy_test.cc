#include "services/registry/domain/policy.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/scoring.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

TEST(Policy, SilenceMeansTheBuiltInValue) {
  v1::Policy policy;
  policy.set_name("tenants/acme/policies/register");
  EXPECT_TRUE(CheckPolicy("acme", policy).ok());
  FillPolicy("acme", policy);
  const v1::Policy built_in = BuiltInPolicy("acme");
  EXPECT_EQ(policy.stale_days(), built_in.stale_days());
  EXPECT_EQ(policy.score_weights_size(), built_in.score_weights_size());
  EXPECT_EQ(policy.intake_criteria_size(), built_in.intake_criteria_size());
}

TEST(Policy, RefusalsNameTheField) {
  v1::Policy policy;
  policy.set_name("tenants/acme/policies/other");
  EXPECT_THAT(std::string(CheckPolicy("acme", policy).message()),
              HasSubstr("policy.name"));
  policy.set_name("tenants/acme/policies/register");
  policy.set_stale_days(-1);
  EXPECT_THAT(std::string(CheckPolicy("acme", policy).message()),
              HasSubstr("policy.stale_days"));
  policy.set_stale_days(30);
  policy.add_score_weights()->set_term("luck");
  EXPECT_THAT(std::string(CheckPolicy("acme", policy).message()),
              HasSubstr("\"luck\" is unknown"));
}

}  // namespace
}  // namespace csi::registry
