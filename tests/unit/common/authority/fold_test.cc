#include "common/authority/fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/kv/keys.h"
#include "tests/unit/common/authority/world.h"

namespace csi::authority {
namespace {

namespace pb = ::csi::raci::v1;

TEST(FoldDirectoryEvent, GivesTheRowsThatTheServiceItselfHas) {
  pb::PersonRegistered event;
  event.mutable_person()->set_name(Name("people", "zoe"));
  event.mutable_person()->set_display_name("Zoe");
  World own;
  own.Fold(event, "zoe");
  World other;
  common::v1::CloudEvent cloud;
  cloud.set_type("csi.raci.v1.PersonRegistered");
  cloud.set_tenant("acme");
  cloud.set_actor(Name("people", "zoe"));
  *cloud.mutable_time() = TimestampOf(kStart);
  cloud.set_data(event.SerializeAsString());
  FoldDirectoryEvent(cloud, other.rows);
  EXPECT_EQ(own.rows, other.rows);
}

TEST(FoldDirectoryEvent, PassesOverEventsOfOtherServices) {
  World world;
  const MemoryKv before = world.rows;
  common::v1::CloudEvent cloud;
  cloud.set_type("csi.registry.v1.OpportunityLogged");
  cloud.set_tenant("acme");
  FoldDirectoryEvent(cloud, world.rows);
  EXPECT_EQ(world.rows, before);
}

TEST(FoldDirectory, KeepsTheFirstActorForEver) {
  World world;
  pb::PersonRegistered event;
  event.mutable_person()->set_name(Name("people", "zoe"));
  world.Fold(event, "zoe");
  EXPECT_EQ(world.rows.Get(FirstActorKey("acme")), "root");
}

TEST(FoldDirectory, AChangedLineLeavesNoOldIndexRow) {
  World world;
  world.Line("csi-manager", "it-director", 1);
  world.Line("csi-manager", "it-director", 5);
  int rows = 0;
  world.rows.ScanPrefix(LinesPrefix("acme", "csi-manager", "accountability"),
                        [&](std::string_view, std::string_view) {
                          ++rows;
                          return true;
                        });
  EXPECT_EQ(rows, 1);
}

TEST(FoldDirectory, AMemberWhoLeftTheTeamHasNoTeamRow) {
  World world;
  world.Team("desk", {"anna", "bob"});
  world.Team("desk", {"bob"});
  EXPECT_FALSE(world.rows.Has(MemberKey("acme", "anna", "desk")));
  EXPECT_TRUE(world.rows.Has(MemberKey("acme", "bob", "desk")));
}

TEST(FoldDirectory, RetiringAMatrixTakesAccountabilityFromItsRoles) {
  World world;
  const pb::Matrix matrix =
      world.Matrix("m", "central", {"step-1 csi-manager A"});
  world.Deploy(matrix, 0);
  EXPECT_TRUE(world.rows.Has(AccountableKey("acme", "csi-manager", "m")));
  world.Retire(matrix, 0, 5);
  EXPECT_FALSE(world.rows.Has(AccountableKey("acme", "csi-manager", "m")));
}

}  // namespace
}  // namespace csi::authority
