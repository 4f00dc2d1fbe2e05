// Tickets and their clocks, as they are read.
#include <string>
#include <utility>

#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/ticket_clocks.h"
#include "services/reporting/server/agreement_queries.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"

namespace csi::reporting {

absl::Status GetTicket(const QueryContext& context,
                       const v1::GetTicketRequest& request,
                       v1::Ticket* ticket) {
  return GetResource(context, kTicketTag, request.name(), "tickets", ticket);
}

absl::Status ListTickets(const QueryContext& context,
                         const v1::ListTicketsRequest& request,
                         v1::ListTicketsResponse* response) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  ASSIGN_OR_RETURN(const auto terms,
                   ParseFilter(request.filter(), {"agreement"}));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const auto agreement = terms.find("agreement");
  const bool all = agreement == terms.end();
  const std::string prefix =
      all ? KeyPrefix(kTicketTag, {context.tenant})
          : KeyPrefix(kTicketByAgreementTag,
                      {context.tenant, LastPart(agreement->second)});
  const size_t before_id = prefix.size() + (all ? 0 : sizeof(int64_t));
  response->set_next_page_token(ScanPage(
      context.state, page, prefix, [&](std::string_view key, std::string_view) {
        auto row = GetRow<v1::Ticket>(
            context.state,
            Key(kTicketTag, {context.tenant, key.substr(before_id)}));
        if (!row) return false;
        row->set_etag(EtagOf(row->revision()));
        *response->add_tickets() = *std::move(row);
        return true;
      }));
  return absl::OkStatus();
}

absl::Status ReadTicketClocks(const QueryContext& context,
                              const v1::ReadTicketClocksRequest& request,
                              v1::TicketClocks* clocks) {
  v1::Ticket ticket;
  RETURN_IF_ERROR(
      GetResource(context, kTicketTag, request.name(), "tickets", &ticket));
  ASSIGN_OR_RETURN(*clocks, ClocksOf(context.state, context.tenant, ticket,
                                     absl::ToUnixMicros(context.now)));
  return absl::OkStatus();
}

}  // namespace csi::reporting
