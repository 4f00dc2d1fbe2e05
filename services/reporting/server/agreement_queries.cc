#include "services/reporting/server/agreement_queries.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/agreement_report.h"
#include "services/reporting/domain/agreements/terms.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"

namespace csi::reporting {
namespace {

using Terms = std::map<std::string, std::string>;

template <class Request>
absl::StatusOr<Terms> CheckList(const QueryContext& context,
                                const Request& request,
                                const std::vector<std::string>& fields) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  return ParseFilter(request.filter(), fields);
}

bool Matches(const v1::Agreement& agreement, const Terms& terms) {
  for (const auto& [field, value] : terms) {
    if (field == "service" && agreement.service() != value) return false;
    if (field == "node" && agreement.node() != value) return false;
    if (field == "kind" && v1::AgreementKind_Name(agreement.kind()) !=
                               StrCat("AGREEMENT_KIND_", value)) {
      return false;
    }
  }
  return true;
}

bool Matches(const v1::ServiceNode& node, const Terms& terms) {
  const auto service = terms.find("service");
  return service == terms.end() || node.service() == service->second;
}

bool Matches(const v1::Outage&, const Terms&) { return true; }

// A page along the rows of a tag.
template <class Row, class Add>
absl::StatusOr<std::string> PageOfRows(const QueryContext& context,
                                       const google::protobuf::Message& request,
                                       const Terms& terms, std::string_view tag,
                                       Add add) {
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  return ScanPage(context.state, page, KeyPrefix(tag, {context.tenant}),
                  [&](std::string_view, std::string_view value) {
                    auto row = ParseRow<Row>(value);
                    if (!row || !Matches(*row, terms)) return false;
                    row->set_etag(EtagOf(row->revision()));
                    add(*std::move(row));
                    return true;
                  });
}

}  // namespace

absl::Status GetAgreement(const QueryContext& context,
                          const v1::GetAgreementRequest& request,
                          v1::Agreement* agreement) {
  return GetResource(context, kAgreementTag, request.name(), "agreements",
                     agreement);
}

absl::Status ListAgreements(const QueryContext& context,
                            const v1::ListAgreementsRequest& request,
                            v1::ListAgreementsResponse* response) {
  ASSIGN_OR_RETURN(const Terms terms,
                   CheckList(context, request, {"kind", "service", "node"}));
  ASSIGN_OR_RETURN(
      *response->mutable_next_page_token(),
      PageOfRows<v1::Agreement>(context, request, terms, kAgreementTag,
                                [&](v1::Agreement row) {
                                  *response->add_agreements() = std::move(row);
                                }));
  return absl::OkStatus();
}

absl::Status ReportAgreement(const QueryContext& context,
                             const v1::ReportAgreementRequest& request,
                             v1::AgreementReport* report) {
  v1::Agreement agreement;
  RETURN_IF_ERROR(GetResource(context, kAgreementTag, request.name(),
                              "agreements", &agreement));
  if (request.months() < 0 || request.months() > limits::kChartMonthsMax) {
    return FieldError("months",
                      StrCat("1 to ", limits::kChartMonthsMax, ", or 0 for ",
                             limits::kChartMonthsDefault, "."));
  }
  AgreementQuestion question{
      context.state,
      context.views,
      context.tenant,
      std::string(LastPart(request.name())),
      {},
      request.months() == 0 ? limits::kChartMonthsDefault : request.months(),
      absl::ToUnixMicros(context.now)};
  if (request.month().empty()) {
    ASSIGN_OR_RETURN(const ServiceHours hours, HoursOf(agreement));
    question.month = CalendarMonth::Of(question.now_us, hours.zone());
  } else {
    ASSIGN_OR_RETURN(question.month, CalendarMonth::Parse(request.month()));
  }
  ASSIGN_OR_RETURN(*report, ReportOn(question));
  return absl::OkStatus();
}

absl::Status ListAgreementBreaches(
    const QueryContext& context,
    const v1::ListAgreementBreachesRequest& request,
    v1::ListAgreementBreachesResponse* response) {
  ASSIGN_OR_RETURN(const std::string id, IdOf("parent", request.parent(),
                                              context.tenant, "agreements"));
  if (!context.state.Has(Key(kAgreementTag, {context.tenant, id}))) {
    return NotFound("agreements", request.parent());
  }
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  response->set_next_page_token(
      ScanPage(context.state, page, KeyPrefix(kBreachTag, {context.tenant, id}),
               [&](std::string_view, std::string_view value) {
                 auto row = ParseRow<v1::AgreementBreach>(value);
                 if (!row) return false;
                 *response->add_breaches() = *std::move(row);
                 return true;
               }));
  return absl::OkStatus();
}

absl::Status GetServiceNode(const QueryContext& context,
                            const v1::GetServiceNodeRequest& request,
                            v1::ServiceNode* node) {
  return GetResource(context, kServiceNodeTag, request.name(), "serviceNodes",
                     node);
}

absl::Status ListServiceNodes(const QueryContext& context,
                              const v1::ListServiceNodesRequest& request,
                              v1::ListServiceNodesResponse* response) {
  ASSIGN_OR_RETURN(const Terms terms, CheckList(context, request, {"service"}));
  ASSIGN_OR_RETURN(
      *response->mutable_next_page_token(),
      PageOfRows<v1::ServiceNode>(
          context, request, terms, kServiceNodeTag, [&](v1::ServiceNode row) {
            *response->add_service_nodes() = std::move(row);
          }));
  return absl::OkStatus();
}

absl::Status GetOutage(const QueryContext& context,
                       const v1::GetOutageRequest& request,
                       v1::Outage* outage) {
  return GetResource(context, kOutageTag, request.name(), "outages", outage);
}

absl::Status ListOutages(const QueryContext& context,
                         const v1::ListOutagesRequest& request,
                         v1::ListOutagesResponse* response) {
  ASSIGN_OR_RETURN(const Terms terms, CheckList(context, request, {"node"}));
  const auto add = [&](v1::Outage row) {
    *response->add_outages() = std::move(row);
  };
  const auto node = terms.find("node");
  if (node == terms.end()) {
    ASSIGN_OR_RETURN(
        *response->mutable_next_page_token(),
        PageOfRows<v1::Outage>(context, request, terms, kOutageTag, add));
    return absl::OkStatus();
  }
  // Of one node: newest first, along its index.
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const std::string prefix =
      KeyPrefix(kOutageByNodeTag, {context.tenant, LastPart(node->second)});
  response->set_next_page_token(ScanPage(
      context.state, page, prefix, [&](std::string_view key, std::string_view) {
        const std::string_view id = key.substr(prefix.size() + sizeof(int64_t));
        auto row = GetRow<v1::Outage>(context.state,
                                      Key(kOutageTag, {context.tenant, id}));
        if (!row) return false;
        row->set_etag(EtagOf(row->revision()));
        add(*std::move(row));
        return true;
      }));
  return absl::OkStatus();
}

}  // namespace csi::reporting
