#include "services/registry/domain/views.h"

#include "gtest/gtest.h"
#include "services/registry/domain/entry_filter.h"

namespace csi::registry {
namespace {

TEST(BuiltInViews, AllCanBeShown) {
  const auto views = BuiltInViews("acme");
  EXPECT_EQ(views.size(), 8u);
  for (const v1::View& view : views) {
    EXPECT_TRUE(CheckView(view).ok()) << view.name();
    EXPECT_FALSE(view.title().empty());
    EXPECT_EQ(view.revision(), 0u);
  }
}

TEST(BuiltInViews, AreFoundById) {
  ASSERT_TRUE(BuiltInView("acme", "stale"));
  EXPECT_EQ(BuiltInView("acme", "stale")->name(), "tenants/acme/views/stale");
  EXPECT_FALSE(BuiltInView("acme", "my-own"));
}

}  // namespace
}  // namespace csi::registry
