#include "services/registry/domain/commands/editors.h"

#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

class Editors : public ::testing::Test {
 protected:
  Editors() {
    entry.set_raised_by("tenants/acme/people/frank");
    entry.set_coordinator("tenants/acme/people/dave");
    entry.set_accountable("tenants/acme/people/bob");
    entry.mutable_scope()->set_service("tenants/acme/services/web");
    entry.set_state(v1::OPPORTUNITY_STATE_ACCEPTED);
  }

  Context As(std::string_view actor) {
    Context context;
    context.tenant = "acme";
    context.actor = std::string(actor);
    context.now = world.runner.now();
    context.views = &world.runner.views("registry");
    return context;
  }

  RegistryWorld world;
  v1::Opportunity entry;
};

TEST_F(Editors, ThoseOfTheEntryNeedNoGrant) {
  for (const char* actor : {"dave", "bob"}) {
    const auto grant = AuthorizeEdit(As(actor), "change", entry);
    ASSERT_TRUE(grant.ok()) << grant.status();
    EXPECT_EQ(grant->person(), "");
  }
  EXPECT_FALSE(AuthorizeEdit(As("frank"), "change", entry).ok());
  entry.set_state(v1::OPPORTUNITY_STATE_NEW);
  EXPECT_TRUE(AuthorizeEdit(As("frank"), "change", entry).ok());
}

TEST_F(Editors, WhoMaintainsTheRegisterActsByGrant) {
  const auto grant = AuthorizeEdit(As("anna"), "change", entry);
  ASSERT_TRUE(grant.ok()) << grant.status();
  EXPECT_EQ(grant->role(), "tenants/acme/roles/csi-manager");
}

TEST_F(Editors, HaltingIsForTheCoordinatorAndTheAccountable) {
  const auto coordinator = AuthorizeHalt(As("dave"), "hold", entry);
  ASSERT_TRUE(coordinator.ok());
  EXPECT_EQ(coordinator->person(), "tenants/acme/people/dave");
  EXPECT_EQ(coordinator->letter(), common::v1::LETTER_UNSPECIFIED);
  const auto accountable = AuthorizeHalt(As("bob"), "hold", entry);
  ASSERT_TRUE(accountable.ok());
  EXPECT_EQ(accountable->letter(), common::v1::LETTER_ACCOUNTABLE);
  EXPECT_FALSE(AuthorizeHalt(As("anna"), "hold", entry).ok());
  EXPECT_EQ(ReasonOf(AuthorizeHalt(As(""), "hold", entry).status()),
            common::v1::ERROR_REASON_NO_ACTOR);
}

}  // namespace
}  // namespace csi::registry
