#include "services/reporting/server/queries.h"

#include <set>

#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_PAGE_TOKEN_INVALID;

class ReportingQueries : public ReportingWorld {
 protected:
  QueryContext context() { return runner.Query("reporting"); }
};

TEST_F(ReportingQueries, ShowIndicatorsWithTheirCounters) {
  MakeBypass();
  Record(Months("bypass", 2024, 1, {80, 82, 79}));
  v1::GetIndicatorRequest request;
  request.set_name(Name("indicators", "bypass"));
  v1::Indicator indicator;
  ASSERT_TRUE(GetIndicator(context(), request, &indicator).ok());
  EXPECT_EQ(indicator.point_count(), 3);
  EXPECT_EQ(MicrosOf(indicator.last_period_time()), MicrosOf(Day(2024, 3, 1)));
  EXPECT_EQ(indicator.etag(), "\"r3\"");
  request.set_name(Name("indicators", "x"));
  EXPECT_EQ(ReasonOf(GetIndicator(context(), request, &indicator)),
            ERROR_REASON_NOT_FOUND);
  request.set_name("tenants/other/indicators/bypass");
  EXPECT_EQ(ReasonOf(GetIndicator(context(), request, &indicator)),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(ReportingQueries, ListIndicatorsPageByPageAndByState) {
  for (const char* id : {"a", "b", "c"}) MakeBypass(id);
  ASSERT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", Bypass("d")).ok());
  v1::ListIndicatorsRequest request;
  request.set_parent("tenants/acme");
  request.set_page_size(2);
  std::vector<std::string> names;
  int pages = 0;
  do {
    v1::ListIndicatorsResponse response;
    ASSERT_TRUE(ListIndicators(context(), request, &response).ok());
    for (const auto& each : response.indicators()) names.push_back(each.name());
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(names.size(), 4u);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 4u);
  request.set_filter("state = \"PROPOSED\"");
  request.clear_page_token();
  v1::ListIndicatorsResponse response;
  ASSERT_TRUE(ListIndicators(context(), request, &response).ok());
  ASSERT_EQ(response.indicators_size(), 1);
  EXPECT_EQ(response.indicators(0).name(), Name("indicators", "d"));
  request.set_page_token("nonsense");
  EXPECT_EQ(ReasonOf(ListIndicators(context(), request, &response)),
            ERROR_REASON_PAGE_TOKEN_INVALID);
  request.set_parent("tenants/other");
  EXPECT_EQ(ReasonOf(ListIndicators(context(), request, &response)),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(ReportingQueries, ListDefinitionsNewestFirst) {
  MakeBypass();
  v1::UpdateIndicatorRequest update;
  update.mutable_indicator()->set_name(Name("indicators", "bypass"));
  update.mutable_indicator()->set_source("deployment log");
  ASSERT_TRUE(As<v1::Indicator>("bob", "UpdateIndicator", update).ok());
  v1::ListIndicatorRevisionsRequest request;
  request.set_parent(Name("indicators", "bypass"));
  v1::ListIndicatorRevisionsResponse response;
  ASSERT_TRUE(ListIndicatorRevisions(context(), request, &response).ok());
  ASSERT_EQ(response.revisions_size(), 2);
  EXPECT_EQ(response.revisions(0).number(), 2);
  EXPECT_FALSE(response.revisions(0).has_approve_time());
  EXPECT_TRUE(response.revisions(1).has_approve_time());
  EXPECT_EQ(response.revisions(1).definition().source(), "release calendar");
}

TEST_F(ReportingQueries, ListPointsOfAllSeriesPageByPage) {
  v1::CreateIndicatorRequest define = Bypass("b");
  define.mutable_indicator()->add_dimensions("team");
  ASSERT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", define).ok());
  for (const char* team : {"", "blue", "red"}) {
    v1::RecordPointsRequest months = Months("b", 2024, 1, {1, 2, 3, 4, 5});
    for (v1::Point& point : *months.mutable_points()) {
      if (*team == '\0') continue;
      v1::DimensionValue& value = *point.add_dimensions();
      value.set_name("team");
      value.set_value(team);
    }
    Record(months);
  }
  v1::ListPointsRequest request;
  request.set_parent(Name("indicators", "b"));
  request.set_all_series(true);
  request.set_page_size(4);
  std::vector<double> values;
  std::vector<std::string> teams;
  do {
    v1::ListPointsResponse response;
    ASSERT_TRUE(ListPoints(context(), request, &response).ok());
    EXPECT_LE(response.points_size(), 4);
    for (const v1::Point& point : response.points()) {
      values.push_back(point.value());
      teams.push_back(
          point.dimensions_size() == 0 ? "" : point.dimensions(0).value());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(values,
            (std::vector<double>{1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5}));
  EXPECT_EQ(teams[0], "");
  EXPECT_EQ(teams[5], "blue");
  EXPECT_EQ(teams[14], "red");
}

TEST_F(ReportingQueries, ListPointsOfAWindowWithTheirHistory) {
  MakeBypass();
  Record(Months("bypass", 2024, 1, {80, 82, 79}));
  v1::CorrectPointsRequest fix;
  fix.set_name(Name("indicators", "bypass"));
  fix.set_reason("recount");
  *fix.mutable_points() = Months("bypass", 2024, 2, {70}).points();
  ASSERT_TRUE(As<v1::CorrectPointsResponse>("dave", "CorrectPoints", fix).ok());
  v1::ListPointsRequest request;
  request.set_parent(Name("indicators", "bypass"));
  request.set_history(true);
  *request.mutable_window()->mutable_start_time() = Day(2024, 2, 1);
  *request.mutable_window()->mutable_end_time() = Day(2024, 3, 1);
  v1::ListPointsResponse response;
  ASSERT_TRUE(ListPoints(context(), request, &response).ok());
  ASSERT_EQ(response.points_size(), 2);
  EXPECT_EQ(response.points(0).value(), 70);
  EXPECT_EQ(response.points(0).revision(), 2);
  EXPECT_EQ(response.points(0).correction_reason(), "recount");
  EXPECT_EQ(response.points(1).value(), 82);
}

TEST_F(ReportingQueries, DataQualityNamesGapsAndHowFarBehind) {
  MakeBypass();
  Record(Months("bypass", 2025, 1, {80, 82}));
  Record(Months("bypass", 2025, 5, {79}));
  v1::GetDataQualityRequest request;
  request.set_name(Name("indicators", "bypass"));
  v1::DataQuality quality;
  ASSERT_TRUE(GetDataQuality(context(), request, &quality).ok());
  EXPECT_EQ(quality.present_periods(), 3);
  EXPECT_EQ(quality.expected_periods(), 12);
  EXPECT_DOUBLE_EQ(quality.completeness(), 0.25);
  EXPECT_EQ(quality.periods_behind(), 7);
  ASSERT_EQ(quality.missing_period_times_size(), 9);
  EXPECT_EQ(MicrosOf(quality.missing_period_times(0)),
            MicrosOf(Day(2025, 3, 1)));
  ASSERT_GE(quality.findings_size(), 2);
  EXPECT_EQ(quality.findings(0).rule(), "INCOMPLETE");
}

TEST_F(ReportingQueries, ListRefusedRowsAcrossChunks) {
  MakeBypass();
  v1::CreateImportJobRequest open;
  open.set_parent("tenants/acme");
  open.set_import_job_id("j");
  ASSERT_TRUE(As<v1::ImportJob>("dave", "CreateImportJob", open).ok());
  for (int chunk = 1; chunk <= 3; ++chunk) {
    v1::ImportPointsRequest rows;
    rows.set_name(Name("importJobs", "j"));
    rows.set_chunk(chunk);
    for (int i = 0; i < 3; ++i) rows.add_rows()->set_line(chunk * 10 + i);
    ASSERT_TRUE(As<v1::ImportJob>("dave", "ImportPoints", rows).ok());
  }
  v1::ListRefusedRowsRequest request;
  request.set_parent(Name("importJobs", "j"));
  request.set_page_size(2);
  std::vector<int64_t> lines;
  do {
    v1::ListRefusedRowsResponse response;
    ASSERT_TRUE(ListRefusedRows(context(), request, &response).ok());
    for (const auto& row : response.refused_rows()) lines.push_back(row.line());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(lines, (std::vector<int64_t>{10, 11, 12, 20, 21, 22, 30, 31, 32}));
}

TEST_F(ReportingQueries, ListBaselinesAndTargetsByOpportunity) {
  MakeBypass();
  Record(Months("bypass", 2025, 1, std::vector<double>(12, 80)));
  Deliver(Entry("o", "bypass"));
  Deliver(Entry("p", "bypass"));
  ASSERT_TRUE(
      As<v1::Baseline>("carol", "FreezeBaseline", Freeze("b1", "o")).ok());
  ASSERT_TRUE(
      As<v1::Baseline>("carol", "FreezeBaseline", Freeze("b2", "o")).ok());
  ASSERT_TRUE(
      As<v1::Baseline>("carol", "FreezeBaseline", Freeze("b3", "p")).ok());
  v1::ListBaselinesRequest request;
  request.set_parent("tenants/acme");
  request.set_filter("opportunity = \"tenants/acme/opportunities/o\"");
  v1::ListBaselinesResponse response;
  ASSERT_TRUE(ListBaselines(context(), request, &response).ok());
  ASSERT_EQ(response.baselines_size(), 2);
  EXPECT_EQ(response.baselines(0).name(), Name("baselines", "b2"));
  request.set_filter("indicator = \"tenants/acme/indicators/bypass\"");
  response.Clear();
  ASSERT_TRUE(ListBaselines(context(), request, &response).ok());
  EXPECT_EQ(response.baselines_size(), 3);
  request.set_filter("");
  response.Clear();
  ASSERT_TRUE(ListBaselines(context(), request, &response).ok());
  EXPECT_EQ(response.baselines_size(), 3);
}

TEST_F(ReportingQueries, AnalyzeIndicatorStoresNothing) {
  MakeBypass();
  Record(Months("bypass", 2025, 1, {60, 58, 55, 52, 50, 47, 45, 44}));
  const MemoryKv before = runner.state("reporting");
  v1::AnalyzeIndicatorRequest request;
  request.set_name(Name("indicators", "bypass"));
  v1::Analysis analysis;
  ASSERT_TRUE(AnalyzeIndicator(context(), request, &analysis).ok());
  EXPECT_EQ(analysis.direction(), "positive");
  EXPECT_TRUE(analysis.name().empty());
  EXPECT_TRUE(before == runner.state("reporting"));
}

TEST_F(ReportingQueries, SummarizeImprovementsCountsEachStateOnce) {
  using namespace csi::registry::v1;  // NOLINT: enum values of one test
  const auto put = [&](std::string_view id, OpportunityState state) {
    auto entry = Entry(id, "");
    entry.set_state(state);
    Deliver(entry);
  };
  put("a", OPPORTUNITY_STATE_NEW);
  put("a", OPPORTUNITY_STATE_ACCEPTED);
  put("a", OPPORTUNITY_STATE_IN_PROGRESS);
  put("a", OPPORTUNITY_STATE_IN_PROGRESS);
  put("b", OPPORTUNITY_STATE_IN_PROGRESS);
  put("c", OPPORTUNITY_STATE_ASSESSED);
  put("d", OPPORTUNITY_STATE_IN_REVIEW);
  put("e", OPPORTUNITY_STATE_REJECTED);
  v1::SummarizeImprovementsRequest request;
  request.set_parent("tenants/acme");
  v1::ImprovementSummary summary;
  ASSERT_TRUE(SummarizeImprovements(context(), request, &summary).ok());
  EXPECT_EQ(summary.running(), 2);
  EXPECT_EQ(summary.in_preparation(), 1);
  EXPECT_EQ(summary.waiting_for_effect(), 1);
  EXPECT_EQ(summary.dropped(), 1);
  EXPECT_EQ(summary.logged(), 0);
}

}  // namespace
}  // namespace csi::reporting
