// RenderReport and GetReportContent: the release bypass from points to HTML.
#include "common/base/sha256.h"
#include "services/reporting/server/queries.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ALREADY_EXISTS;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;

class DecideRenderReport : public ReportingWorld {
 protected:
  DecideRenderReport() {
    MakeBypass();
    Record(Months("bypass", 2024, 1,
                  {80, 82, 79, 81, 78, 83, 80, 79, 82, 80, 81, 78}));
    Deliver(Entry("o", "bypass"));
    v1::FreezeBaselineRequest freeze = Freeze("b", "o");
    auto& window = *freeze.mutable_baseline()->mutable_window();
    *window.mutable_start_time() = Day(2024, 1, 1);
    *window.mutable_end_time() = Day(2025, 1, 1);
    EXPECT_TRUE(As<v1::Baseline>("carol", "FreezeBaseline", freeze).ok());
    DeliverChange("o", "RFC-501", Day(2025, 1, 1), Day(2025, 1, 1));
    Record(Months("bypass", 2025, 1, {60, 58, 55, 52, 50, 47, 45, 44}));
    v1::CompareWindowsRequest compare;
    compare.set_parent("tenants/acme");
    compare.set_comparison_id("c");
    compare.set_opportunity(Name("opportunities", "o"));
    EXPECT_TRUE(As<v1::Comparison>("carol", "CompareWindows", compare).ok());
    v1::AcceptVerdictRequest accept;
    accept.set_name(Name("comparisons", "c"));
    EXPECT_TRUE(As<v1::Comparison>("erin", "AcceptVerdict", accept).ok());
    csi::workflow::v1::StepApproved approved;
    auto& run = *approved.mutable_context();
    run.set_run(Name("runs", "run-o"));
    run.set_opportunity(Name("opportunities", "o"));
    run.set_definition(Name("definitions", "seven-step"));
    run.set_step(6);
    run.set_step_key("present");
    run.mutable_grant()->set_person(Name("people", "erin"));
    run.mutable_grant()->set_letter(common::v1::LETTER_ACCOUNTABLE);
    run.mutable_grant()->set_role(Name("roles", "seven-step-owner"));
    Deliver("workflow", approved);
  }

  v1::RenderReportRequest Render(std::string_view id = "r") {
    v1::RenderReportRequest request;
    request.set_parent("tenants/acme");
    request.set_report_id(std::string(id));
    request.mutable_report()->set_title("Quarterly <review>");
    return request;
  }

  absl::StatusOr<v1::Report> Try(const v1::RenderReportRequest& request,
                                 std::string person = "carol") {
    return As<v1::Report>(person, "RenderReport", request);
  }

  std::string Content(std::string_view id) {
    v1::GetReportContentRequest request;
    request.set_name(Name("reports", id));
    v1::GetReportContentResponse response;
    const absl::Status status =
        GetReportContent(runner.Query("reporting"), request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response.content();
  }
};

TEST_F(DecideRenderReport, ShowsTheImprovementWithItsProof) {
  const auto report = Try(Render());
  ASSERT_TRUE(report.ok()) << report.status();
  const std::string html = Content("r");
  EXPECT_EQ(static_cast<int64_t>(html.size()), report->content_bytes());
  EXPECT_EQ(Hex(Sha256(html)), report->content_sha256());
  for (const char* wanted :
       {"Quarterly &lt;review&gt;", "Releases that bypass the process",
        "RFC-501", "<svg", "80.25", "51.375", "Erin", "approved the step",
        "6 Present and use the information", "accepted the verdict"}) {
    EXPECT_NE(html.find(wanted), std::string::npos) << wanted;
  }
  EXPECT_EQ(html.find("because of"), std::string::npos);
  EXPECT_EQ(runner.CountEvents("reporting", "ReportRendered"), 1);
}

TEST_F(DecideRenderReport, TellsOneActWithWhatFollowedFromIt) {
  csi::workflow::v1::StepStarted began;
  auto& run = *began.mutable_context();
  run.set_run(Name("runs", "run-o"));
  run.set_opportunity(Name("opportunities", "o"));
  run.set_definition(Name("definitions", "seven-step"));
  run.set_step(7);
  run.set_step_key("implement");
  run.mutable_grant()->set_person(Name("people", "erin"));
  run.mutable_grant()->set_letter(common::v1::LETTER_ACCOUNTABLE);
  run.mutable_grant()->set_role(Name("roles", "seven-step-owner"));
  Deliver("workflow", began);
  csi::registry::v1::OpportunityMoved moved;
  *moved.mutable_opportunity() = Entry("o", "bypass");
  moved.set_to_state(csi::registry::v1::OPPORTUNITY_STATE_IN_PROGRESS);
  moved.set_cause_id("no such event");
  moved.mutable_grant()->set_person(Name("people", "erin"));
  Deliver("registry", moved);
  ASSERT_TRUE(Try(Render()).ok());
  const std::string html = Content("r");
  for (const char* wanted :
       {"step 7 Implement improvement began", "the entry is now In progress"}) {
    EXPECT_NE(html.find(wanted), std::string::npos) << wanted;
  }
  EXPECT_EQ(html.find("started the step"), std::string::npos);
}

TEST_F(DecideRenderReport, NamesPeopleRolesAndJournalsAsPeopleDo) {
  csi::workflow::v1::ConsultationAsked asked;
  auto& run = *asked.mutable_context();
  run.set_run(Name("runs", "run-o"));
  run.set_opportunity(Name("opportunities", "o"));
  run.set_step(6);
  asked.set_consultation(Name("consultations", "c1"));
  asked.set_role(Name("roles", "seven-step-owner"));
  Deliver("workflow", asked);
  csi::workflow::v1::ConsultationAnswered answered;
  *answered.mutable_context() = run;
  answered.set_consultation(Name("consultations", "c1"));
  answered.set_answered_by(Name("people", "erin"));
  Deliver("workflow", answered);
  ASSERT_TRUE(Try(Render()).ok());
  const std::string html = Content("r");
  const size_t consultations = html.find("Consultations");
  ASSERT_NE(consultations, std::string::npos);
  EXPECT_NE(html.find("Erin", consultations), std::string::npos);
  EXPECT_NE(html.find("Journal workflow"), std::string::npos);
  EXPECT_NE(html.find("read up to position"), std::string::npos);
  EXPECT_EQ(html.find("INCONSISTENT"), std::string::npos);
  EXPECT_NE(html.find("Series of 12 months, 2024-01-01 to 2024-12-31"),
            std::string::npos);
}

TEST_F(DecideRenderReport, GivesTheSummaryForPrograms) {
  v1::RenderReportRequest request = Render("s");
  request.mutable_report()->set_template_("csi-summary");
  const auto report = Try(request);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->content_type(), "application/json");
  const std::string json = Content("s");
  EXPECT_NE(json.find("\"IMPROVED\""), std::string::npos) << json;
  EXPECT_NE(json.find("-28.875"), std::string::npos);
}

TEST_F(DecideRenderReport, ShowsOneOpportunityAlone) {
  Deliver(Entry("other", ""));
  v1::RenderReportRequest request = Render("one");
  request.mutable_report()->set_opportunity(Name("opportunities", "o"));
  EXPECT_TRUE(Try(request).ok());
  request.set_report_id("two");
  request.mutable_report()->set_opportunity(Name("opportunities", "x"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_NOT_FOUND);
}

TEST_F(DecideRenderReport, ServesTheContentInParts) {
  ASSERT_TRUE(Try(Render()).ok());
  const std::string all = Content("r");
  v1::GetReportContentRequest request;
  request.set_name(Name("reports", "r"));
  request.set_offset(100);
  v1::GetReportContentResponse response;
  ASSERT_TRUE(
      GetReportContent(runner.Query("reporting"), request, &response).ok());
  EXPECT_EQ(response.content(), all.substr(100));
  EXPECT_EQ(response.next_offset(), 0);
  request.set_offset(static_cast<int64_t>(all.size()) + 1);
  EXPECT_EQ(
      ReasonOf(GetReportContent(runner.Query("reporting"), request, &response)),
      ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideRenderReport, RefusesStrangersUnknownLayoutsAndTakenIds) {
  EXPECT_EQ(Reason(Try(Render(), "")), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(Try(Render(), "gina")), ERROR_REASON_NOT_AUTHORIZED);
  v1::RenderReportRequest request = Render();
  request.mutable_report()->set_template_("poster");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  ASSERT_TRUE(Try(Render()).ok());
  EXPECT_EQ(Reason(Try(Render())), ERROR_REASON_ALREADY_EXISTS);
}

}  // namespace
}  // namespace csi::reporting
