#include "services/registry/server/list_plan.h"

#include <algorithm>
#include <cmath>

#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/words.h"

namespace csi::registry {
namespace {

// Fields whose equality an index serves. An index without empty values cannot
// serve "it is not set".
struct IndexedField {
  std::string_view field;
  std::string_view index;
  bool has_empty;
};
constexpr IndexedField kIndexed[] = {
    {"external_number", kByExternal, false},
    {"primary_indicator.indicator", kByIndicator, false},
    {"parent", kByParent, false},
    {"involved", kByInvolved, false},
    {"accountable", kByOwner, true},
    {"scope.service", kByService, true},
    {"scope.process", kByProcess, true},
    {"state", kByState, true}};

bool OnlyOpen(const Filter& filter) {
  const std::string* open = filter.EqualTo("open");
  return open != nullptr && *open == "true";
}

std::vector<std::string> JoinedPrefixes(std::string_view tenant,
                                        const Filter& filter) {
  std::vector<std::string> prefixes;
  for (const std::string& text : filter.Contained("text")) {
    for (const std::string& word : WordsIn(text)) {
      prefixes.push_back(WordPrefix(tenant, word));
    }
  }
  for (const IndexedField& each : kIndexed) {
    const std::string* value = filter.EqualTo(each.field);
    if (value == nullptr || (value->empty() && !each.has_empty)) continue;
    // A name of something else, or none: the value as it is finds nothing.
    const bool name = each.index != kByExternal && each.index != kByState;
    prefixes.push_back(
        IndexPrefix(tenant, each.index,
                    name ? LastPart(*value) : std::string_view(*value)));
  }
  if (OnlyOpen(filter)) prefixes.push_back(IndexPrefix(tenant, kOpen));
  const std::string* recheck = filter.EqualTo("decay_check_due");
  if (recheck != nullptr && *recheck == "true") {
    prefixes.push_back(IndexPrefix(tenant, kToRecheck));
  }
  if (prefixes.empty()) prefixes.push_back(IndexPrefix(tenant, kByNumber));
  return prefixes;
}

// Bounds of the values in an index; empty: none. An open one is not within.
struct ValueBounds {
  std::string min;
  std::string max;
  bool min_open = false;
  bool max_open = false;
};

ValueBounds BoundsOf(const std::string& field, const FilterRange& range) {
  const bool low = std::isfinite(range.min);
  const bool high = std::isfinite(range.max);
  ValueBounds bounds;
  const auto time = [](double micros) {
    return absl::FromUnixMicros(static_cast<int64_t>(micros));
  };
  if (field == "update_time") {
    if (low && range.min > 0) bounds.min = TimeValue(time(range.min));
    if (high && range.max > 0) bounds.max = TimeValue(time(range.max));
    bounds.min_open = range.min_open;
    bounds.max_open = range.max_open;
  } else if (field == "due_date") {
    if (low) bounds.min = DayText(DayOf(time(range.min)));
    if (high) bounds.max = DayText(DayOf(time(range.max)));
    // A day is its first moment: a later one of that day leaves it within.
    const auto is_day = [&](double micros) {
      return StartOf(DayOf(time(micros))) == time(micros);
    };
    bounds.min_open = low && range.min_open && is_day(range.min);
    bounds.max_open = high && range.max_open && is_day(range.max);
  } else if (field == "priority") {
    // What has none stands behind the lowest, and is below 1.
    if (!low || range.min < 1) return bounds;
    const double lowest = limits::kPriorityLowest;
    bounds.min = PriorityValue(static_cast<int>(std::min(range.min, lowest)));
    bounds.max = PriorityValue(static_cast<int>(std::min(range.max, lowest)));
  } else {
    constexpr double kScoreMax = 100;
    // The index holds thousandths; one beside is looked at in the entry.
    constexpr double kStep = 0.001;
    if (low) bounds.min = ScoreValue(std::min(range.min, kScoreMax) - kStep);
    if (high) bounds.max = ScoreValue(std::min(range.max, kScoreMax) + kStep);
  }
  return bounds;
}

std::string_view IndexOf(const std::string& field, bool open) {
  if (field == "update_time") return open ? kOpenByUpdate : kByUpdate;
  if (field == "due_date") return open ? kOpenByDue : kByDue;
  if (field == "priority") return open ? kOpenByPriority : kByPriority;
  return open ? kOpenByScore : kByScore;
}

}  // namespace

ListPlan PlanList(std::string_view tenant, const EntryOrder& order,
                  const Filter& filter) {
  ListPlan plan;
  plan.backwards = order.descending;
  if (order.field == "number") {
    plan.joined = JoinedPrefixes(tenant, filter);
    return plan;
  }
  const std::string prefix =
      IndexPrefix(tenant, IndexOf(order.field, OnlyOpen(filter)));
  const ValueBounds bounds = BoundsOf(order.field, filter.RangeOf(order.field));
  plan.from = prefix + bounds.min;
  if (bounds.min_open && !bounds.min.empty()) plan.from = PrefixEnd(plan.from);
  plan.to = prefix + bounds.max;
  if (!bounds.max_open || bounds.max.empty()) plan.to = PrefixEnd(plan.to);
  if (plan.to < plan.from) plan.to = plan.from;
  return plan;
}

}  // namespace csi::registry
