// Indicators and targets, as they are read.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"

namespace csi::reporting {
namespace {

bool Matches(const v1::Indicator& indicator,
             const std::map<std::string, std::string>& terms) {
  for (const auto& [field, value] : terms) {
    const std::string actual = field == "state"
                                   ? v1::IndicatorState_Name(indicator.state())
                                   : v1::IndicatorKind_Name(indicator.kind());
    const std::string prefix =
        field == "state" ? "INDICATOR_STATE_" : "INDICATOR_KIND_";
    if (actual != prefix + value) return false;
  }
  return true;
}

}  // namespace

absl::Status GetIndicator(const QueryContext& context,
                          const v1::GetIndicatorRequest& request,
                          v1::Indicator* indicator) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", request.name(), context.tenant, "indicators"));
  std::optional<v1::Indicator> found =
      ReadIndicator(context.state, context.tenant, id);
  if (!found) return NotFound("indicators", request.name());
  *indicator = *std::move(found);
  return absl::OkStatus();
}

absl::Status ListIndicators(const QueryContext& context,
                            const v1::ListIndicatorsRequest& request,
                            v1::ListIndicatorsResponse* response) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  ASSIGN_OR_RETURN(const auto terms,
                   ParseFilter(request.filter(), {"state", "kind"}));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const std::string prefix = KeyPrefix(kIndicatorTag, {context.tenant});
  response->set_next_page_token(ScanPage(
      context.state, page, prefix,
      [&](std::string_view key, std::string_view value) {
        auto indicator = ParseRow<v1::Indicator>(value);
        if (!indicator || !Matches(*indicator, terms)) return false;
        *response->add_indicators() = WithStats(
            *std::move(indicator),
            StatsOf(context.state, context.tenant, key.substr(prefix.size())));
        return true;
      }));
  return absl::OkStatus();
}

absl::Status ListIndicatorRevisions(
    const QueryContext& context,
    const v1::ListIndicatorRevisionsRequest& request,
    v1::ListIndicatorRevisionsResponse* response) {
  ASSIGN_OR_RETURN(const std::string id, IdOf("parent", request.parent(),
                                              context.tenant, "indicators"));
  if (!context.state.Has(Key(kIndicatorTag, {context.tenant, id}))) {
    return NotFound("indicators", request.parent());
  }
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  response->set_next_page_token(
      ScanPage(context.state, page,
               KeyPrefix(kIndicatorRevisionTag, {context.tenant, id}),
               [&](std::string_view, std::string_view value) {
                 auto row = ParseRow<v1::IndicatorRevision>(value);
                 if (!row) return false;
                 *response->add_revisions() = *std::move(row);
                 return true;
               }));
  return absl::OkStatus();
}

}  // namespace csi::reporting
