// The tree of a service as it was in a month, and what stands above a node.
// Reads a bounded number of rows. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_NODE_TREE_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_NODE_TREE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/service_hours.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting_agreements.pb.h"
#include "services/reporting/agreements/service_tree.h"

namespace csi::reporting {

struct ServiceTree {
  std::vector<std::string> ids;  // the root first
  std::vector<TreeNode> nodes;   // without outages
};

// RULE_VIOLATED when it has more nodes than a tree may have. A node that had no
// structure yet counts as a component.
absl::StatusOr<ServiceTree> TreeOf(const KvReader& state,
                                   std::string_view tenant,
                                   std::string_view root,
                                   const CalendarMonth& month);

// Ids of the node and of all groups that it was ever part of, at any height;
// more than kGroupsAboveMax are cut.
std::vector<std::string> GroupsAbove(const KvReader& state,
                                     std::string_view tenant,
                                     std::string_view node);

// Writes the rows of a node: what the fold does, and what a decision does on a
// copy to see what comes of it.
void PutServiceNode(KvWriter& state, std::string_view tenant,
                    const v1::ServiceNode& node);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_NODE_TREE_H_
