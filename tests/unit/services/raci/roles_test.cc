#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(DecideUpdateRole, WhatAssignmentsRestOnIsFixed) {
  RaciWorld world;
  v1::UpdateRoleRequest request;
  request.mutable_role()->set_name(Name("roles", "customer"));
  request.mutable_role()->set_binding(v1::ROLE_BINDING_SERVICE);
  EXPECT_REFUSED(world.Call<v1::Role>("UpdateRole", request), "FIELD_INVALID",
                 "fixed");
  request.mutable_role()->clear_binding();
  request.mutable_role()->add_authorities("directory.everything");
  EXPECT_REFUSED(world.Call<v1::Role>("UpdateRole", request), "FIELD_INVALID",
                 "directory.everything");
}

}  // namespace
}  // namespace csi::raci
