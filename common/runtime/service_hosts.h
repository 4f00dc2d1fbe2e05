// The partitions of one service that run in this program: all of them, in
// order, each led or followed by itself. A tenant belongs to one. Copied
// freely; the hosts are not owned.
#ifndef CSI_COMMON_RUNTIME_SERVICE_HOSTS_H_
#define CSI_COMMON_RUNTIME_SERVICE_HOSTS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/runtime/partition_host.h"

namespace csi {

class ServiceHosts {
 public:
  ServiceHosts() = default;
  // A service of one partition.
  ServiceHosts(PartitionHost& only) : hosts_{&only} {}  // NOLINT: implicit

  // Partitions are added in their order.
  void Add(PartitionHost& host) { hosts_.push_back(&host); }

  size_t count() const { return hosts_.size(); }
  // REQUIRES: partition < count().
  PartitionHost& at(size_t partition) const { return *hosts_[partition]; }
  // What does not depend on the tenant: domain, clock. REQUIRES: count() > 0.
  PartitionHost& first() const { return *hosts_.front(); }
  // The one that the tenant, by its id, belongs to.
  PartitionHost& Of(std::string_view tenant) const;
  auto begin() const { return hosts_.begin(); }
  auto end() const { return hosts_.end(); }

 private:
  std::vector<PartitionHost*> hosts_;
};

using HostsByService = std::map<std::string, ServiceHosts>;

}  // namespace csi

#endif  // CSI_COMMON_RUNTIME_SERVICE_HOSTS_H_
