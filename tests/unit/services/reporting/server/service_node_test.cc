// SetServiceNode: shapes of trees.
#include "common/base/strings.h"
#include "tests//unit/services/reporting/server/agreements_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class DecideSetServiceNode : public AgreementsWorld {};

TEST_F(DecideSetServiceNode, RefusesACycleOfAnyLength) {
  EXPECT_EQ(
      Reason(Put(NodeRequest("shop", v1::SERVICE_NODE_KIND_SERIES, {"shop"}))),
      ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(
      Reason(Put(NodeRequest("web1", v1::SERVICE_NODE_KIND_SERIES, {"shop"}))),
      ERROR_REASON_RULE_VIOLATED);
  // Also when the link is of an earlier month only.
  auto loose = NodeRequest("shop", v1::SERVICE_NODE_KIND_COMPONENT, {});
  loose.mutable_service_node()->set_effective_month("2026-03");
  ASSERT_TRUE(Put(loose).ok());
  EXPECT_EQ(
      Reason(Put(NodeRequest("web1", v1::SERVICE_NODE_KIND_SERIES, {"shop"}))),
      ERROR_REASON_RULE_VIOLATED);
}

TEST_F(DecideSetServiceNode, ChecksPartsAndCounts) {
  EXPECT_EQ(Reason(Put(NodeRequest("x", v1::SERVICE_NODE_KIND_SERIES, {}))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(
      Reason(Put(NodeRequest("x", v1::SERVICE_NODE_KIND_COMPONENT, {"web1"}))),
      ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Put(NodeRequest("x", v1::SERVICE_NODE_KIND_SERIES,
                                   {"web1", "web1"}))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(
      Reason(Put(NodeRequest("x", v1::SERVICE_NODE_KIND_SERIES, {"nothing"}))),
      ERROR_REASON_NOT_FOUND);
  auto some = NodeRequest("x", v1::SERVICE_NODE_KIND_K_OF_N,
                          {"web1", "web2", "database"});
  EXPECT_EQ(Reason(Put(some)), ERROR_REASON_FIELD_INVALID);
  some.mutable_service_node()->set_required_count(4);
  EXPECT_EQ(Reason(Put(some)), ERROR_REASON_FIELD_INVALID);
  some.mutable_service_node()->set_required_count(2);
  EXPECT_TRUE(Put(some).ok());
  EXPECT_EQ(Reason(Put(NodeRequest("y", v1::SERVICE_NODE_KIND_COMPONENT, {}),
                       "gina")),
            ERROR_REASON_NOT_AUTHORIZED);
}

TEST_F(DecideSetServiceNode, TwoOfThreeAreEnough) {
  auto some = NodeRequest("some", v1::SERVICE_NODE_KIND_K_OF_N,
                          {"web1", "web2", "database"});
  some.mutable_service_node()->set_required_count(2);
  ASSERT_TRUE(Put(some).ok());
  Agree(Sla("sla", "some"));
  runner.AdvanceTo(At(2026, 3, 20, 20));
  Tell(Down("web1", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 12)));
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 0);
  Tell(Down("database", "2", At(2026, 3, 5, 11), At(2026, 3, 5, 13)));
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 3600);
}

TEST_F(DecideSetServiceNode, ATreeHasABound) {
  std::vector<std::string> groups;
  for (int g = 0; g < 5; ++g) {
    std::vector<std::string> parts;
    for (int i = 0; i < 20; ++i) {
      parts.push_back(StrCat("c", g, "-", i));
      Node(parts.back(), v1::SERVICE_NODE_KIND_COMPONENT, {});
    }
    groups.push_back(StrCat("g", g));
    Node(groups.back(), v1::SERVICE_NODE_KIND_SERIES, parts);
  }
  // 1 + 5 + 100 nodes.
  EXPECT_EQ(
      Reason(Put(NodeRequest("all", v1::SERVICE_NODE_KIND_SERIES, groups))),
      ERROR_REASON_RULE_VIOLATED);
  groups.pop_back();
  EXPECT_TRUE(
      Put(NodeRequest("all", v1::SERVICE_NODE_KIND_SERIES, groups)).ok());
}

TEST_F(DecideSetServiceNode, AChangedTreeChangesTheBreachesOfItsMonths) {
  Agree(Sla());
  runner.AdvanceTo(At(2026, 3, 20, 20));
  Tell(Down("web1", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 12)));
  EXPECT_EQ(Count("AgreementBreached"), 0);
  auto series =
      NodeRequest("web", v1::SERVICE_NODE_KIND_SERIES, {"web1", "web2"});
  series.mutable_service_node()->set_effective_month("2026-03");
  ASSERT_TRUE(Put(series).ok());
  EXPECT_EQ(Count("AgreementBreached"), 1);
  EXPECT_EQ(Count("ServiceNodeSet"), 6);
}

}  // namespace
}  // namespace csi::reporting
