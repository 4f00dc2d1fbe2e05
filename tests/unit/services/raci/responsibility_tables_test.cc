#include "services/raci/domain/part_rules.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

v1::SetResponsibilityTableRequest Small() {
  v1::SetResponsibilityTableRequest request;
  request.set_parent("tenants/acme");
  request.set_responsibility_table_id("mine");
  v1::ResponsibilityTable& table = *request.mutable_responsibility_table();
  table.set_display_name("Mine");
  table.add_roles(Name("roles", "csi-manager"));
  table.add_roles(Name("roles", "customer"));
  v1::ResponsibilityRow& row = *table.add_rows();
  row.set_id("reports");
  row.set_title("Writes reports");
  row.add_activities("report");
  v1::ResponsibilityCell& cell = *table.add_cells();
  cell.set_row("reports");
  cell.set_role(Name("roles", "csi-manager"));
  cell.set_part(v1::RESPONSIBILITY_PART_PRIMARY);
  return request;
}

absl::StatusOr<v1::ResponsibilityTable> Set(
    RaciWorld& world, const v1::SetResponsibilityTableRequest& request) {
  return world.Call<v1::ResponsibilityTable>("SetResponsibilityTable", request);
}

std::vector<std::string> P8(const RaciWorld& world, std::string_view matrix,
                            const v1::RuleSettings* settings = nullptr) {
  v1::CheckMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_name(Name("matrices", matrix));
  if (settings != nullptr) *request.mutable_settings() = *settings;
  v1::CheckMatrixResponse reply;
  EXPECT_TRUE(CheckMatrix(world.runner.Query("raci"), request, &reply).ok());
  std::vector<std::string> messages;
  for (const auto& finding : reply.findings()) {
    if (finding.rule() != "P8") continue;
    EXPECT_EQ(finding.severity(), common::v1::SEVERITY_INFO);
    messages.push_back(finding.place() + ": " + finding.message());
  }
  return messages;
}

TEST(ResponsibilityTable, Rc12ThePackBringsTheComparisonWithItsUnknownRow) {
  RaciWorld world;
  v1::GetResponsibilityTableRequest request;
  request.set_name(Name("responsibilityTables", "service-roles"));
  v1::ResponsibilityTable table;
  ASSERT_ACCEPTED(
      GetResponsibilityTable(world.runner.Query("raci"), request, &table));
  EXPECT_EQ(table.roles_size(), 4);
  std::map<std::string, int> rows_of;
  for (const auto& row : table.rows()) {
    ++rows_of[row.section()];
    EXPECT_EQ(row.source(), "CSI 6.3.7, Table 6.8") << row.id();
  }
  EXPECT_EQ(rows_of["Focus"], 5);
  EXPECT_EQ(rows_of["Responsibilities"], 17);
  EXPECT_EQ(rows_of["Skills"], 13);
  std::map<std::string, std::string> parts;
  for (const auto& cell : table.cells()) {
    parts[cell.row()] += "?PSU"[cell.part()];
  }
  EXPECT_EQ(parts["innovation"], "UUUU");
  EXPECT_EQ(parts["services-that-fit"], "PPP");
  EXPECT_EQ(parts["statistics"], "PSSS");
  parts.erase("innovation");
  for (const auto& [row, text] : parts) {
    EXPECT_EQ(text.find('U'), std::string::npos) << row;
  }
}

TEST(ResponsibilityTable, IsReplacedWholeAndKeepsWhatTheServerSet) {
  RaciWorld world;
  const auto first = Set(world, Small());
  ASSERT_ACCEPTED(first);
  EXPECT_EQ(first->revision(), 1u);
  v1::SetResponsibilityTableRequest again = Small();
  again.mutable_responsibility_table()->set_display_name("Ours");
  again.mutable_responsibility_table()->set_etag(first->etag());
  const auto second = Set(world, again);
  ASSERT_ACCEPTED(second);
  EXPECT_EQ(second->uid(), first->uid());
  EXPECT_EQ(second->revision(), 2u);
  EXPECT_EQ(second->display_name(), "Ours");
  EXPECT_REFUSED(Set(world, again), "ETAG_MISMATCH", "mine");
  v1::ListResponsibilityTablesRequest list;
  list.set_parent("tenants/acme");
  v1::ListResponsibilityTablesResponse page;
  ASSERT_ACCEPTED(
      ListResponsibilityTables(world.runner.Query("raci"), list, &page));
  ASSERT_EQ(page.responsibility_tables_size(), 2);
  EXPECT_EQ(page.responsibility_tables(0).etag(), second->etag());
  EXPECT_EQ(world.runner.CountEvents("raci", "ResponsibilityTableSet"), 3);
}

TEST(ResponsibilityTable, ANewerPackKeepsATableThatTheTenantChanged) {
  RaciWorld world;
  v1::SetResponsibilityTableRequest request = Small();
  request.set_responsibility_table_id("service-roles");
  ASSERT_ACCEPTED(Set(world, request));
  v1::PreviewPackRequest preview;
  preview.set_parent("tenants/acme");
  v1::PreviewPackResponse plan;
  ASSERT_ACCEPTED(PreviewPack(world.runner.Query("raci"), preview, &plan));
  const auto& last = plan.changes(plan.changes_size() - 1);
  EXPECT_EQ(last.name(), Name("responsibilityTables", "service-roles"));
  EXPECT_EQ(last.action(), v1::PackChange::ACTION_KEPT);
}

TEST(ResponsibilityTable, RefusesWhatIsNoTable) {
  RaciWorld world;
  using Table = v1::ResponsibilityTable;
  const auto refused = [&](std::string_view word, auto spoil) {
    v1::SetResponsibilityTableRequest request = Small();
    spoil(*request.mutable_responsibility_table());
    EXPECT_REFUSED(Set(world, request), "FIELD_INVALID", word);
  };
  refused("display_name", [](Table& t) { t.clear_display_name(); });
  refused("compares something", [](Table& t) { t.clear_rows(); });
  refused("rows[0].id", [](Table& t) { t.mutable_rows(0)->set_id("A b"); });
  refused("rows[0].title", [](Table& t) { t.mutable_rows(0)->clear_title(); });
  refused("no activity id",
          [](Table& t) { t.mutable_rows(0)->add_activities("Not one"); });
  refused("twice", [](Table& t) { *t.add_rows() = t.rows(0); });
  refused("roles to compare", [](Table& t) {
    t.clear_roles();
    t.clear_cells();
  });
  refused("twice", [](Table& t) { t.add_roles(t.roles(0)); });
  refused("no row", [](Table& t) { t.mutable_cells(0)->set_row("other"); });
  refused("does not compare", [](Table& t) {
    t.mutable_cells(0)->set_role(Name("roles", "it-director"));
  });
  refused("PRIMARY", [](Table& t) {
    t.mutable_cells(0)->set_part(v1::RESPONSIBILITY_PART_UNSPECIFIED);
  });
  refused("a cell already", [](Table& t) { *t.add_cells() = t.cells(0); });
  v1::SetResponsibilityTableRequest request = Small();
  request.mutable_responsibility_table()->add_roles(Name("roles", "nobody"));
  EXPECT_REFUSED(Set(world, request), "NOT_FOUND", "roles/nobody");
  request = Small();
  request.clear_responsibility_table_id();
  EXPECT_REFUSED(Set(world, request), "FIELD_INVALID", "missing");
  ASSERT_ACCEPTED(world.Appoint("c1", "csi-manager", "frank"));
  world.runner.ActAs("carol");
  EXPECT_REFUSED(Set(world, Small()), "NOT_AUTHORIZED", "tables");
  world.runner.ActAs("");
  EXPECT_REFUSED(Set(world, Small()), "NO_ACTOR", "");
}

TEST(PartRules, P8NamesWhoActsWithoutAPart) {
  RaciWorld world;
  ASSERT_ACCEPTED(Set(world, Small()));
  ASSERT_ACCEPTED(
      world.AddMatrix("m", {"report csi-manager A", "report customer R",
                            "report it-director R", "other customer AR"}));
  EXPECT_THAT(P8(world, "m"),
              ::testing::ElementsAre(
                  "report: customer acts here, and has no part in \"Writes "
                  "reports\" of Mine."));
  v1::RuleSettings off;
  off.add_rules()->set_rule("P8");
  off.mutable_rules(0)->set_off(true);
  EXPECT_TRUE(P8(world, "m", &off).empty());
}

TEST(PartRules, P8JudgesNoPartThatNobodyKnows) {
  RaciWorld world;
  v1::SetResponsibilityTableRequest request = Small();
  v1::ResponsibilityCell& cell =
      *request.mutable_responsibility_table()->add_cells();
  cell.set_row("reports");
  cell.set_role(Name("roles", "customer"));
  cell.set_part(v1::RESPONSIBILITY_PART_UNKNOWN);
  ASSERT_ACCEPTED(Set(world, request));
  ASSERT_ACCEPTED(
      world.AddMatrix("m", {"report csi-manager A", "report customer R"}));
  EXPECT_TRUE(P8(world, "m").empty());
}

TEST(PartRules, P8FindsNothingInTheMatricesOfThePack) {
  RaciWorld world;
  for (const char* matrix : {"seven-step-central", "seven-step-federated",
                             "csi-activities", "service-owner-stakeholder"}) {
    EXPECT_TRUE(P8(world, matrix).empty()) << matrix;
  }
}

}  // namespace
}  // namespace csi::raci
