// Outages of components joined over a service tree: series, parallel and k of
// n, on intervals. A node may stand below several others. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_AGREEMENTS_SERVICE_TREE_H_
#define CSI_SERVICES_REPORTING_AGREEMENTS_SERVICE_TREE_H_

#include <cstddef>
#include <vector>

#include "common/calendar/interval_set.h"

namespace csi::reporting {

struct TreeNode {
  // Indexes of the parts; none for a component.
  std::vector<size_t> children;
  // Parts that have to be up for the node to be up: all in series, 1 in
  // parallel, k of n. REQUIRES: 1 to children.size() when there are children.
  size_t required = 0;
  // Outages that were recorded of the node itself; a group may have some too,
  // they count beside those of its parts.
  IntervalSet own;
};

// When each node is down. REQUIRES: the nodes have no cycle.
std::vector<IntervalSet> JoinOutages(const std::vector<TreeNode>& nodes);

// When being down of each node is felt at the first one: it is down, and so is
// everything on some way up to it, within `lost`. One of two parallel servers
// is not felt while the other works, whatever else is down then. `down` is what
// JoinOutages says of the nodes.
std::vector<IntervalSet> FeltAtRoot(const std::vector<TreeNode>& nodes,
                                    const std::vector<IntervalSet>& down,
                                    const IntervalSet& lost);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_AGREEMENTS_SERVICE_TREE_H_
