#include "common/base/tenant_partition.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace csi {
namespace {

// What Kafka's own client gives for these (its class Utils, signed there).
TEST(Murmur2, GivesWhatKafkaGives) {
  EXPECT_EQ(static_cast<int32_t>(Murmur2("21")), -973932308);
  EXPECT_EQ(static_cast<int32_t>(Murmur2("foobar")), -790332482);
  EXPECT_EQ(static_cast<int32_t>(Murmur2("a-little-bit-long-string")),
            -985981536);
  EXPECT_EQ(static_cast<int32_t>(Murmur2("a-little-bit-longer-string")),
            -1486304829);
  EXPECT_EQ(static_cast<int32_t>(Murmur2("abc")), 479470107);
}

TEST(PartitionOfTenant, LiesInTheRangeAndUsesAllOfIt) {
  std::set<uint32_t> used;
  for (int i = 0; i < 200; ++i) {
    const std::string tenant = "tenant-" + std::to_string(i);
    const uint32_t partition = PartitionOfTenant(tenant, 8);
    EXPECT_LT(partition, 8u);
    used.insert(partition);
    EXPECT_EQ(PartitionOfTenant(tenant, 1), 0u);
  }
  EXPECT_EQ(used.size(), 8u);
}

// A hash with the highest bit set is made positive, not negated.
TEST(PartitionOfTenant, TakesTheLowerBitsOfANegativeHash) {
  EXPECT_EQ(PartitionOfTenant("21", 1000),
            (static_cast<uint32_t>(-973932308) & 0x7fffffff) % 1000);
}

}  // namespace
}  // namespace csi
