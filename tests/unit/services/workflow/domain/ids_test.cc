#include "services/workflow/domain/ids.h"

#include <gtest/gtest.h>

namespace csi::workflow {
namespace {

TEST(InboxItemName, HasAPersonAndAnItemOfTheTenant) {
  const auto name = InboxItemNameOf("tenants/t/people/p/inboxItems/i", "t");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->person, "p");
  EXPECT_EQ(name->item, "i");
  for (const char* wrong :
       {"", "i", "tenants/t/people/p/inboxItems", "tenants/t/people/p/items/i",
        "tenants/t/people//inboxItems/i", "tenants/t/people/p/inboxItems/",
        "tenants/u/people/p/inboxItems/i", "tenants/t/runs/p/inboxItems/i",
        "tenants/t/people/p/inboxItems/i/j"}) {
    const absl::Status status = InboxItemNameOf(wrong, "t").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << wrong;
    EXPECT_NE(std::string(status.message()).find("tenants/t/people/{person}"),
              std::string::npos);
  }
}

TEST(FullName, PutsTheTenantInFrontOnce) {
  EXPECT_EQ(FullName("t", "runs/r"), "tenants/t/runs/r");
  EXPECT_EQ(FullName("t", "tenants/t/runs/r"), "tenants/t/runs/r");
}

}  // namespace
}  // namespace csi::workflow
