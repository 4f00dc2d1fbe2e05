#include "common/executor/fair_queue.h"

#include "common/status/status.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

Call CallOf(std::string tenant, std::string id) {
  Call call;
  call.command.tenant = std::move(tenant);
  call.command.request_id = std::move(id);
  return call;
}

TEST(FairQueue, TakesTenantsInTurnAndEachInOrder) {
  FairQueue queue(10, 20);
  for (const char* id : {"a1", "a2", "a3"}) {
    ASSERT_TRUE(queue.Push(CallOf("a", id)).ok());
  }
  ASSERT_TRUE(queue.Push(CallOf("b", "b1")).ok());
  ASSERT_TRUE(queue.Push(CallOf("c", "c1")).ok());
  std::string order;
  while (!queue.empty()) order += queue.Pop().command.request_id;
  EXPECT_EQ(order, "a1b1c1a2a3");
}

TEST(FairQueue, RefusesBeyondTheTenantsShareAndLeavesTheCall) {
  FairQueue queue(2, 3);
  ASSERT_TRUE(queue.Push(CallOf("a", "a1")).ok());
  ASSERT_TRUE(queue.Push(CallOf("a", "a2")).ok());
  Call third = CallOf("a", "a3");
  const absl::Status full = queue.Push(std::move(third));
  EXPECT_EQ(ReasonOf(full), common::v1::ERROR_REASON_QUEUE_FULL);
  EXPECT_EQ(third.command.request_id, "a3");
  EXPECT_TRUE(queue.Push(CallOf("b", "b1")).ok());
  EXPECT_EQ(ReasonOf(queue.Push(CallOf("c", "c1"))),
            common::v1::ERROR_REASON_QUEUE_FULL);
  EXPECT_EQ(queue.size(), 3u);
}

TEST(FairQueue, WhatWasPutBackComesNext) {
  FairQueue queue(2, 3);
  ASSERT_TRUE(queue.Push(CallOf("a", "a1")).ok());
  ASSERT_TRUE(queue.Push(CallOf("b", "b1")).ok());
  Call first = queue.Pop();
  queue.PushFront(std::move(first));
  EXPECT_EQ(queue.size(), 2u);
  EXPECT_EQ(queue.Pop().command.request_id, "a1");
  EXPECT_EQ(queue.Pop().command.request_id, "b1");
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace csi
