// What applying a pack would do to a tenant, thing by thing.
#ifndef CSI_SERVICES_RACI_DOMAIN_PACK_PLAN_H_
#define CSI_SERVICES_RACI_DOMAIN_PACK_PLAN_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci_service.pb.h"
#include "services/raci/domain/pack/pack.h"

namespace csi::raci {

struct PackPlan {
  Pack pack;
  std::vector<v1::PackChange> changes;
};

// NOT_FOUND for an unknown pack. A thing that exists is UNCHANGED when it is as
// the pack has it, KEPT when the tenant has changed it since, and UPDATE when
// the pack is newer and the tenant has left it alone. Matrices that were tested
// or deployed are KEPT: a newer one is a new matrix.
absl::StatusOr<PackPlan> PlanPack(const KvReader& rows, std::string_view tenant,
                                  std::string_view pack);

// A resource without what the server sets, for comparison with the pack's.
template <class Resource>
Resource Bare(Resource resource) {
  resource.clear_uid();
  resource.clear_etag();
  resource.clear_revision();
  resource.clear_create_time();
  resource.clear_update_time();
  return resource;
}

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_PACK_PLAN_H_
