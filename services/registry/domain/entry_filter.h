// What lists of entries can be asked: the fields of their filters, what stands
// for "@me" and the like, and their orders. Pure.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_ENTRY_FILTER_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_ENTRY_FILTER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "csi/registry/v1/registry.pb.h"
#include "services/registry/domain/filter.h"

namespace csi::registry {

const FilterSchema& EntrySchema();

// "@me" (nothing for a stranger), "@today", "@stale".
FilterVariables EntryVariables(std::string_view tenant, std::string_view actor,
                               absl::Time now, int stale_days);

struct EntryOrder {
  std::string field = "number";
  bool descending = false;
};
// FIELD_INVALID naming the orders that there are.
absl::StatusOr<EntryOrder> ParseOrder(const std::string& order_by);

// FILTER_INVALID or FIELD_INVALID for a view that no list could show.
absl::Status CheckView(const v1::View& view);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_ENTRY_FILTER_H_
