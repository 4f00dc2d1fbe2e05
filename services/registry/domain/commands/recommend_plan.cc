// Advice that asks for a decision: anybody named may give it.
#include <algorithm>
#include <optional>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/registry/domain/commands/plan_commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/plan_approvers.h"
#include "services/registry/domain/plans.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

constexpr size_t kShort = csi::limits::kShortTextBytesMax;

absl::Status CheckEvidence(const v1::Recommendation& wanted) {
  RETURN_IF_ERROR(CheckCount("recommendation.evidence", wanted.evidence_size(),
                             limits::kAttachmentsMax));
  for (const v1::Attachment& document : wanted.evidence()) {
    if (document.uri().empty()) {
      return FieldError("recommendation.evidence.uri",
                        "it is required: say where the document is.");
    }
    RETURN_IF_ERROR(
        CheckText("recommendation.evidence.uri", document.uri(), kShort));
    RETURN_IF_ERROR(
        CheckText("recommendation.evidence.title", document.title(), kShort));
  }
  return absl::OkStatus();
}

absl::Status CheckWanted(const Context& context,
                         const v1::Recommendation& wanted) {
  if (wanted.title().empty()) {
    return FieldError("recommendation.title",
                      "it is required: say in one line what should be done.");
  }
  if (wanted.text().empty()) {
    return FieldError("recommendation.text",
                      "it is required: say what should be done, and why.");
  }
  RETURN_IF_ERROR(CheckText("recommendation.title", wanted.title(), kShort));
  RETURN_IF_ERROR(CheckText("recommendation.text", wanted.text(),
                            csi::limits::kLongTextBytesMax));
  RETURN_IF_ERROR(
      CheckText("recommendation.audience", wanted.audience(), kShort));
  RETURN_IF_ERROR(CheckText("recommendation.target_result",
                            wanted.target_result(), kShort));
  RETURN_IF_ERROR(CheckEvidence(wanted));
  RETURN_IF_ERROR(CheckScope(context, "recommendation.scope", wanted.scope()));
  RETURN_IF_ERROR(CheckPerson(context, "recommendation.owner", wanted.owner()));
  RETURN_IF_ERROR(
      CheckMoney("recommendation.cost", wanted.has_cost(), wanted.cost()));
  RETURN_IF_ERROR(CheckAgreements(context, "recommendation.agreements",
                                  wanted.agreements()));
  return CheckSchedule("recommendation", wanted.has_planned_start_date(),
                       wanted.planned_start_date(),
                       wanted.has_planned_end_date(),
                       wanted.planned_end_date());
}

// The plan that would change: it is there, open and not a closed one.
absl::Status CheckAmended(const Context& context,
                          const v1::Recommendation& wanted) {
  if (wanted.amended_plan().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("recommendation.amended_plan", wanted.amended_plan(),
                        context.tenant, "plans"));
  const auto plan = ReadPlan(*context.state, context.tenant, id);
  if (!plan) return NoSuch("plan", wanted.amended_plan());
  return CheckPlanOpen(*plan, "amended");
}

// What the entries, or the plan that is amended, say where the recommendation
// is silent.
void Derive(const Context& context, v1::Recommendation& made) {
  std::vector<v1::Opportunity> entries;
  for (const std::string& name : made.opportunities()) {
    auto row = ReadHead(*context.state, context.tenant, LastPart(name));
    if (row) entries.push_back(std::move(*row->mutable_opportunity()));
  }
  if (!made.has_scope() && !made.amended_plan().empty()) {
    const auto plan =
        ReadPlan(*context.state, context.tenant, LastPart(made.amended_plan()));
    if (plan && plan->has_scope()) *made.mutable_scope() = plan->scope();
  } else if (!made.has_scope() && !entries.empty()) {
    using google::protobuf::util::MessageDifferencer;
    const bool same = std::all_of(entries.begin(), entries.end(),
                                  [&](const v1::Opportunity& entry) {
                                    return MessageDifferencer::Equals(
                                        entry.scope(), entries.front().scope());
                                  });
    if (same && entries.front().has_scope())
      *made.mutable_scope() = entries.front().scope();
  }
  if (made.size() == v1::SIZE_UNSPECIFIED) {
    for (const v1::Opportunity& entry : entries) {
      made.set_size(std::max(made.size(), entry.size()));
    }
  }
  if (!made.has_cost()) {
    if (const auto sum = CostOf(entries)) *made.mutable_cost() = *sum;
  }
}

// Fields that only the register writes.
void ClearOutputs(v1::Recommendation& made) {
  made.clear_etag();
  made.clear_revision();
  made.clear_recommended_by();
  made.clear_recorded_by();
  made.clear_approvals();
  made.clear_quorum();
  made.clear_escalations();
  made.clear_revisit_date();
  made.clear_decided_by();
  made.clear_decide_time();
  made.clear_decision_reason();
  made.clear_plan();
}

}  // namespace

std::optional<google::type::Money> CostOf(
    const std::vector<v1::Opportunity>& entries) {
  constexpr int32_t kNanosPerUnit = 1'000'000'000;
  google::type::Money sum;
  for (const v1::Opportunity& entry : entries) {
    if (!entry.has_cost()) continue;
    const google::type::Money& cost = entry.cost();
    if (sum.currency_code().empty()) {
      sum.set_currency_code(cost.currency_code());
    }
    if (sum.currency_code() != cost.currency_code()) return std::nullopt;
    int32_t nanos = sum.nanos() + cost.nanos();
    int64_t units = 0;
    if (__builtin_add_overflow(sum.units(), cost.units(), &units)) {
      return std::nullopt;
    }
    if (nanos >= kNanosPerUnit) {
      nanos -= kNanosPerUnit;
      if (__builtin_add_overflow(units, int64_t{1}, &units)) {
        return std::nullopt;
      }
    }
    sum.set_units(units);
    sum.set_nanos(nanos);
  }
  if (sum.currency_code().empty()) return std::nullopt;
  return sum;
}

absl::Status DecideRecommendPlan(const v1::RecommendPlanRequest& request,
                                 const Context& context, Outcome& outcome) {
  const v1::Recommendation& wanted = request.recommendation();
  RETURN_IF_ERROR(CheckWanted(context, wanted));
  ASSIGN_OR_RETURN(const std::string id, ChooseId(context, "recommendation_id",
                                                  request.recommendation_id()));
  RETURN_IF_ERROR(CheckAmended(context, wanted));
  RETURN_IF_ERROR(CheckPlanEntries(context, "recommendation.opportunities",
                                   wanted.opportunities(),
                                   wanted.amended_plan()));
  if (context.state->Has(RecommendationKey(context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("There is a recommendation ", id,
                          " already. Take another id, or none."),
                   {{"id", id}});
  }
  RETURN_IF_ERROR(CheckActor(context, "recommend a plan"));
  v1::JournalEvent event;
  v1::Recommendation& made =
      *event.mutable_plan_recommended()->mutable_recommendation();
  made = wanted;
  ClearOutputs(made);
  made.set_name(ResourceName(context.tenant, "recommendations", id));
  made.set_uid(context.ids->Next());
  *made.mutable_create_time() = ToTimestamp(context.now);
  made.set_recommended_by(ActorName(context));
  if (!context.on_behalf_of.empty()) {
    made.set_recorded_by(made.recommended_by());
    made.set_recommended_by(
        ResourceName(context.tenant, "people", context.on_behalf_of));
  }
  Derive(context, made);
  made.set_state(v1::RECOMMENDATION_STATE_OPEN);
  *made.mutable_approval_due_time() = ToTimestamp(ApprovalDue(context));
  made.set_quorum(ApproversOf(context, made).quorum);
  StampRecommendation(context, made);
  ReplyWithRecommendation(made, outcome);
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

}  // namespace csi::registry
