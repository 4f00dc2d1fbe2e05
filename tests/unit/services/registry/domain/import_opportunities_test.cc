// RG2, RG9: taking over an older register with its states and history.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::ImportOpportunityRow Row(std::string_view external, std::string_view title,
                             v1::OpportunityState state) {
  v1::ImportOpportunityRow row;
  static int64_t line = 1;
  row.set_line(++line);
  row.mutable_opportunity()->set_external_number(std::string(external));
  row.mutable_opportunity()->set_title(std::string(title));
  row.mutable_opportunity()->set_state(state);
  return row;
}

absl::StatusOr<v1::ImportOpportunitiesResponse> Import(
    RegistryWorld& world, const std::vector<v1::ImportOpportunityRow>& rows,
    std::string_view actor = "anna") {
  v1::ImportOpportunitiesRequest request;
  request.set_parent("tenants/acme");
  request.set_source("old-register.csv");
  for (const auto& row : rows) *request.add_rows() = row;
  return world.Call<v1::ImportOpportunitiesResponse>(
      actor, "ImportOpportunities", request);
}

v1::ImportRowResult ImportOne(RegistryWorld& world,
                              const v1::ImportOpportunityRow& row) {
  const auto reply = Import(world, {row});
  EXPECT_TRUE(reply.ok()) << reply.status();
  return reply.ok() ? reply->results(0) : v1::ImportRowResult();
}

TEST(DecideImportOpportunities, TakesEntriesWithTheirHistory) {
  RegistryWorld world;
  v1::ImportOpportunityRow row =
      Row("CSI-7", "Faster restores", v1::OPPORTUNITY_STATE_CLOSED);
  auto& day = *row.mutable_opportunity()->mutable_raise_date();
  day.set_year(2019);
  day.set_month(3);
  day.set_day(4);
  row.mutable_opportunity()->set_raised_by("tenants/acme/people/long-gone");
  row.mutable_opportunity()->set_accountable("tenants/acme/people/long-gone");
  row.mutable_opportunity()->set_closure_code(v1::CLOSURE_CODE_SUCCESSFUL);
  row.mutable_opportunity()->mutable_actual_end_time()->set_seconds(1600000000);
  const v1::ImportRowResult result = ImportOne(world, row);
  ASSERT_EQ(result.outcome(), v1::IMPORT_OUTCOME_IMPORTED) << result.message();
  const v1::Opportunity entry = world.Read(result.opportunity());
  EXPECT_EQ(entry.number(), 1u);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_CLOSED);
  EXPECT_EQ(entry.raise_date().year(), 2019);
  EXPECT_EQ(entry.external_number(), "CSI-7");
  EXPECT_EQ(entry.raised_by(), "tenants/acme/people/long-gone");
  EXPECT_TRUE(entry.imported());
  EXPECT_EQ(entry.verdict().value(), "NOT_MEASURABLE");
  EXPECT_THAT(entry.verdict().reasons(), ElementsAre("LEGACY"));
  EXPECT_TRUE(entry.verdict().accepted());
  EXPECT_EQ(entry.closure_code(), v1::CLOSURE_CODE_SUCCESSFUL);
  EXPECT_EQ(entry.actual_end_time().seconds(), 1600000000);
  v1::OpportunityLogged event;
  ASSERT_TRUE(
      event.ParseFromString(world.runner.events("registry").at(0).data()));
  EXPECT_EQ(event.reason(), "old-register.csv");
  EXPECT_EQ(event.grant().person(), "tenants/acme/people/anna");
  EXPECT_TRUE(event.opportunity().imported());
}

TEST(DecideImportOpportunities, AnUnfinishedEntryHasTheOneAccountablePerson) {
  RegistryWorld world;
  v1::ImportOpportunityRow row =
      Row("1", "One", v1::OPPORTUNITY_STATE_IN_PROGRESS);
  row.mutable_opportunity()->mutable_scope()->set_service(
      "tenants/acme/services/web");
  row.mutable_opportunity()->set_accountable("tenants/acme/people/erin");
  const v1::ImportRowResult result = ImportOne(world, row);
  ASSERT_EQ(result.outcome(), v1::IMPORT_OUTCOME_IMPORTED) << result.message();
  EXPECT_EQ(world.Read(result.opportunity()).accountable(),
            "tenants/acme/people/bob");
  ASSERT_EQ(result.notes_size(), 1);
  EXPECT_THAT(result.notes(0), HasSubstr("the row says erin, the directory "
                                         "bob"));
  world.BobLeaves(1);
  world.runner.Advance(absl::Hours(2));
  row.mutable_opportunity()->set_external_number("2");
  const v1::ImportRowResult vacant = ImportOne(world, row);
  EXPECT_EQ(vacant.outcome(), v1::IMPORT_OUTCOME_REFUSED);
  EXPECT_EQ(vacant.reason(), "VACANT");
}

TEST(DecideImportOpportunities, ARefusedRowHoldsNothingUpAndTakesNoNumber) {
  RegistryWorld world;
  const auto reply =
      Import(world, {Row("1", "One", v1::OPPORTUNITY_STATE_NEW),
                     Row("2", "", v1::OPPORTUNITY_STATE_NEW),
                     Row("1", "Again", v1::OPPORTUNITY_STATE_NEW),
                     Row("4", "Four", v1::OPPORTUNITY_STATE_DEFERRED),
                     Row("5", "Five", v1::OPPORTUNITY_STATE_REJECTED)});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->results(0).number(), 1u);
  EXPECT_EQ(reply->results(1).field(), "opportunity.title");
  EXPECT_THAT(reply->results(2).message(), HasSubstr("a row above"));
  EXPECT_EQ(reply->results(3).field(), "opportunity.wake_up_date");
  EXPECT_EQ(reply->results(4).number(), 2u);
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityLogged"), 2);
}

TEST(DecideImportOpportunities, FindsWhatIsThereByIdAndExternalNumber) {
  RegistryWorld world;
  v1::ImportOpportunityRow row = Row("A-1", "One", v1::OPPORTUNITY_STATE_NEW);
  row.set_opportunity_id("one");
  ASSERT_EQ(ImportOne(world, row).outcome(), v1::IMPORT_OUTCOME_IMPORTED);
  EXPECT_EQ(ImportOne(world, row).outcome(), v1::IMPORT_OUTCOME_ALREADY_THERE);
  row.set_opportunity_id("two");
  const v1::ImportRowResult twin = ImportOne(world, row);
  EXPECT_EQ(twin.outcome(), v1::IMPORT_OUTCOME_ALREADY_THERE);
  EXPECT_EQ(twin.opportunity(), EntryName("one"));
  EXPECT_EQ(twin.number(), 1u);
}

TEST(DecideImportOpportunities, AHeldEntryReturnsToTheStateItLeft) {
  RegistryWorld world;
  v1::ImportOpportunityRow row = Row("1", "One", v1::OPPORTUNITY_STATE_ON_HOLD);
  row.mutable_opportunity()->mutable_scope()->set_service(
      "tenants/acme/services/web");
  row.mutable_opportunity()->set_return_state(v1::OPPORTUNITY_STATE_APPROVED);
  row.mutable_opportunity()->set_hold_reason("no money");
  const v1::ImportRowResult result = ImportOne(world, row);
  ASSERT_EQ(result.outcome(), v1::IMPORT_OUTCOME_IMPORTED) << result.message();
  const auto back = world.Resume("bob", result.opportunity());
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->state(), v1::OPPORTUNITY_STATE_APPROVED);
}

TEST(DecideImportOpportunities, ADeferredEntryWakesUp) {
  RegistryWorld world;
  v1::ImportOpportunityRow row =
      Row("1", "One", v1::OPPORTUNITY_STATE_DEFERRED);
  auto& day = *row.mutable_opportunity()->mutable_wake_up_date();
  day.set_year(2026);
  day.set_month(2);
  day.set_day(1);
  const v1::ImportRowResult result = ImportOne(world, row);
  ASSERT_EQ(result.outcome(), v1::IMPORT_OUTCOME_IMPORTED) << result.message();
  world.runner.Advance(absl::Hours(24 * 40));
  EXPECT_EQ(world.Read(result.opportunity()).state(),
            v1::OPPORTUNITY_STATE_NEW);
}

TEST(DecideImportOpportunities, OnlyWhoMaintainsTheRegisterMay) {
  RegistryWorld world;
  const auto row = Row("1", "One", v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(ReasonIn(Import(world, {row}, "frank")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(Import(world, {row}, "")), "NO_ACTOR");
}

TEST(DecideImportOpportunities, BoundsItsRows) {
  RegistryWorld world;
  EXPECT_EQ(ReasonIn(Import(world, {})), "FIELD_INVALID");
  const std::vector<v1::ImportOpportunityRow> rows(
      limits::kImportRowsMax + 1, Row("1", "One", v1::OPPORTUNITY_STATE_NEW));
  EXPECT_EQ(ReasonIn(Import(world, rows)), "FIELD_INVALID");
}

}  // namespace
}  // namespace csi::registry
