// Reports, their content, and the summary of improvements.
#include "services/reporting/domain/gzip.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {

absl::Status GetReport(const QueryContext& context,
                       const v1::GetReportRequest& request,
                       v1::Report* report) {
  return GetResource(context, kReportTag, request.name(), "reports", report);
}

absl::Status ListReports(const QueryContext& context,
                         const v1::ListReportsRequest& request,
                         v1::ListReportsResponse* response) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  RETURN_IF_ERROR(ParseFilter(request.filter(), {}).status());
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  response->set_next_page_token(
      ScanPage(context.state, page, KeyPrefix(kReportTag, {context.tenant}),
               [&](std::string_view, std::string_view value) {
                 auto report = ParseRow<v1::Report>(value);
                 if (!report) return false;
                 report->set_etag(EtagOf(report->revision()));
                 *response->add_reports() = *std::move(report);
                 return true;
               }));
  return absl::OkStatus();
}

absl::Status GetReportSubscription(
    const QueryContext& context,
    const v1::GetReportSubscriptionRequest& request,
    v1::ReportSubscription* subscription) {
  return GetResource(context, kSubscriptionTag, request.name(),
                     "reportSubscriptions", subscription);
}

absl::Status ListReportSubscriptions(
    const QueryContext& context,
    const v1::ListReportSubscriptionsRequest& request,
    v1::ListReportSubscriptionsResponse* response) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  RETURN_IF_ERROR(ParseFilter(request.filter(), {}).status());
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  response->set_next_page_token(ScanPage(
      context.state, page, KeyPrefix(kSubscriptionTag, {context.tenant}),
      [&](std::string_view, std::string_view value) {
        auto row = ParseRow<v1::ReportSubscription>(value);
        if (!row) return false;
        row->set_etag(EtagOf(row->revision()));
        *response->add_report_subscriptions() = *std::move(row);
        return true;
      }));
  return absl::OkStatus();
}

absl::Status GetReportContent(const QueryContext& context,
                              const v1::GetReportContentRequest& request,
                              v1::GetReportContentResponse* response) {
  v1::Report report;
  RETURN_IF_ERROR(
      GetResource(context, kReportTag, request.name(), "reports", &report));
  const auto packed = context.state.Get(
      Key(kReportContentTag, {context.tenant, LastPart(request.name())}));
  const std::optional<std::string> content = Gunzip(packed.value_or(""));
  if (!content ||
      static_cast<int64_t>(content->size()) != report.content_bytes()) {
    return Refusal(common::v1::ERROR_REASON_JOURNAL_DAMAGED,
                   StrCat("The stored content of ", report.name(),
                          " does not unpack. Render the report again."));
  }
  if (request.offset() < 0 || request.offset() > report.content_bytes()) {
    return FieldError(
        "offset", StrCat("it must lie in 0..", report.content_bytes(), "."));
  }
  response->set_name(report.name());
  response->set_content_type(report.content_type());
  response->set_content_sha256(report.content_sha256());
  response->set_content(
      content->substr(request.offset(), limits::kReportPartBytes));
  const int64_t end =
      request.offset() + static_cast<int64_t>(response->content().size());
  if (end < report.content_bytes()) response->set_next_offset(end);
  return absl::OkStatus();
}

absl::Status SummarizeImprovements(
    const QueryContext& context,
    const v1::SummarizeImprovementsRequest& request,
    v1::ImprovementSummary* summary) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  const auto in = [&](std::string_view state) {
    return CountIn(context.views, context.tenant, state);
  };
  summary->set_running(in("IN_PROGRESS"));
  summary->set_in_preparation(in("ACCEPTED") + in("ASSESSED") + in("APPROVED"));
  summary->set_waiting_for_effect(in("IN_REVIEW"));
  summary->set_on_hold(in("ON_HOLD"));
  summary->set_logged(in("NEW"));
  summary->set_deferred(in("DEFERRED"));
  summary->set_closed(in("CLOSED"));
  summary->set_dropped(in("REJECTED") + in("CANCELLED"));
  for (int value = v1::VERDICT_VALUE_IMPROVED; value <= v1::VerdictValue_MAX;
       ++value) {
    const auto counter = GetRow<v1::Counter>(
        context.state,
        Key(kCounterTag, {context.tenant, StrCat("verdict/", value)}));
    if (!counter) continue;
    v1::VerdictCount& count = *summary->add_verdicts();
    count.set_value(static_cast<v1::VerdictValue>(value));
    count.set_count(counter->count());
  }
  return absl::OkStatus();
}

}  // namespace csi::reporting
