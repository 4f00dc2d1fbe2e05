#include "services/workflow/domain/people_keys.h"

#include "gtest/gtest.h"

namespace csi::workflow {
namespace {

TEST(PeopleKeys, SourceAndIdOfAServiceEventDoNotRunTogether) {
  EXPECT_NE(ServiceEventKey("t", "ab", "c"), ServiceEventKey("t", "a", "bc"));
  EXPECT_EQ(ServiceEventKey("t", "a", "b"), ServiceEventKey("t", "a", "b"));
}

TEST(PeopleKeys, AForeignTextIsNoPartOfAKey) {
  const std::string zero("a\0b", 3);
  EXPECT_EQ(ServiceEventKey("t", zero, "x").size(),
            ServiceEventKey("t", "a", "x").size());
  EXPECT_NE(ReminderKey("t", "one"), ReminderKey("t", "two"));
}

}  // namespace
}  // namespace csi::workflow
