// Thresholds, what they would have raised, and alerts.
#include "services/reporting/domain/indicator.h"
#include "services/reporting/domain/thresholds/backtest.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

using Terms = std::map<std::string, std::string>;

std::string Term(const Terms& terms, const char* field) {
  const auto found = terms.find(field);
  return found == terms.end() ? "" : found->second;
}

bool Fits(const std::string& wanted, std::string_view found) {
  return wanted.empty() || wanted == found;
}

// Says why a watching version does not judge figures now.
void FillSuspension(const QueryContext& context, v1::Threshold& threshold) {
  if (threshold.watching_version() == 0) return;
  const auto watch = GetRow<v1::ThresholdWatch>(
      context.state,
      Key(kThresholdWatchTag, {context.tenant, LastPart(threshold.indicator()),
                               LastPart(threshold.name())}));
  const auto indicator = ReadIndicator(context.state, context.tenant,
                                       LastPart(threshold.indicator()));
  if (!watch || !indicator ||
      watch->threshold().comparability() == indicator->comparability()) {
    return;
  }
  threshold.set_suspended_reason(
      "The definition of the indicator has changed in a way that makes its "
      "figures not comparable; write a new version of the threshold.");
}

}  // namespace

absl::Status GetThreshold(const QueryContext& context,
                          const v1::GetThresholdRequest& request,
                          v1::Threshold* threshold) {
  RETURN_IF_ERROR(GetResource(context, kThresholdTag, request.name(),
                              "thresholds", threshold));
  if (request.version() != 0 && request.version() != threshold->version()) {
    auto older = GetRow<v1::Threshold>(
        context.state,
        Key(kThresholdVersionTag,
            {context.tenant, LastPart(request.name()),
             LargestFirstPart(static_cast<uint64_t>(request.version()))}));
    if (!older) {
      return FieldError("version", StrCat(request.name(), " has versions 1 to ",
                                          threshold->version(), "."));
    }
    *threshold = *std::move(older);
    return absl::OkStatus();
  }
  FillSuspension(context, *threshold);
  return absl::OkStatus();
}

absl::Status ListThresholds(const QueryContext& context,
                            const v1::ListThresholdsRequest& request,
                            v1::ListThresholdsResponse* response) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  ASSIGN_OR_RETURN(const Terms terms,
                   ParseFilter(request.filter(), {"indicator", "state"}));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  response->set_next_page_token(ScanPage(
      context.state, page, KeyPrefix(kThresholdTag, {context.tenant}),
      [&](std::string_view, std::string_view value) {
        auto row = ParseRow<v1::Threshold>(value);
        if (!row || !Fits(Term(terms, "indicator"), row->indicator()) ||
            !Fits(Term(terms, "state"),
                  WithoutPrefix(v1::ThresholdState_Name(row->state()),
                                "THRESHOLD_STATE_"))) {
          return false;
        }
        row->set_etag(EtagOf(row->revision()));
        FillSuspension(context, *row);
        *response->add_thresholds() = *std::move(row);
        return true;
      }));
  return absl::OkStatus();
}

absl::Status BacktestThreshold(const QueryContext& context,
                               const v1::BacktestThresholdRequest& request,
                               v1::Backtest* backtest) {
  v1::Threshold threshold;
  RETURN_IF_ERROR(GetResource(context, kThresholdTag, request.name(),
                              "thresholds", &threshold));
  const auto indicator = ReadIndicator(context.state, context.tenant,
                                       LastPart(threshold.indicator()));
  if (!indicator) return NotFound("indicators", threshold.indicator());
  threshold.clear_etag();
  ASSIGN_OR_RETURN(*backtest,
                   BacktestOf(context.state, context.tenant, *indicator,
                              threshold, request.window(), request.problems()));
  return absl::OkStatus();
}

absl::Status GetAlert(const QueryContext& context,
                      const v1::GetAlertRequest& request, v1::Alert* alert) {
  return GetResource(context, kAlertTag, request.name(), "alerts", alert);
}

absl::Status ListAlerts(const QueryContext& context,
                        const v1::ListAlertsRequest& request,
                        v1::ListAlertsResponse* response) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  ASSIGN_OR_RETURN(
      const Terms terms,
      ParseFilter(request.filter(), {"threshold", "indicator", "state"}));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const auto take = [&](std::optional<v1::Alert> row) {
    if (!row || !Fits(Term(terms, "threshold"), row->threshold()) ||
        !Fits(Term(terms, "indicator"), row->indicator()) ||
        !Fits(
            Term(terms, "state"),
            WithoutPrefix(v1::AlertState_Name(row->state()), "ALERT_STATE_"))) {
      return false;
    }
    row->set_etag(EtagOf(row->revision()));
    *response->add_alerts() = *std::move(row);
    return true;
  };
  const std::string threshold = Term(terms, "threshold");
  if (threshold.empty()) {
    response->set_next_page_token(
        ScanPage(context.state, page, KeyPrefix(kAlertTag, {context.tenant}),
                 [&](std::string_view, std::string_view value) {
                   return take(ParseRow<v1::Alert>(value));
                 }));
    return absl::OkStatus();
  }
  const std::string prefix =
      KeyPrefix(kAlertByThresholdTag, {context.tenant, LastPart(threshold)});
  response->set_next_page_token(ScanPage(
      context.state, page, prefix, [&](std::string_view key, std::string_view) {
        return take(GetRow<v1::Alert>(
            context.state,
            Key(kAlertTag, {context.tenant, key.substr(prefix.size())})));
      }));
  return absl::OkStatus();
}

}  // namespace csi::reporting
