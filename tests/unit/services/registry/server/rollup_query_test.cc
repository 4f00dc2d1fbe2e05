// RG12: a programme with its parts.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/server/queries.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

class GetRollupTest : public ::testing::Test {
 protected:
  void LogPart(std::string_view id, std::string_view parent, int64_t benefit,
               std::string_view indicator) {
    v1::Opportunity fields;
    fields.set_title(std::string(id));
    auto& amount = *fields.mutable_benefit_forecast()->mutable_amount();
    amount.set_currency_code("EUR");
    amount.set_units(benefit);
    amount.set_nanos(600000000);
    fields.mutable_cost()->set_currency_code("EUR");
    fields.mutable_cost()->set_units(10);
    if (!indicator.empty()) {
      fields.mutable_primary_indicator()->set_indicator(
          authority::Name("indicators", indicator));
    }
    world.LogAs(id, fields);
    if (parent.empty()) return;
    v1::LinkOpportunityRequest link;
    link.set_name(EntryName(id));
    link.mutable_link()->set_type(v1::LINK_TYPE_PARENT);
    link.mutable_link()->set_target(EntryName(parent));
    ASSERT_TRUE(
        world.Call<v1::Opportunity>("anna", "LinkOpportunity", link).ok());
  }
  v1::Rollup Rollup(std::string_view id) {
    const QueryContext context{world.runner.state("registry"),
                               world.runner.views("registry"), "acme", "anna",
                               world.runner.now()};
    v1::GetRollupRequest request;
    request.set_name(EntryName(id));
    v1::Rollup reply;
    const absl::Status status = GetRollup(context, request, &reply);
    EXPECT_TRUE(status.ok()) << status;
    return reply;
  }

  RegistryWorld world;
};

TEST_F(GetRollupTest, SumsAllLevelsAndCountsAnIndicatorOnce) {
  LogPart("programme", "", 0, "");
  LogPart("a", "programme", 100, "bypass");
  LogPart("b", "programme", 70, "bypass");
  LogPart("c", "a", 5, "");
  LogPart("dropped", "programme", 1000, "");
  ASSERT_TRUE(world.Reject("anna", EntryName("dropped")).ok());
  const v1::Rollup rollup = Rollup("programme");
  EXPECT_EQ(rollup.parts(), 4);
  ASSERT_EQ(rollup.amounts_size(), 1);
  // 0.6 + 100.6 + 5.6; b claims what a claims, and is less.
  EXPECT_EQ(rollup.amounts(0).forecast().units(), 106);
  EXPECT_EQ(rollup.amounts(0).forecast().nanos(), 800000000);
  EXPECT_EQ(rollup.amounts(0).cost().units(), 40);
  ASSERT_EQ(rollup.findings_size(), 1);
  EXPECT_EQ(rollup.findings(0).rule(), "SHARED_INDICATOR");
  EXPECT_THAT(rollup.findings(0).message(), HasSubstr("2 \"a\" and 3 \"b\""));
  EXPECT_EQ(Rollup("c").parts(), 0);
}

}  // namespace
}  // namespace csi::registry
