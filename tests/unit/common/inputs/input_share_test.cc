#include "common/inputs/input_share.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "common/base/tenant_partition.h"

namespace csi {
namespace {

constexpr uint32_t kCount = 4;

Input ForTenants(const std::vector<std::string>& tenants) {
  Input input;
  for (const std::string& tenant : tenants) {
    input.commands.push_back({tenant, nullptr});
  }
  return input;
}

Input Unreadable() {
  Input input;
  input.rejected.emplace();
  return input;
}

TEST(InputShare, EachCommandBelongsToOnePartition) {
  const std::vector<std::string> tenants = {"acme", "globex", "initech",
                                            "umbrella", "hooli"};
  std::multiset<std::string> taken;
  for (uint32_t partition = 0; partition < kCount; ++partition) {
    Input input = ForTenants(tenants);
    InputShare{partition, kCount}.Apply(0, input);
    for (const InputCommand& command : input.commands) {
      EXPECT_EQ(PartitionOfTenant(command.tenant, kCount), partition);
      taken.insert(command.tenant);
    }
  }
  EXPECT_EQ(taken, std::multiset<std::string>(tenants.begin(), tenants.end()));
}

TEST(InputShare, WhatOnlyOneCopyCannotReadIsTurnedAwayThere) {
  for (uint32_t partition = 0; partition < kCount; ++partition) {
    Input input = Unreadable();
    InputShare{partition, kCount}.Apply(0, input);
    EXPECT_TRUE(input.rejected) << partition;
  }
}

TEST(InputShare, EachInputIsCountedOnce) {
  for (int32_t input_partition = 0; input_partition < 6; ++input_partition) {
    int counted = 0;
    for (uint32_t partition = 0; partition < kCount; ++partition) {
      Input input = Unreadable();
      InputShare{partition, kCount}.Apply(input_partition, input);
      if (!input.elsewhere) ++counted;
    }
    EXPECT_EQ(counted, 1) << input_partition;
  }
}

TEST(InputShare, OnePartitionTakesAll) {
  Input input = ForTenants({"acme", "globex"});
  InputShare().Apply(3, input);
  EXPECT_EQ(input.commands.size(), 2u);
  Input poison = Unreadable();
  InputShare().Apply(3, poison);
  EXPECT_TRUE(poison.rejected);
}

}  // namespace
}  // namespace csi
