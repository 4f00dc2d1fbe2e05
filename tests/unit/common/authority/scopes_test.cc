#include "common/authority/scopes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/authority/rows.h"

namespace csi::authority {
namespace {

TEST(Scopes, ContainingScopesGoFromSpecificToTheWholeOrganisation) {
  const ScopeParts scope = {"email", "change", "EMEA", "", "", ""};
  const std::vector<ScopeParts> outer = ContainingScopes(scope);
  ASSERT_EQ(outer.size(), 8u);
  EXPECT_EQ(outer[0], scope);
  EXPECT_EQ(ScopeText(outer[1]), "service email, process change");
  EXPECT_EQ(ScopeText(outer[2]), "service email, geography EMEA");
  EXPECT_EQ(ScopeText(outer[3]), "process change, geography EMEA");
  EXPECT_EQ(ScopeText(outer[4]), "service email");
  EXPECT_EQ(ScopeText(outer[5]), "process change");
  EXPECT_EQ(ScopeText(outer[6]), "geography EMEA");
  EXPECT_EQ(ScopeText(outer[7]), "the whole organisation");
}

TEST(Scopes, SixDimensionsGiveSixtyFourScopes) {
  EXPECT_EQ(ContainingScopes({"a", "b", "c", "d", "e", "f"}).size(), 64u);
}

TEST(Scopes, AScopeSurvivesTheWayThroughItsParts) {
  common::v1::Scope scope;
  scope.set_service("tenants/acme/services/email");
  scope.set_unit("tenants/acme/units/north");
  scope.set_geography("EMEA");
  const common::v1::Scope back = ScopeOf("acme", PartsOf(scope));
  EXPECT_EQ(back.SerializeAsString(), scope.SerializeAsString());
}

TEST(Intervals, AreHalfOpen) {
  common::v1::Interval first;
  *first.mutable_start_time() = TimestampOf(absl::FromUnixSeconds(100));
  *first.mutable_end_time() = TimestampOf(absl::FromUnixSeconds(200));
  common::v1::Interval second;
  *second.mutable_start_time() = TimestampOf(absl::FromUnixSeconds(200));
  EXPECT_TRUE(Covers(first, absl::FromUnixSeconds(100)));
  EXPECT_FALSE(Covers(first, absl::FromUnixSeconds(200)));
  EXPECT_TRUE(Covers(second, absl::FromUnixSeconds(200)));
  EXPECT_FALSE(Overlap(first, second));
  *second.mutable_start_time() = TimestampOf(absl::FromUnixSeconds(199));
  EXPECT_TRUE(Overlap(first, second));
}

TEST(Intervals, AnEmptyIntervalOverlapsNothing) {
  common::v1::Interval empty;
  *empty.mutable_start_time() = TimestampOf(absl::FromUnixSeconds(100));
  *empty.mutable_end_time() = TimestampOf(absl::FromUnixSeconds(100));
  EXPECT_FALSE(Overlap(empty, common::v1::Interval()));
}

}  // namespace
}  // namespace csi::authority
