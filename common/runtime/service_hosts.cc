#include "common/runtime/service_hosts.h"

#include "common/base/tenant_partition.h"

namespace csi {

PartitionHost& ServiceHosts::Of(std::string_view tenant) const {
  return *hosts_[PartitionOfTenant(tenant,
                                   static_cast<uint32_t>(hosts_.size()))];
}

}  // namespace csi
