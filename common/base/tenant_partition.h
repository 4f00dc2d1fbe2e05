// Which partition of a service a tenant belongs to, for ever: the murmur2 hash
// of its id, as Kafka's Java client and librdkafka's murmur2 partitioner place
// a record with that key. All services have the same count, so a tenant has the
// same partition in each, and rules that span a tenant need no lock.
#ifndef CSI_COMMON_BASE_TENANT_PARTITION_H_
#define CSI_COMMON_BASE_TENANT_PARTITION_H_

#include <cstdint>
#include <string_view>

namespace csi {

namespace limits {
// Of a service; each costs threads, connections and memory in every copy.
inline constexpr int kPartitionsMax = 64;
}  // namespace limits

// 32 bits, seed 0x9747b28c.
uint32_t Murmur2(std::string_view bytes);

// From 0 to `count` - 1. `tenant` is the id alone ("acme"). REQUIRES: count >
// 0.
uint32_t PartitionOfTenant(std::string_view tenant, uint32_t count);

}  // namespace csi

#endif  // CSI_COMMON_BASE_TENANT_PARTITION_H_
