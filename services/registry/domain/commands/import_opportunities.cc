// Taking over entries of an older register. A refused row is told in the reply
// and holds nothing up.
#include "common/base/limits.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/import_row.h"
#include "services/registry/domain/decide.h"

namespace csi::registry {

absl::Status DecideImportOpportunities(
    const v1::ImportOpportunitiesRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckRowCount(request.rows_size()));
  RETURN_IF_ERROR(
      CheckText("source", request.source(), csi::limits::kShortTextBytesMax));
  ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                   AuthorizeImport(context));
  RowImport import(context);
  v1::ImportOpportunitiesResponse reply;
  for (const v1::ImportOpportunityRow& row : request.rows()) {
    v1::JournalEvent event;
    v1::OpportunityLogged& logged = *event.mutable_opportunity_logged();
    v1::ImportRowResult& result = *reply.add_results();
    result = import.Take(row, *logged.mutable_logged());
    if (result.outcome() != v1::IMPORT_OUTCOME_IMPORTED) continue;
    *logged.mutable_grant() = grant;
    logged.set_reason(request.source());
    v1::OpportunityRow none;
    EmitEntryEvent(context, std::move(event), none, outcome);
  }
  outcome.ReplyWith(std::move(reply));
  return absl::OkStatus();
}

}  // namespace csi::registry
