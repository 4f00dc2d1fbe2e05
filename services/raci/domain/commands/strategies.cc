// CreateStrategy, UpdateStrategy. ORDER: as of all resources (resource.h).
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/direction_commands.h"
#include "services/raci/domain/dates.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/limits.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

std::string WordOf(v1::StrategyKind kind) {
  return v1::StrategyKind_Name(kind).substr(
      std::string_view("STRATEGY_KIND_").size());
}

// A parent is of a wider kind, so that no strategy stands above itself.
absl::Status CheckParent(const Context& context, const v1::Strategy& strategy) {
  if (strategy.parent_strategy().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      const v1::Strategy parent,
      Load<v1::Strategy>(*context.state, context.tenant,
                         "strategy.parent_strategy", strategy.parent_strategy(),
                         "strategies", kStrategyTag, "ListStrategies"));
  if (parent.kind() < strategy.kind()) return absl::OkStatus();
  return FieldError(
      "strategy.parent_strategy",
      StrCat("a ", WordOf(strategy.kind()), " stands below something wider, \"",
             parent.display_name(), "\" is a ", WordOf(parent.kind()),
             ". The order is VISION, GOAL, OBJECTIVE, "
             "CRITICAL_SUCCESS_FACTOR."));
}

absl::Status CheckDays(const v1::Strategy& strategy) {
  if (strategy.has_start_date()) {
    RETURN_IF_ERROR(CheckDate("strategy.start_date", strategy.start_date()));
  }
  if (strategy.has_end_date()) {
    RETURN_IF_ERROR(CheckDate("strategy.end_date", strategy.end_date()));
  }
  if (strategy.has_start_date() && strategy.has_end_date() &&
      DayOf(strategy.end_date()) < DayOf(strategy.start_date())) {
    return FieldError("strategy.end_date", "it is before start_date.");
  }
  return absl::OkStatus();
}

absl::Status CheckStrategy(const Context& context, const v1::Strategy& strategy,
                           const v1::Strategy* old) {
  if (strategy.kind() == v1::STRATEGY_KIND_UNSPECIFIED ||
      !v1::StrategyKind_IsValid(strategy.kind())) {
    return FieldError("strategy.kind",
                      "it must be VISION, GOAL, OBJECTIVE or "
                      "CRITICAL_SUCCESS_FACTOR.");
  }
  if (old != nullptr && old->kind() != strategy.kind()) {
    return FieldError("strategy.kind",
                      StrCat("it is a ", WordOf(old->kind()),
                             " and stays one: others may stand below. Retire "
                             "it and make another."));
  }
  RETURN_IF_ERROR(
      CheckDisplayName("strategy.display_name", strategy.display_name()));
  RETURN_IF_ERROR(
      CheckText("strategy.text", strategy.text(), limits::kLongTextBytesMax));
  if (strategy.owner().empty()) {
    return FieldError("strategy.owner",
                      "it is missing; what nobody answers for is not reached.");
  }
  RETURN_IF_ERROR(CheckReference(context, "strategy.owner", strategy.owner(),
                                 "people", authority::kPersonTag,
                                 "ListPeople"));
  RETURN_IF_ERROR(CheckDays(strategy));
  return CheckParent(context, strategy);
}

void EmitStrategy(const v1::Strategy& strategy, const Context&, bool,
                  Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>().mutable_strategy_set()->mutable_strategy() =
      strategy;
}

constexpr Kind<v1::Strategy> kStrategy = {
    "strategies",  kStrategyTag,     "strategy",     "ListStrategies",
    kMayCatalogue, "set strategies", &CheckStrategy, &EmitStrategy};

}  // namespace

absl::Status DecideCreateStrategy(const v1::CreateStrategyRequest& request,
                                  const Context& context, Outcome& outcome) {
  return DecideCreate(kStrategy, request, context, outcome);
}

absl::Status DecideUpdateStrategy(const v1::UpdateStrategyRequest& request,
                                  const Context& context, Outcome& outcome) {
  const auto old = GetRow<v1::Strategy>(
      *context.state,
      authority::ResourceKey(kStrategyTag, context.tenant,
                             LastPart(request.strategy().name())));
  const bool own =
      old && !context.actor.empty() &&
      old->owner() == ResourceName(context.tenant, "people", context.actor);
  return DecideUpdate(kStrategy, request, context, own, outcome);
}

}  // namespace csi::raci
