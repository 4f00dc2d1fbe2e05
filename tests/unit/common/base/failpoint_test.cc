#include "common/base/failpoint.h"

#include <csignal>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::failpoint {
namespace {

using ::testing::HasSubstr;

TEST(Failpoint, EndsTheProcessWhenItIsReachedForTheNthTime) {
  ASSERT_EQ(Arm("after-append:3"), "");
  Reached(Point::kAfterAppend);
  Reached(Point::kBeforeAppend);
  Reached(Point::kAfterAppend);
  EXPECT_EXIT(Reached(Point::kAfterAppend), ::testing::KilledBySignal(SIGKILL),
              "");
  armed = Point::kNone;
}

TEST(Failpoint, NamesWhatItKnows) {
  EXPECT_THAT(Arm("nowhere"), HasSubstr("before-append after-append"));
  EXPECT_THAT(Arm("after-append:0"), HasSubstr("a number from 1 on"));
  EXPECT_THAT(Arm("after-append:x"), HasSubstr("a number from 1 on"));
  EXPECT_EQ(armed, Point::kNone);
}

}  // namespace
}  // namespace csi::failpoint
