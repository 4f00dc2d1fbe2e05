// RG9: saved views.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<v1::View> Save(RegistryWorld& world, std::string_view actor,
                              std::string_view id,
                              const std::string& filter = "state = NEW",
                              const std::string& etag = "") {
  v1::SetViewRequest request;
  request.mutable_view()->set_name(authority::Name("views", id));
  request.mutable_view()->set_filter(filter);
  request.mutable_view()->set_etag(etag);
  return world.Call<v1::View>(actor, "SetView", request);
}

absl::StatusOr<v1::View> Delete(RegistryWorld& world, std::string_view actor,
                                std::string_view id) {
  v1::DeleteViewRequest request;
  request.set_name(authority::Name("views", id));
  return world.Call<v1::View>(actor, "DeleteView", request);
}

TEST(DecideSetView, AnybodyNamedSavesAndChangesTheirOwn) {
  RegistryWorld world;
  const auto saved = Save(world, "frank", "fresh");
  ASSERT_TRUE(saved.ok()) << saved.status();
  EXPECT_EQ(saved->owner(), "tenants/acme/people/frank");
  EXPECT_EQ(saved->revision(), 1u);
  const auto again =
      Save(world, "frank", "fresh", "priority = 1", saved->etag());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->revision(), 2u);
  EXPECT_EQ(again->uid(), saved->uid());
  EXPECT_EQ(ReasonIn(Save(world, "frank", "fresh", "", saved->etag())),
            "ETAG_MISMATCH");
  EXPECT_EQ(world.runner.CountEvents("registry", "ViewSet"), 2);
  EXPECT_EQ(ReasonIn(Save(world, "", "other")), "NO_ACTOR");
}

TEST(DecideSetView, SomebodyElsesOnlyTheOneWhoAnswersForTheRegister) {
  RegistryWorld world;
  ASSERT_TRUE(Save(world, "frank", "fresh").ok());
  EXPECT_EQ(ReasonIn(Save(world, "bob", "fresh")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(Delete(world, "bob", "fresh")), "NOT_AUTHORIZED");
  const auto changed = Save(world, "anna", "fresh");
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->owner(), "tenants/acme/people/frank");
  EXPECT_TRUE(Delete(world, "frank", "fresh").ok());
  EXPECT_EQ(ReasonIn(Delete(world, "frank", "fresh")), "NOT_FOUND");
}

TEST(DecideSetView, WhatNoListCouldShowIsRefusedWhenItIsSaved) {
  RegistryWorld world;
  EXPECT_EQ(ReasonIn(Save(world, "frank", "bad", "colour = red")),
            "FILTER_INVALID");
}

TEST(DecideSetView, TheViewsOfEveryRegisterStay) {
  RegistryWorld world;
  const auto refused = Save(world, "anna", "stale");
  EXPECT_EQ(ReasonIn(refused), "FIELD_INVALID");
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("under another id"));
  EXPECT_EQ(ReasonIn(Delete(world, "anna", "mine")), "FIELD_INVALID");
}

}  // namespace
}  // namespace csi::registry
