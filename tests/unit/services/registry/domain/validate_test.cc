#include "services/registry/domain/validate.h"

#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

class Validate : public ::testing::Test {
 protected:
  // The field that is refused, empty if none is.
  template <class Change>
  std::string Refused(Change change) {
    v1::Opportunity entry;
    change(entry);
    Context context;
    context.tenant = "acme";
    context.now = world.runner.now();
    context.views = &world.runner.views("registry");
    return MetadataOf(CheckFields(context, entry), "field");
  }

  RegistryWorld world;
};

TEST_F(Validate, TakesAnEmptyAndAFullEntry) {
  EXPECT_EQ(Refused([](v1::Opportunity&) {}), "");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.set_title("t");
              e.set_requested_for("tenants/acme/parties/shops");
              e.add_strategies("tenants/acme/strategies/faster");
              e.mutable_cost()->set_currency_code("EUR");
              e.mutable_cost()->set_units(1200);
              e.add_secondary_indicators()->set_indicator(
                  "tenants/acme/indicators/a");
              e.add_attachments()->set_uri("https://example.org/a");
              e.mutable_attachments(0)->set_sha256(std::string(64, 'a'));
              e.mutable_scope()->set_process("tenants/acme/processes/change");
              e.mutable_scope()->set_geography("EMEA");
            }),
            "");
}

TEST_F(Validate, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.set_external_number(std::string(1001, 'n'));
            }),
            "opportunity.external_number");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.set_description(std::string(20001, 'n'));
            }),
            "opportunity.description");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.mutable_source()->set_origin(std::string(1001, 'n'));
            }),
            "opportunity.source.origin");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.add_framework_clauses(std::string(1001, 'n'));
            }),
            "opportunity.framework_clauses");
  EXPECT_EQ(Refused([](v1::Opportunity& e) { e.add_attachments(); }),
            "opportunity.attachments.uri");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.add_attachments()->set_uri("u");
              e.mutable_attachments(0)->set_sha256("abc");
            }),
            "opportunity.attachments.sha256");
  EXPECT_EQ(Refused([](v1::Opportunity& e) { e.add_intake_criteria(); }),
            "opportunity.intake_criteria.criterion");
  EXPECT_EQ(Refused([](v1::Opportunity& e) { e.add_strategies("faster"); }),
            "opportunity.strategies");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.set_recommendation("tenants/acme/plans/x");
            }),
            "opportunity.recommendation");
  EXPECT_EQ(Refused([](v1::Opportunity& e) { e.set_priority(-1); }),
            "opportunity.priority");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.mutable_scope()->set_unit("tenants/acme/teams/x");
            }),
            "opportunity.scope.unit");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.mutable_scope()->set_technology(std::string(201, 't'));
            }),
            "opportunity.scope.technology");
}

TEST_F(Validate, ChecksEveryPersonDayAmountAndIndicator) {
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.add_responsible_persons("tenants/acme/people/ghost");
            }),
            "opportunity.responsible_persons");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.add_followers("tenants/acme/people/ghost");
            }),
            "opportunity.followers");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.set_raised_by("tenants/acme/people/ghost");
            }),
            "opportunity.raised_by");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.mutable_effect_review_date()->set_year(2026);
            }),
            "opportunity.effect_review_date");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              for (auto* day : {e.mutable_planned_start_date(),
                                e.mutable_planned_end_date()}) {
                day->set_year(2026);
                day->set_month(3);
                day->set_day(day == e.mutable_planned_end_date() ? 1 : 2);
              }
            }),
            "opportunity.planned_end_date");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              e.mutable_cost_of_doing_nothing()->set_currency_code("EURO");
            }),
            "opportunity.cost_of_doing_nothing.currency_code");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              auto& amount = *e.mutable_benefit_forecast()->mutable_amount();
              amount.set_currency_code("EUR");
              amount.set_nanos(-1);
            }),
            "opportunity.benefit_forecast.amount");
  EXPECT_EQ(Refused([](v1::Opportunity& e) { e.add_guard_indicators(); }),
            "opportunity.guard_indicators.indicator");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              for (int i = 0; i <= limits::kIndicatorsMax; ++i) {
                e.add_secondary_indicators()->set_indicator(
                    "tenants/acme/indicators/a");
              }
            }),
            "opportunity.secondary_indicators");
  EXPECT_EQ(Refused([](v1::Opportunity& e) {
              auto& target = *e.mutable_primary_indicator();
              target.set_indicator("tenants/acme/indicators/a");
              target.set_base(std::numeric_limits<double>::infinity());
            }),
            "opportunity.primary_indicator");
}

}  // namespace
}  // namespace csi::registry
