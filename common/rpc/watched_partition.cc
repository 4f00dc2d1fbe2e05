#include "common/rpc/watched_partition.h"

#include <string_view>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::rpc {
namespace {

constexpr std::string_view kTenants = "tenants/";

absl::StatusOr<PartitionHost*> HostOfPosition(
    const ServiceHosts& partitions, const common::v1::EventPosition& after) {
  bool all_known = true;
  for (PartitionHost* host : partitions) {
    const std::string journal_id = host->journal_id();
    if (journal_id.empty()) all_known = false;
    if (!journal_id.empty() && after.journal_id() == Hex(journal_id)) {
      return host;
    }
  }
  if (!all_known) {
    return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                   "after: this copy does not know all journals yet. Repeat "
                   "the call in a moment.");
  }
  return Refusal(common::v1::ERROR_REASON_POSITION_OUT_OF_RANGE,
                 "after: this position belongs to no journal of this service. "
                 "Read from the beginning to build your view anew.",
                 {{"field", "after"}});
}

}  // namespace

absl::StatusOr<PartitionHost*> PartitionToWatch(
    const HostsByService& hosts,
    const common::v1::WatchEventsRequest& request) {
  const auto found = hosts.find(request.service());
  if (found == hosts.end()) {
    std::string known;
    for (const auto& [name, served] : hosts) {
      StrAppend(&known, known.empty() ? "" : ", ", name);
    }
    return FieldError(
        "service",
        StrCat("\"", request.service(),
               "\" is not a service of this server; it serves ", known, "."));
  }
  const ServiceHosts& partitions = found->second;
  if (partitions.count() == 1) return &partitions.first();
  if (!request.parent().empty()) {
    std::string_view tenant = request.parent();
    if (tenant.starts_with(kTenants)) tenant.remove_prefix(kTenants.size());
    return &partitions.Of(tenant);
  }
  if (request.has_after()) return HostOfPosition(partitions, request.after());
  if (request.has_partition() && request.partition() < partitions.count()) {
    return &partitions.at(request.partition());
  }
  return FieldError("partition",
                    StrCat("name one from 0 to ", partitions.count() - 1,
                           ", or a tenant as parent: each partition has an "
                           "order of events of its own."));
}

}  // namespace csi::rpc
