// RenderReport for audiences: what the rendered report shows of agreements,
// success factors and CSI's own figures, in each form.
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "services/reporting/domain/report/report_builder.h"
#include "services/reporting/render/html_report.h"
#include "services/reporting/render/report_forms.h"
#include "services/reporting/server/queries.h"
#include "tests/unit/services/reporting/server/agreements_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;

class AudienceReport : public AgreementsWorld {
 protected:
  AudienceReport() {
    v1::SetAgreementRequest ola = Sla("database-ola", "database");
    ola.mutable_agreement()->set_kind(v1::AGREEMENT_KIND_OLA);
    Agree(ola);
    v1::SetAgreementRequest sla = Sla();
    sla.mutable_agreement()->add_underpinned_by(
        Name("agreements", "database-ola"));
    Agree(sla);
    runner.AdvanceTo(At(2026, 3, 30, 9));
    v1::RecordOutageRequest down =
        Down("database", "d1", At(2026, 3, 10, 9), At(2026, 3, 10, 12));
    down.mutable_outage()->set_cause("<disk>");
    Tell(down);
  }

  v1::RenderReportRequest Render(std::string_view id,
                                 v1::ReportAudience audience,
                                 v1::ReportFormat format) {
    v1::RenderReportRequest request;
    request.set_parent("tenants/acme");
    request.set_report_id(std::string(id));
    request.mutable_report()->set_report_audience(audience);
    request.mutable_report()->set_format(format);
    return request;
  }
  absl::StatusOr<v1::Report> Try(const v1::RenderReportRequest& request) {
    return As<v1::Report>("carol", "RenderReport", request);
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

TEST_F(AudienceReport, ShowsTheBreachWithItsOutageAndWhatCausedIt) {
  const auto report = Try(
      Render("r", v1::REPORT_AUDIENCE_SERVICE_OWNER, v1::REPORT_FORMAT_HTML));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->report_audience(), v1::REPORT_AUDIENCE_SERVICE_OWNER);
  EXPECT_EQ(report->title(), "Service report");
  const std::string html = Content("r");
  for (const char* wanted :
       {"the target of 99.500 % is missed", "2026-03-10 09:00",
        "2026-03-10 12:00", "&lt;disk&gt;", "database-ola", ">yes<", "MTBSI",
        "database-ola was breached too",
        "No entry of the register addresses this agreement"}) {
    EXPECT_NE(html.find(wanted), std::string::npos) << wanted;
  }
  EXPECT_EQ(html.find("<disk>"), std::string::npos);
}

TEST_F(AudienceReport, EachAudienceInEachFormIsStoredAsItSays) {
  const std::pair<v1::ReportFormat, const char*> forms[] = {
      {v1::REPORT_FORMAT_HTML, "text/html; charset=utf-8"},
      {v1::REPORT_FORMAT_MARKDOWN, "text/markdown; charset=utf-8"},
      {v1::REPORT_FORMAT_CSV, "text/csv; charset=utf-8"},
      {v1::REPORT_FORMAT_JSON, "application/json"}};
  for (int audience = 1; audience <= v1::ReportAudience_MAX; ++audience) {
    for (const auto& [format, type] : forms) {
      const std::string id = StrCat("r", audience, "-", format);
      const auto report =
          Try(Render(id, static_cast<v1::ReportAudience>(audience), format));
      ASSERT_TRUE(report.ok()) << report.status();
      EXPECT_EQ(report->content_type(), type);
      EXPECT_EQ(Hex(Sha256(Content(id))), report->content_sha256());
    }
  }
}

TEST_F(AudienceReport, SameSnapshotAndTimeGiveTheSameBytes) {
  const auto context = runner.Query("reporting");
  const auto build = [&] {
    return BuildReport(
        {context.state, context.views, "acme", At(2026, 3, 30, 9)},
        {.title = "",
         .opportunity = "",
         .generated_by = Name("people", "carol"),
         .view_revisions = {},
         .audience = render::Audience::kReportingAnalyst,
         .layout = render::LayoutOf(render::Audience::kReportingAnalyst)});
  };
  EXPECT_EQ(render::RenderHtml(build()), render::RenderHtml(build()));
  EXPECT_EQ(render::RenderMarkdown(build()), render::RenderMarkdown(build()));
  EXPECT_EQ(render::RenderCsv(build()), render::RenderCsv(build()));
  EXPECT_EQ(render::RenderReportJson(build()),
            render::RenderReportJson(build()));
}

TEST_F(AudienceReport, ReviewsAreAboutTheLastWholeMonth) {
  ASSERT_TRUE(Try(Render("sla", v1::REPORT_AUDIENCE_SLA_REVIEW,
                         v1::REPORT_FORMAT_MARKDOWN))
                  .ok());
  const std::string text = Content("sla");
  EXPECT_NE(text.find("| sla | SLA | 2026\\-02 | met |"), std::string::npos)
      << text;
  ASSERT_TRUE(Try(Render("now", v1::REPORT_AUDIENCE_SENIOR_MANAGEMENT,
                         v1::REPORT_FORMAT_MARKDOWN))
                  .ok());
  EXPECT_NE(
      Content("now").find("| sla | SLA | 2026\\-03 \\(running\\) | missed"),
      std::string::npos)
      << Content("now");
}

TEST_F(AudienceReport, SectionsAndDepthOfTheRequestTakeTheirPlace) {
  v1::RenderReportRequest request =
      Render("own", v1::REPORT_AUDIENCE_UNSPECIFIED, v1::REPORT_FORMAT_JSON);
  request.mutable_report()->add_sections(v1::REPORT_SECTION_FLOW);
  request.mutable_report()->add_sections(v1::REPORT_SECTION_AGREEMENTS);
  request.mutable_report()->set_depth(v1::REPORT_DEPTH_BRIEF);
  ASSERT_TRUE(Try(request).ok());
  const std::string json = Content("own");
  const size_t flow = json.find("\"section\": \"flow\"");
  const size_t agreements = json.find("\"section\": \"agreements\"");
  ASSERT_NE(flow, std::string::npos);
  ASSERT_NE(agreements, std::string::npos);
  EXPECT_LT(flow, agreements);
  EXPECT_EQ(json.find("key_messages"), std::string::npos);
  EXPECT_EQ(json.find("Outages that counted"), std::string::npos);
}

TEST_F(AudienceReport, ShowsOneServiceAlone) {
  v1::RenderReportRequest request =
      Render("one", v1::REPORT_AUDIENCE_SERVICE_OWNER, v1::REPORT_FORMAT_JSON);
  request.mutable_report()->set_service(Name("services", "elsewhere"));
  ASSERT_TRUE(Try(request).ok());
  EXPECT_NE(Content("one").find("No agreement is recorded"), std::string::npos);
}

TEST_F(AudienceReport, RefusesWhatDoesNotFitTogether) {
  v1::RenderReportRequest request =
      Render("x", v1::REPORT_AUDIENCE_CSI_MANAGER, v1::REPORT_FORMAT_HTML);
  request.mutable_report()->set_template_("csi-overview");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request.mutable_report()->clear_template_();
  request.mutable_report()->add_sections(v1::REPORT_SECTION_FLOW);
  request.mutable_report()->add_sections(v1::REPORT_SECTION_FLOW);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request.mutable_report()->clear_sections();
  request.mutable_report()->set_service("services/mail");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request =
      Render("x", v1::REPORT_AUDIENCE_UNSPECIFIED, v1::REPORT_FORMAT_MARKDOWN);
  request.mutable_report()->set_template_("csi-summary");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace csi::reporting
