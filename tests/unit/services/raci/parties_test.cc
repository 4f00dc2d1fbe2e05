#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

v1::CreatePartyRequest Supplier(std::string_view id) {
  v1::CreatePartyRequest request;
  request.set_parent("tenants/acme");
  request.set_party_id(std::string(id));
  request.mutable_party()->set_kind(v1::PARTY_KIND_SUPPLIER);
  request.mutable_party()->set_display_name(std::string(id));
  return request;
}

TEST(Parties, NameWhoSpeaksForThemAndWhatTheyGive) {
  RaciWorld world;
  auto request = Supplier("netco");
  request.mutable_party()->add_contacts(Name("people", "anna"));
  request.mutable_party()->add_services(Name("services", "email"));
  request.mutable_party()->add_agreement_ids("UC-7");
  ASSERT_ACCEPTED(world.Call<v1::Party>("CreateParty", request));
  ASSERT_ACCEPTED(world.Call<v1::Party>("CreateParty", Supplier("other")));
  v1::ListPartiesRequest list;
  list.set_parent("tenants/acme");
  list.set_filter(
      "kind = SUPPLIER AND service = \"tenants/acme/services/email\"");
  v1::ListPartiesResponse reply;
  ASSERT_ACCEPTED(ListParties(world.runner.Query("raci"), list, &reply));
  ASSERT_EQ(reply.parties_size(), 1);
  EXPECT_EQ(reply.parties(0).agreement_ids(0), "UC-7");
}

TEST(Parties, RefuseStrangersAndDoubles) {
  RaciWorld world;
  auto nameless = Supplier("x");
  nameless.mutable_party()->clear_kind();
  EXPECT_REFUSED(world.Call<v1::Party>("CreateParty", nameless),
                 "FIELD_INVALID", "party.kind");
  auto doubled = Supplier("x");
  doubled.mutable_party()->add_contacts(Name("people", "anna"));
  doubled.mutable_party()->add_contacts(Name("people", "anna"));
  EXPECT_REFUSED(world.Call<v1::Party>("CreateParty", doubled), "FIELD_INVALID",
                 "in the list twice");
  auto stranger = Supplier("x");
  stranger.mutable_party()->add_contacts(Name("people", "nobody"));
  EXPECT_REFUSED(world.Call<v1::Party>("CreateParty", stranger), "NOT_FOUND",
                 "people/nobody");
}

TEST(Functions, StandInSeveralUnitsAndUnitsHaveSeveral) {
  RaciWorld world;
  for (const char* id : {"north", "south"}) {
    v1::CreateUnitRequest unit;
    unit.set_parent("tenants/acme");
    unit.set_unit_id(id);
    unit.mutable_unit()->set_display_name(id);
    ASSERT_ACCEPTED(world.Call<v1::Unit>("CreateUnit", unit));
  }
  for (const char* id : {"service-desk", "operations"}) {
    v1::CreateOrganisationalFunctionRequest request;
    request.set_parent("tenants/acme");
    request.set_organisational_function_id(id);
    auto& function = *request.mutable_organisational_function();
    function.set_display_name(id);
    function.set_lead(Name("people", "anna"));
    function.add_units(Name("units", "north"));
    if (std::string_view(id) == "operations") {
      function.add_units(Name("units", "south"));
    }
    ASSERT_ACCEPTED(world.Call<v1::OrganisationalFunction>(
        "CreateOrganisationalFunction", request));
  }
  v1::ListOrganisationalFunctionsRequest list;
  list.set_parent("tenants/acme");
  list.set_filter("unit = \"tenants/acme/units/north\"");
  v1::ListOrganisationalFunctionsResponse reply;
  ASSERT_ACCEPTED(
      ListOrganisationalFunctions(world.runner.Query("raci"), list, &reply));
  EXPECT_EQ(reply.organisational_functions_size(), 2);
  list.set_filter("unit = \"tenants/acme/units/south\"");
  reply.Clear();
  ASSERT_ACCEPTED(
      ListOrganisationalFunctions(world.runner.Query("raci"), list, &reply));
  ASSERT_EQ(reply.organisational_functions_size(), 1);
  EXPECT_EQ(reply.organisational_functions(0).display_name(), "operations");
}

}  // namespace
}  // namespace csi::raci
