// Which index rows a list of entries reads. By number several indexes are
// joined; by another order one index is read, within the bounds that the filter
// sets to that field, and among unfinished entries alone if it asks for those.
// Whatever the filter says beyond that is looked up in the entries.
#ifndef CSI_SERVICES_REGISTRY_SERVER_LIST_PLAN_H_
#define CSI_SERVICES_REGISTRY_SERVER_LIST_PLAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "services/registry/domain/entry_filter.h"
#include "services/registry/domain/filter.h"

namespace csi::registry {

struct ListPlan {
  // By number: prefixes of keys that go on with the number; an entry of the
  // list stands behind each of them. Never empty then.
  std::vector<std::string> joined;
  // Else: the rows with from <= key < to.
  std::string from;
  std::string to;
  bool backwards = false;
};

ListPlan PlanList(std::string_view tenant, const EntryOrder& order,
                  const Filter& filter);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_SERVER_LIST_PLAN_H_
