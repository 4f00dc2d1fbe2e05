// What public events say of baselines and comparisons.
#include "services/reporting/domain/digests.h"

#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

TEST(DigestOfBaseline, CountsItsPointsAndLeavesThemOut) {
  v1::Baseline baseline;
  baseline.set_name("tenants/acme/baselines/b");
  baseline.set_kind(v1::BASELINE_KIND_SERIES);
  baseline.add_points()->set_value(80);
  baseline.add_points()->set_value(82);
  baseline.set_centre(81);
  baseline.set_frozen_after_implementation(true);
  baseline.mutable_frozen_by()->set_person("tenants/acme/people/carol");
  const v1::BaselineDigest digest = DigestOf(baseline);
  EXPECT_EQ(digest.baseline(), baseline.name());
  EXPECT_EQ(digest.n(), 2);
  EXPECT_EQ(digest.centre(), 81);
  EXPECT_FALSE(digest.has_lower_limit());  // absent stays absent, not 0
  EXPECT_FALSE(digest.has_accepted_by());
  EXPECT_TRUE(digest.frozen_after_implementation());
  EXPECT_EQ(digest.frozen_by().person(), "tenants/acme/people/carol");
}

TEST(DigestOfComparison, HasNoMeanOfAnEmptyWindow) {
  v1::Comparison comparison;
  comparison.set_value(v1::VERDICT_VALUE_INCONCLUSIVE);
  comparison.add_reasons("NO_BASELINE");
  comparison.mutable_figures()->mutable_after()->set_n(4);
  comparison.mutable_figures()->mutable_after()->set_mean(50);
  const v1::ComparisonDigest digest = DigestOf(comparison);
  EXPECT_FALSE(digest.has_mean_before());
  EXPECT_EQ(digest.mean_after(), 50);
  EXPECT_FALSE(digest.has_difference());
  ASSERT_EQ(digest.reasons_size(), 1);
  EXPECT_EQ(digest.reasons(0), "NO_BASELINE");
}

TEST(DigestOfComparison, TellsTheEffectWithItsInterval) {
  v1::Comparison comparison;
  comparison.set_interim(true);
  v1::VerdictFigures& figures = *comparison.mutable_figures();
  figures.mutable_before()->set_n(12);
  figures.mutable_before()->set_mean(80.25);
  figures.mutable_after()->set_n(8);
  figures.mutable_after()->set_mean(51.375);
  figures.set_difference(-28.875);
  figures.set_welch_low(-33.9);
  figures.set_welch_high(-23.9);
  const v1::ComparisonDigest digest = DigestOf(comparison);
  EXPECT_TRUE(digest.interim());
  EXPECT_EQ(digest.mean_before(), 80.25);
  EXPECT_EQ(digest.difference(), -28.875);
  EXPECT_EQ(digest.welch_low(), -33.9);
  EXPECT_EQ(digest.welch_high(), -23.9);
}

}  // namespace
}  // namespace csi::reporting
