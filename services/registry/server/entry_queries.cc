// One entry: reading, history, score; and the board of all.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/past_entry.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/server/page_scan.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

absl::Status CheckParent(const QueryContext& context,
                         const std::string& parent) {
  if (parent == StrCat("tenants/", context.tenant)) return absl::OkStatus();
  return FieldError("parent", StrCat("\"", parent, "\" is not tenants/",
                                     context.tenant, "."));
}

}  // namespace

absl::Status GetOpportunity(const QueryContext& context,
                            const v1::GetOpportunityRequest& request,
                            v1::Opportunity* reply) {
  ASSIGN_OR_RETURN(const std::string id, IdOf("name", request.name(),
                                              context.tenant, "opportunities"));
  auto entry = ReadEntry(context.state, context.tenant, id);
  if (!entry) return NoSuch("opportunity", request.name());
  if (request.has_as_of()) {
    RETURN_IF_ERROR(GoBackTo(context.state, context.tenant, id,
                             FromTimestamp(request.as_of()), *entry));
  }
  *reply = *std::move(entry);
  return absl::OkStatus();
}

absl::Status ListHistory(const QueryContext& context,
                         const v1::ListHistoryRequest& request,
                         v1::ListHistoryResponse* reply) {
  ASSIGN_OR_RETURN(const std::string id, IdOf("parent", request.parent(),
                                              context.tenant, "opportunities"));
  if (!context.state.Has(EntryKey(context.tenant, id))) {
    return NoSuch("opportunity", request.parent());
  }
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  reply->set_next_page_token(
      ScanPage(context.state, page, HistoryPrefix(context.tenant, id), false,
               [&](std::string_view, std::string_view value) {
                 return reply->add_history()->ParseFromArray(
                     value.data(), static_cast<int>(value.size()));
               }));
  return absl::OkStatus();
}

absl::Status GetBoard(const QueryContext& context,
                      const v1::GetBoardRequest& request, v1::Board* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  for (int i = v1::OPPORTUNITY_STATE_NEW; i <= v1::OpportunityState_MAX; ++i) {
    const auto state = static_cast<v1::OpportunityState>(i);
    const auto count = GetRow<v1::CounterRow>(
        context.state, StateCountKey(context.tenant, state));
    v1::BoardColumn& column = *reply->add_columns();
    column.set_state(state);
    column.set_count(count ? count->value() : 0);
    reply->set_total(reply->total() + column.count());
  }
  return absl::OkStatus();
}

absl::Status ExplainScore(const QueryContext& context,
                          const v1::ExplainScoreRequest& request,
                          v1::ScoreExplanation* reply) {
  ASSIGN_OR_RETURN(const std::string id, IdOf("name", request.name(),
                                              context.tenant, "opportunities"));
  const auto row = ReadHead(context.state, context.tenant, id);
  if (!row) return NoSuch("opportunity", request.name());
  const v1::Opportunity& entry = row->opportunity();
  const std::string& session = request.prioritization().empty()
                                   ? entry.prioritization()
                                   : request.prioritization();
  VoteSum votes;
  if (!session.empty()) {
    ASSIGN_OR_RETURN(
        const std::string session_id,
        IdOf("prioritization", session, context.tenant, "prioritizations"));
    if (!context.state.Has(SessionKey(context.tenant, session_id))) {
      return NoSuch("prioritization", session);
    }
    votes = SumVotes(context.state, context.tenant, session_id, id);
  }
  *reply = Score(entry, votes, CurrentPolicy(context.state, context.tenant));
  if (session == entry.prioritization()) reply->set_rank(entry.rank());
  return absl::OkStatus();
}

}  // namespace csi::registry
