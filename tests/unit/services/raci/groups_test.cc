#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(DecideUpdateUnit, RefusesALoop) {
  RaciWorld world;
  for (const auto& [id, parent] :
       std::vector<std::pair<std::string, std::string>>{{"a", ""},
                                                        {"b", "a"}}) {
    v1::CreateUnitRequest request;
    request.set_parent("tenants/acme");
    request.set_unit_id(id);
    request.mutable_unit()->set_display_name(id);
    if (!parent.empty()) {
      request.mutable_unit()->set_parent_unit(Name("units", parent));
    }
    ASSERT_ACCEPTED(world.Call<v1::Unit>("CreateUnit", request));
  }
  v1::UpdateUnitRequest request;
  request.mutable_unit()->set_name(Name("units", "a"));
  request.mutable_unit()->set_parent_unit(Name("units", "b"));
  EXPECT_REFUSED(world.Call<v1::Unit>("UpdateUnit", request), "FIELD_INVALID",
                 "below itself");
}

TEST(DecideCreateTeam, RefusesStrangeMembers) {
  RaciWorld world;
  v1::CreateTeamRequest request;
  request.set_parent("tenants/acme");
  request.mutable_team()->set_display_name("Desk");
  request.mutable_team()->add_members();
  EXPECT_REFUSED(world.Call<v1::Team>("CreateTeam", request), "FIELD_INVALID",
                 "members[0].person");
  request.mutable_team()->mutable_members(0)->set_person(
      Name("people", "nobody"));
  EXPECT_REFUSED(world.Call<v1::Team>("CreateTeam", request), "NOT_FOUND",
                 "nobody");
  request.mutable_team()->mutable_members(0)->set_person(Name("people", "bob"));
  *request.mutable_team()->add_members() = request.team().members(0);
  EXPECT_REFUSED(world.Call<v1::Team>("CreateTeam", request), "FIELD_INVALID",
                 "twice");
}

}  // namespace
}  // namespace csi::raci
