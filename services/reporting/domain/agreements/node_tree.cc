#include "services/reporting/domain/agreements/node_tree.h"

#include <algorithm>
#include <map>
#include <optional>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"

namespace csi::reporting {
namespace {

std::optional<v1::ServiceNode> StructureFor(const KvReader& state,
                                            std::string_view tenant,
                                            std::string_view node,
                                            const CalendarMonth& month) {
  const std::string prefix = KeyPrefix(kNodeStructureTag, {tenant, node});
  std::optional<v1::ServiceNode> found;
  state.Scan(NewestMonthKey(kNodeStructureTag, tenant, node, month.Number()),
             PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
               found.emplace();
               if (!found->ParseFromArray(value.data(),
                                          static_cast<int>(value.size()))) {
                 found.reset();
               }
               return false;
             });
  return found;
}

size_t Required(const v1::ServiceNode& node) {
  switch (node.kind()) {
    case v1::SERVICE_NODE_KIND_PARALLEL:
      return 1;
    case v1::SERVICE_NODE_KIND_K_OF_N:
      return static_cast<size_t>(node.required_count());
    default:
      return static_cast<size_t>(node.parts_size());
  }
}

}  // namespace

absl::StatusOr<ServiceTree> TreeOf(const KvReader& state,
                                   std::string_view tenant,
                                   std::string_view root,
                                   const CalendarMonth& month) {
  ServiceTree tree;
  std::map<std::string, size_t, std::less<>> places;
  const auto place_of = [&](std::string_view id) {
    const auto [found, added] = places.emplace(id, tree.ids.size());
    if (added) {
      tree.ids.emplace_back(id);
      tree.nodes.emplace_back();
    }
    return found->second;
  };
  place_of(root);
  for (size_t i = 0; i < tree.ids.size(); ++i) {
    if (tree.ids.size() > limits::kTreeNodesMax) {
      return Refusal(
          common::v1::ERROR_REASON_RULE_VIOLATED,
          StrCat("The tree below ", root, " has more than ",
                 limits::kTreeNodesMax,
                 " nodes. Make the agreement about a smaller part, or put "
                 "components together."),
          {{"rule", "TREE_TOO_LARGE"}});
    }
    const auto node = StructureFor(state, tenant, tree.ids[i], month);
    if (!node) continue;
    std::vector<size_t> children;
    for (const std::string& part : node->parts()) {
      children.push_back(place_of(LastPart(part)));
    }
    tree.nodes[i].children = std::move(children);
    tree.nodes[i].required = Required(*node);
  }
  return tree;
}

std::vector<std::string> GroupsAbove(const KvReader& state,
                                     std::string_view tenant,
                                     std::string_view node) {
  std::vector<std::string> above = {std::string(node)};
  for (size_t i = 0; i < above.size(); ++i) {
    const std::string prefix = KeyPrefix(kGroupOfPartTag, {tenant, above[i]});
    state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
      const std::string group(key.substr(prefix.size()));
      if (std::find(above.begin(), above.end(), group) == above.end()) {
        above.push_back(group);
      }
      return above.size() <= limits::kGroupsAboveMax;
    });
  }
  return above;
}

void PutServiceNode(KvWriter& state, std::string_view tenant,
                    const v1::ServiceNode& node) {
  const std::string_view id = LastPart(node.name());
  PutRow(state, Key(kServiceNodeTag, {tenant, id}), node);
  const auto month = CalendarMonth::Parse(node.effective_month());
  if (!month.ok()) return;
  PutRow(state, NewestMonthKey(kNodeStructureTag, tenant, id, month->Number()),
         node);
  for (const std::string& part : node.parts()) {
    state.Put(Key(kGroupOfPartTag, {tenant, LastPart(part), id}), "");
  }
}

}  // namespace csi::reporting
