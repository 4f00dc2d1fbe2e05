#include "services/registry/domain/decide.h"

#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

TEST(Decide, ScopesReadAsPeopleSayThem) {
  common::v1::Scope scope;
  EXPECT_EQ(ScopeText(scope), "the whole organisation");
  scope.set_service("tenants/acme/services/web");
  scope.set_process("tenants/acme/processes/change");
  scope.set_geography("EMEA");
  EXPECT_EQ(ScopeText(scope), "service web, process change, geography EMEA");
}

TEST(Decide, AStrangerIsToldHowToNameTheActor) {
  Context context;
  context.tenant = "acme";
  const absl::Status status = CheckActor(context, "vote");
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(status.message(),
            "A stranger may not vote: name the person who acts (metadata "
            "csi-actor: tenants/acme/people/{person}).");
  context.actor = "anna";
  EXPECT_TRUE(CheckActor(context, "vote").ok());
  EXPECT_EQ(ActorName(context), "tenants/acme/people/anna");
}

TEST(Decide, IdsAreTakenOrDrawn) {
  IdSource ids("seed");
  Context context;
  context.ids = &ids;
  EXPECT_EQ(*ChooseId(context, "opportunity_id", "mine-1"), "mine-1");
  EXPECT_EQ(ChooseId(context, "opportunity_id", "")->size(), 26u);
  EXPECT_EQ(ReasonOf(ChooseId(context, "opportunity_id", "Mine").status()),
            common::v1::ERROR_REASON_FIELD_INVALID);
}

TEST(Decide, ReasonsHaveABoundAndMayBeRequired) {
  EXPECT_TRUE(CheckReason("", false).ok());
  EXPECT_EQ(ReasonOf(CheckReason("", true)),
            common::v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_TRUE(CheckReason(std::string(1000, 'r'), true).ok());
  EXPECT_EQ(ReasonOf(CheckReason(std::string(1001, 'r'), false)),
            common::v1::ERROR_REASON_TOO_LARGE);
}

}  // namespace
}  // namespace csi::registry
