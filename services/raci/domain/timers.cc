#include "services/raci/domain/timers.h"

#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {
namespace {

constexpr char kStart[] = "assignment-start";
constexpr char kEnd[] = "assignment-end";

std::optional<v1::Assignment> Stored(const KvReader& rows,
                                     std::string_view tenant,
                                     std::string_view name) {
  return GetRow<v1::Assignment>(
      rows, authority::ResourceKey(authority::kAssignmentTag, tenant,
                                   LastPart(name)));
}

// The timers that an assignment has as of a time.
std::vector<Timer> TimersOf(const v1::Assignment& assignment,
                            const std::string& tenant, absl::Time now) {
  std::vector<Timer> timers;
  const auto& interval = assignment.interval();
  const absl::Time start = authority::TimeOf(interval.start_time());
  const absl::Time end = interval.has_end_time()
                             ? authority::TimeOf(interval.end_time())
                             : absl::InfiniteFuture();
  if (start >= end) return timers;
  if (start > now) timers.push_back({start, tenant, kStart, assignment.name()});
  if (end > now && end != absl::InfiniteFuture()) {
    timers.push_back({end, tenant, kEnd, assignment.name()});
  }
  return timers;
}

}  // namespace

void SetTimers(const v1::JournalEvent& event, const Fact& fact,
               Effects& effects) {
  const v1::Assignment* assignment = nullptr;
  if (event.has_holder_appointed()) {
    assignment = &event.holder_appointed().assignment();
  }
  if (event.has_assignment_ended()) {
    assignment = &event.assignment_ended().assignment();
  }
  if (assignment == nullptr) return;
  if (auto old = Stored(effects.state(), fact.tenant, assignment->name())) {
    for (const Timer& timer : TimersOf(*old, fact.tenant, fact.time)) {
      effects.CancelTimer(timer);
    }
  }
  for (const Timer& timer : TimersOf(*assignment, fact.tenant, fact.time)) {
    effects.SetTimer(timer);
  }
}

absl::Status FireTimer(const Timer& timer, const Context& context,
                       Outcome& outcome) {
  const auto assignment = Stored(*context.state, timer.tenant, timer.subject);
  if (!assignment) return absl::OkStatus();
  const auto& interval = assignment->interval();
  if (timer.kind == kStart) {
    if (authority::Covers(interval, context.now)) {
      EmitFilled(context, *assignment, outcome);
    }
    return absl::OkStatus();
  }
  // The end may have been moved since the timer was set.
  if (timer.kind != kEnd || !interval.has_end_time() ||
      authority::TimeOf(interval.end_time()) > context.now) {
    return absl::OkStatus();
  }
  auto person = GetRow<v1::Person>(
      *context.state,
      authority::ResourceKey(authority::kPersonTag, timer.tenant,
                             LastPart(assignment->holder())));
  const bool left =
      person && !authority::Covers(person->active_interval(), context.now);
  EmitVacated(
      context, *assignment, {assignment->name()},
      authority::TimeOf(interval.end_time()),
      left ? v1::Vacancy::CAUSE_LEAVER : v1::Vacancy::CAUSE_ASSIGNMENT_ENDED,
      outcome);
  return absl::OkStatus();
}

}  // namespace csi::raci
