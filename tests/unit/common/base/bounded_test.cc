#include "common/base/bounded.h"

#include "gtest/gtest.h"

namespace csi {
namespace {

using std::chrono::milliseconds;

TEST(Bounded, WaitsForACallThatEnds) {
  int calls = 0;
  const Bounded call([&] { ++calls; });
  EXPECT_TRUE(call.Wait(milliseconds(10000)));
  EXPECT_EQ(calls, 1);
}

TEST(Bounded, GivesUpOnOneThatHangs) {
  auto release = std::make_shared<std::promise<void>>();
  const Bounded call([release] { release->get_future().wait(); });
  EXPECT_FALSE(call.Wait(milliseconds(20)));
  release->set_value();
  EXPECT_TRUE(call.Wait(milliseconds(10000)));
}

}  // namespace
}  // namespace csi
