#include "services/registry/domain/entry_filter.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/domain/words.h"

namespace csi::registry {
namespace {

bool IsOpen(const google::protobuf::Message& message) {
  return !IsFinal(static_cast<const v1::Opportunity&>(message).state());
}

}  // namespace

const FilterSchema& EntrySchema() {
  static const auto* const kSchema =
      new FilterSchema{v1::Opportunity::descriptor(),
                       {"state",
                        "accountable",
                        "coordinator",
                        "raised_by",
                        "scope.service",
                        "scope.process",
                        "kind",
                        "approach",
                        "type",
                        "size",
                        "priority",
                        "score",
                        "number",
                        "due_date",
                        "raise_date",
                        "create_time",
                        "update_time",
                        "title",
                        "parent",
                        "run",
                        "retrospective",
                        "imported",
                        "external_number",
                        "primary_indicator.indicator",
                        "closure_code",
                        "lifecycle_stage",
                        "critical_business_area",
                        "verdict.value",
                        "decay_check_due",
                        "framework_clauses"},
                       WordFields(),
                       /*text_by_words=*/true,
                       {{"involved", {"accountable", "coordinator"}}},
                       {{"open", &IsOpen}},
                       {"extra_fields"}};
  return *kSchema;
}

FilterVariables EntryVariables(std::string_view tenant, std::string_view actor,
                               absl::Time now, int stale_days) {
  FilterVariables variables;
  if (!actor.empty()) {
    variables["@me"] = ResourceName(tenant, "people", actor);
  }
  variables["@today"] = DayText(DayOf(now));
  variables["@stale"] = DayText(DayOf(now - absl::Hours(24) * stale_days));
  return variables;
}

absl::StatusOr<EntryOrder> ParseOrder(const std::string& order_by) {
  const std::vector<std::string> words =
      absl::StrSplit(order_by, absl::ByAnyChar(" \t"), absl::SkipWhitespace());
  EntryOrder order;
  if (!words.empty()) order.field = words[0];
  order.descending = words.size() == 2 && words[1] == "desc";
  const bool shape = words.size() <= 1 || order.descending ||
                     (words.size() == 2 && words[1] == "asc");
  static constexpr std::string_view kOrders[] = {
      "number", "update_time", "due_date", "priority", "score"};
  const bool known = std::find(std::begin(kOrders), std::end(kOrders),
                               order.field) != std::end(kOrders);
  if (shape && known) return order;
  return FieldError("order_by",
                    StrCat("\"", order_by,
                           "\" is unknown; there are number, update_time, "
                           "due_date, priority and score, each with an "
                           "optional \" desc\"."));
}

absl::Status CheckView(const v1::View& view) {
  constexpr int kAnyDays = 1;
  RETURN_IF_ERROR(ParseOrder(view.order_by()).status());
  return Filter::Parse(view.filter(), EntrySchema(),
                       EntryVariables("t", "me", absl::UnixEpoch(), kAnyDays))
      .status();
}

}  // namespace csi::registry
