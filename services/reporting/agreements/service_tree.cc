#include "services/reporting/agreements/service_tree.h"

#include "common/base/check.h"

namespace csi::reporting {
namespace {

enum class Visit { kNotYet, kUnderWay, kDone };

void Join(const std::vector<TreeNode>& nodes, size_t index,
          std::vector<Visit>& visits, std::vector<IntervalSet>& down) {
  if (visits[index] == Visit::kDone) return;
  CSI_CHECK(visits[index] == Visit::kNotYet, "a service tree has no cycle");
  visits[index] = Visit::kUnderWay;
  const TreeNode& node = nodes[index];
  std::vector<const IntervalSet*> parts;
  for (const size_t child : node.children) {
    Join(nodes, child, visits, down);
    parts.push_back(&down[child]);
  }
  down[index] = node.own;
  if (!parts.empty()) {
    CSI_CHECK(node.required >= 1 && node.required <= parts.size(),
              "a group needs some of its parts");
    // Fewer than `required` are up when more than n - required are down.
    const size_t failing = parts.size() - node.required + 1;
    down[index] = node.own.Union(HeldByAtLeast(parts, failing));
  }
  visits[index] = Visit::kDone;
}

}  // namespace

std::vector<IntervalSet> JoinOutages(const std::vector<TreeNode>& nodes) {
  std::vector<Visit> visits(nodes.size(), Visit::kNotYet);
  std::vector<IntervalSet> down(nodes.size());
  for (size_t i = 0; i < nodes.size(); ++i) Join(nodes, i, visits, down);
  return down;
}

}  // namespace csi::reporting
