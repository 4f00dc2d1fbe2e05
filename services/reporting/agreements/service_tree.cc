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

// Children behind their parents, from the root; nodes that it does not reach
// are left out.
void PutInOrder(const std::vector<TreeNode>& nodes, size_t index,
                std::vector<bool>& seen, std::vector<size_t>& leaves_first) {
  if (seen[index]) return;
  seen[index] = true;
  for (const size_t child : nodes[index].children) {
    PutInOrder(nodes, child, seen, leaves_first);
  }
  leaves_first.push_back(index);
}

}  // namespace

std::vector<IntervalSet> FeltAtRoot(const std::vector<TreeNode>& nodes,
                                    const std::vector<IntervalSet>& down,
                                    const IntervalSet& lost) {
  std::vector<IntervalSet> felt(nodes.size());
  if (nodes.empty()) return felt;
  std::vector<bool> seen(nodes.size(), false);
  std::vector<size_t> order;
  PutInOrder(nodes, 0, seen, order);
  felt[0] = lost.Intersect(down[0]);
  for (auto index = order.rbegin(); index != order.rend(); ++index) {
    for (const size_t child : nodes[*index].children) {
      felt[child] = felt[child].Union(felt[*index].Intersect(down[child]));
    }
  }
  return felt;
}

std::vector<IntervalSet> JoinOutages(const std::vector<TreeNode>& nodes) {
  std::vector<Visit> visits(nodes.size(), Visit::kNotYet);
  std::vector<IntervalSet> down(nodes.size());
  for (size_t i = 0; i < nodes.size(); ++i) Join(nodes, i, visits, down);
  return down;
}

}  // namespace csi::reporting
