#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(DecideCreateAuthorityLimit, TheRoleBeyondMayNotBeHeldTwice) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "reporting-analyst", "bob"));
  v1::CreateAuthorityLimitRequest request;
  request.set_parent("tenants/acme");
  v1::AuthorityLimit& limit = *request.mutable_authority_limit();
  limit.set_role(Name("roles", "csi-manager"));
  limit.set_activity("freeze-baseline");
  limit.set_beyond(Name("roles", "reporting-analyst"));
  EXPECT_REFUSED(
      world.Call<v1::AuthorityLimit>("CreateAuthorityLimit", request),
      "FIELD_INVALID", "max_cost");
  limit.mutable_max_cost()->set_currency_code("EUR");
  limit.mutable_max_cost()->set_units(100);
  EXPECT_REFUSED(
      world.Call<v1::AuthorityLimit>("CreateAuthorityLimit", request),
      "TWO_ACCOUNTABLE", "Anna and Bob");
  ASSERT_ACCEPTED(world.End("a2"));
  ASSERT_ACCEPTED(
      world.Call<v1::AuthorityLimit>("CreateAuthorityLimit", request));
  EXPECT_REFUSED(world.Appoint("a3", "reporting-analyst", "bob"),
                 "TWO_ACCOUNTABLE", "Anna and Bob");
}

TEST(DecideCreateReportingLine, RefusesALineToItself) {
  RaciWorld world;
  v1::CreateReportingLineRequest request;
  request.set_parent("tenants/acme");
  request.mutable_reporting_line()->set_from_role(Name("roles", "customer"));
  request.mutable_reporting_line()->set_to_role(Name("roles", "customer"));
  request.mutable_reporting_line()->set_purpose("accountability");
  EXPECT_REFUSED(world.Call<v1::ReportingLine>("CreateReportingLine", request),
                 "FIELD_INVALID", "itself");
}

}  // namespace
}  // namespace csi::raci
