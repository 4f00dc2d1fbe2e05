// RenderReport.
#include "common/base/limits.h"
#include "common/base/sha256.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/gzip.h"
#include "services/reporting/domain/report/report_builder.h"
#include "services/reporting/domain/report/report_layout.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/render/html_report.h"
#include "services/reporting/render/report_forms.h"
#include "services/reporting/render/summary_json.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

constexpr std::string_view kOverview = "csi-overview";
constexpr std::string_view kSummary = "csi-summary";

enum class Form { kHtml, kMarkdown, kCsv, kJson, kShort };

absl::StatusOr<Form> FormOf(const v1::Report& report) {
  const bool summary = report.template_() == kSummary;
  switch (report.format()) {
    case v1::REPORT_FORMAT_UNSPECIFIED:
      return summary ? Form::kShort : Form::kHtml;
    case v1::REPORT_FORMAT_HTML:
      if (!summary) return Form::kHtml;
      break;
    case v1::REPORT_FORMAT_MARKDOWN:
      if (!summary) return Form::kMarkdown;
      break;
    case v1::REPORT_FORMAT_CSV:
      if (!summary) return Form::kCsv;
      break;
    case v1::REPORT_FORMAT_JSON:
      return summary ? Form::kShort : Form::kJson;
    default:
      break;
  }
  return FieldError("report.format",
                    "HTML, MARKDOWN, CSV or JSON; csi-summary is JSON alone.");
}

std::string Write(Form form, const render::ReportModel& model,
                  const std::string& summary) {
  switch (form) {
    case Form::kHtml:
      return render::RenderHtml(model);
    case Form::kMarkdown:
      return render::RenderMarkdown(model);
    case Form::kCsv:
      return render::RenderCsv(model);
    case Form::kJson:
      return render::RenderReportJson(model);
    case Form::kShort:
      return summary;
  }
  return "";
}

const char* ContentType(Form form) {
  switch (form) {
    case Form::kHtml:
      return "text/html; charset=utf-8";
    case Form::kMarkdown:
      return "text/markdown; charset=utf-8";
    case Form::kCsv:
      return "text/csv; charset=utf-8";
    case Form::kJson:
    case Form::kShort:
      return "application/json";
  }
  return "";
}

absl::Status CheckName(const Context& context, std::string_view field,
                       const std::string& name, std::string_view collection) {
  if (name.empty()) return absl::OkStatus();
  return IdOf(field, name, context.tenant, collection).status();
}

absl::StatusOr<std::string> Pack(const std::string& content) {
  std::string packed = Gzip(content);
  if (packed.size() <= limits::kReportGzipBytesMax) return packed;
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat("The report takes ", packed.size(),
                        " bytes packed; at most ", limits::kReportGzipBytesMax,
                        " are kept. Render it for one opportunity."),
                 {{"limit", StrCat(limits::kReportGzipBytesMax)}});
}

// What the report is, without content and who rendered it.
v1::Report Described(const v1::Report& asked, const Context& context,
                     const render::ReportModel& model, Form form) {
  v1::Report report;
  *report.mutable_create_time() = TimestampOf(context.now);
  *report.mutable_update_time() = TimestampOf(context.now);
  report.set_revision(1);
  report.set_title(model.title);
  report.set_audience(asked.audience());
  const bool laid_out = !model.layout.sections.empty();
  report.set_template_(std::string(laid_out               ? ""
                                   : form == Form::kShort ? kSummary
                                                          : kOverview));
  report.set_report_audience(asked.report_audience());
  report.set_format(asked.format());
  *report.mutable_sections() = asked.sections();
  report.set_depth(asked.depth());
  report.set_service(asked.service());
  report.set_process(asked.process());
  report.set_opportunity(asked.opportunity());
  report.set_content_type(ContentType(form));
  return report;
}

}  // namespace

absl::Status CheckReport(const Context& context, const v1::Report& report) {
  RETURN_IF_ERROR(CheckLength("report.title", report.title(), 200));
  RETURN_IF_ERROR(CheckLength("report.audience", report.audience(), 200));
  if (!report.template_().empty() && report.template_() != kOverview &&
      report.template_() != kSummary) {
    return FieldError(
        "report.template",
        StrCat("\"", report.template_(),
               "\" is unknown; there "
               "are csi-overview (HTML) and csi-summary (JSON)."));
  }
  RETURN_IF_ERROR(LayoutOf(report).status());
  RETURN_IF_ERROR(FormOf(report).status());
  RETURN_IF_ERROR(
      CheckName(context, "report.service", report.service(), "services"));
  RETURN_IF_ERROR(
      CheckName(context, "report.process", report.process(), "processes"));
  if (report.opportunity().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(IdOf("report.opportunity", report.opportunity(),
                       context.tenant, "opportunities")
                      .status());
  if (!OpportunityOf(*context.views, context.tenant, report.opportunity())) {
    return NotFound("opportunities", report.opportunity());
  }
  return absl::OkStatus();
}

absl::Status DecideRenderReport(const v1::RenderReportRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(
      const std::string id,
      NewId(context, "report_id", request.report_id(), kReportTag, "reports"));
  const v1::Report& asked = request.report();
  ASSIGN_OR_RETURN(
      const common::v1::AuthorityGrant grant,
      Authorize(context, "render a report",
                {{kCsiReport, ResponsibleOrAccountable()},
                 {kPresentInformation, ResponsibleOrAccountable()}},
                {}));
  RETURN_IF_ERROR(CheckReport(context, asked));
  RETURN_IF_ERROR(EmitReport(asked, grant, id, context, outcome));
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto reply = std::make_unique<v1::Report>(
        GetRow<v1::Report>(state, Key(kReportTag, {tenant, id}))
            .value_or(v1::Report()));
    reply->set_etag(EtagOf(reply->revision()));
    return reply;
  });
  return absl::OkStatus();
}

absl::Status EmitReport(const v1::Report& asked,
                        const common::v1::AuthorityGrant& grant,
                        const std::string& id, const Context& context,
                        Outcome& outcome) {
  ReportRequest wanted;
  wanted.title = asked.title();
  wanted.opportunity = asked.opportunity();
  wanted.generated_by = grant.person();
  for (const char* service : {"raci", "registry", "workflow"}) {
    wanted.view_revisions.push_back(
        StrCat(service, "=", context.view_revision(service)));
  }
  ASSIGN_OR_RETURN(wanted.layout, LayoutOf(asked));
  wanted.audience = AudienceOf(asked.report_audience());
  wanted.service = asked.service();
  wanted.process = asked.process();
  const render::ReportModel model = BuildReport(
      {*context.state, *context.views, context.tenant, context.now}, wanted);
  const std::string summary = render::RenderSummaryJson(model);
  ASSIGN_OR_RETURN(const Form form, FormOf(asked));
  const std::string content = Write(form, model, summary);
  ASSIGN_OR_RETURN(std::string packed, Pack(content));
  v1::ReportStored& event =
      *outcome.Emit<v1::JournalEvent>().mutable_report_stored();
  event.set_content_gzip(std::move(packed));
  v1::Report& report = *event.mutable_report();
  report = Described(asked, context, model, form);
  report.set_name(ResourceName(context.tenant, "reports", id));
  report.set_uid(context.ids->Next());
  report.set_content_bytes(static_cast<int64_t>(content.size()));
  report.set_content_sha256(Hex(Sha256(content)));
  // The content is a function of the model, and the summary names everything
  // in it with full precision.
  report.set_input_sha256(Hex(Sha256({summary, content})));
  *report.mutable_rendered_by() = grant;
  for (std::string& revision : wanted.view_revisions) {
    report.add_view_revisions(std::move(revision));
  }
  return absl::OkStatus();
}

}  // namespace csi::reporting
