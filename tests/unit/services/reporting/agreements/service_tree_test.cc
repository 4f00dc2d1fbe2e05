#include "services/reporting/agreements/service_tree.h"

#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

using Spans = std::vector<TimeSpan>;

TreeNode Component(Spans outages) {
  return {{}, 0, IntervalSet(std::move(outages))};
}

TEST(JoinOutages, SeriesIsDownWhenAnyPartIs) {
  const auto down = JoinOutages(
      {{{1, 2}, 2, {}}, Component({{0, 10}}), Component({{5, 20}})});
  EXPECT_EQ(down[0].spans(), (Spans{{0, 20}}));
}

TEST(JoinOutages, ParallelIsDownWhenAllPartsAre) {
  const auto down = JoinOutages(
      {{{1, 2}, 1, {}}, Component({{0, 10}}), Component({{5, 20}})});
  EXPECT_EQ(down[0].spans(), (Spans{{5, 10}}));
}

TEST(JoinOutages, TwoOfThreeAreDownWhenTwoParts) {
  const auto down = JoinOutages({{{1, 2, 3}, 2, {}},
                                 Component({{0, 10}}),
                                 Component({{8, 20}}),
                                 Component({{18, 30}})});
  EXPECT_EQ(down[0].spans(), (Spans{{8, 10}, {18, 20}}));
}

TEST(JoinOutages, AnOutageOfTheGroupItselfCountsBesideThoseOfItsParts) {
  const auto down = JoinOutages({{{1, 2}, 1, IntervalSet({{50, 60}})},
                                 Component({{0, 10}}),
                                 Component({{5, 20}})});
  EXPECT_EQ(down[0].spans(), (Spans{{5, 10}, {50, 60}}));
}

// Two web servers in parallel on one database: products of percentages would
// take the database's outage for two independent ones.
TEST(JoinOutages, APartBelowTwoBranchesFailsInBothAtOnce) {
  const auto down = JoinOutages({{{1, 2}, 1, {}},
                                 {{3, 5}, 2, {}},
                                 {{4, 5}, 2, {}},
                                 Component({}),
                                 Component({}),
                                 Component({{100, 200}})});
  EXPECT_EQ(down[0].spans(), (Spans{{100, 200}}));
}

// While the database is down one web server fails too: that is not felt, until
// the other one fails as well.
TEST(FeltAtRoot, AMaskedFailureIsNotFeltWhateverElseIsDown) {
  const std::vector<TreeNode> nodes = {{{1, 2}, 2, {}},
                                       {{3, 4}, 1, {}},
                                       Component({{0, 100}}),
                                       Component({{10, 50}}),
                                       Component({{40, 60}})};
  const IntervalSet agreed({{0, 45}});
  const auto down = JoinOutages(nodes);
  const auto felt = FeltAtRoot(nodes, down, agreed.Intersect(down[0]));
  EXPECT_EQ(felt[0].spans(), (Spans{{0, 45}}));
  EXPECT_EQ(felt[2].spans(), (Spans{{0, 45}}));
  EXPECT_EQ(felt[1].spans(), (Spans{{40, 45}}));
  EXPECT_EQ(felt[3].spans(), (Spans{{40, 45}}));
  EXPECT_EQ(felt[4].spans(), (Spans{{40, 45}}));
}

TEST(JoinOutagesDeathTest, ACycleIsAProgrammingError) {
  EXPECT_DEATH(JoinOutages({{{1}, 1, {}}, {{0}, 1, {}}}), "cycle");
}

}  // namespace
}  // namespace csi::reporting
