// Entries: reading, listing by filter and order, history, board, score.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/server/filter.h"
#include "services/registry/server/page_scan.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

const FilterSchema& EntrySchema() {
  static const auto* const kSchema = new FilterSchema{
      v1::Opportunity::descriptor(),
      {"state",          "accountable",   "coordinator", "raised_by",
       "scope.service",  "scope.process", "kind",        "approach",
       "type",           "size",          "priority",    "score",
       "number",         "due_date",      "create_time", "update_time",
       "title",          "parent",        "run",         "retrospective",
       "external_number"},
      {"title", "description"}};
  return *kSchema;
}

// Which index rows to read, and in which direction.
struct Plan {
  std::string prefix;
  bool backwards = false;
};

absl::StatusOr<std::pair<std::string, bool>> ParseOrder(
    const std::string& order_by) {
  const std::vector<std::string> words =
      absl::StrSplit(order_by, absl::ByAnyChar(" \t"), absl::SkipWhitespace());
  const std::string field = words.empty() ? "number" : words[0];
  const bool desc = words.size() == 2 && words[1] == "desc";
  const bool shape =
      words.size() <= 1 || desc || (words.size() == 2 && words[1] == "asc");
  static constexpr std::string_view kOrders[] = {
      "number", "update_time", "due_date", "priority", "score"};
  const bool known = std::find(std::begin(kOrders), std::end(kOrders), field) !=
                     std::end(kOrders);
  if (shape && known) return std::make_pair(field, desc);
  return FieldError("order_by",
                    StrCat("\"", order_by,
                           "\" is unknown; there are number, update_time, "
                           "due_date, priority and score, each with an "
                           "optional \" desc\"."));
}

// Equality on an indexed field narrows the rows when the order is by number,
// which every index has behind its value.
std::string NarrowestPrefix(const std::string& tenant, const Filter& filter) {
  static constexpr std::pair<std::string_view, std::string_view> kFields[] = {
      {"accountable", kByOwner},
      {"scope.service", kByService},
      {"state", kByState}};
  for (const auto& [field, index] : kFields) {
    const std::string* value = filter.EqualTo(field);
    if (value != nullptr) return IndexPrefix(tenant, index, LastPart(*value));
  }
  return IndexPrefix(tenant, kByNumber);
}

absl::StatusOr<Plan> PlanList(const std::string& tenant,
                              const std::string& order_by,
                              const Filter& filter) {
  ASSIGN_OR_RETURN(const auto order, ParseOrder(order_by));
  const auto& [field, desc] = order;
  if (field == "number") return Plan{NarrowestPrefix(tenant, filter), desc};
  const std::string_view index = field == "update_time" ? kByUpdate
                                 : field == "due_date"  ? kByDue
                                 : field == "priority"  ? kByPriority
                                                        : kByScore;
  return Plan{IndexPrefix(tenant, index), desc};
}

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
  *reply = *std::move(entry);
  return absl::OkStatus();
}

absl::Status ListOpportunities(const QueryContext& context,
                               const v1::ListOpportunitiesRequest& request,
                               v1::ListOpportunitiesResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  ASSIGN_OR_RETURN(const Filter filter,
                   Filter::Parse(request.filter(), EntrySchema()));
  ASSIGN_OR_RETURN(const Plan plan,
                   PlanList(context.tenant, request.order_by(), filter));
  const bool needs_texts = filter.Mentions("text");
  reply->set_next_page_token(ScanPage(
      context.state, page, plan.prefix, plan.backwards,
      [&](std::string_view, std::string_view id) {
        // Texts have rows of their own: read for matches only, if possible.
        if (!needs_texts) {
          const auto head = ReadHead(context.state, context.tenant, id);
          if (!head || !filter.Matches(head->opportunity())) return false;
        }
        auto entry = ReadEntry(context.state, context.tenant, id);
        if (!entry || !filter.Matches(*entry)) return false;
        *reply->add_opportunities() = *std::move(entry);
        return true;
      }));
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
