#include "services/reporting/domain/agreements/breach_watch.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/durations.h"
#include "services/reporting/domain/agreements/month_figures.h"
#include "services/reporting/domain/agreements/node_tree.h"
#include "services/reporting/domain/agreements/terms.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

v1::AgreementBreach BreachOf(const MonthFigures& figures,
                             const CalendarMonth& month,
                             const Context& context) {
  v1::AgreementBreach breach;
  breach.set_agreement(figures.terms.name());
  breach.set_month(month.Text());
  breach.set_kind(figures.terms.kind());
  breach.set_service(figures.terms.service());
  breach.set_availability_target(figures.terms.availability_target());
  breach.set_availability(figures.full.Percent().value_or(0));
  *breach.mutable_agreed() = DurationOf(figures.full.agreed_us);
  *breach.mutable_downtime() = DurationOf(figures.full.downtime_us);
  *breach.mutable_allowed() = DurationOf(figures.allowed_us.value_or(0));
  if (figures.breach_us) {
    *breach.mutable_breach_time() = TimestampOf(*figures.breach_us);
  }
  *breach.mutable_update_time() = TimestampOf(context.now);
  breach.set_agreement_revision(figures.terms.revision());
  return breach;
}

bool SameFigures(const v1::AgreementBreach& a, const v1::AgreementBreach& b) {
  return MicrosOf(a.agreed()) == MicrosOf(b.agreed()) &&
         MicrosOf(a.downtime()) == MicrosOf(b.downtime()) &&
         MicrosOf(a.allowed()) == MicrosOf(b.allowed()) &&
         a.availability_target() == b.availability_target();
}

// Compares the month with what was recorded of it.
void Settle(const KvReader& state, const Context& context,
            std::string_view agreement, const CalendarMonth& month,
            const MonthFigures& figures, Outcome& outcome) {
  const auto known = GetRow<v1::AgreementBreach>(
      state, MonthKey(kBreachTag, context.tenant, agreement, month.Number()));
  const bool was = known && !known->withdrawn();
  const bool is = figures.standing == v1::AGREEMENT_STANDING_BREACHED;
  if (!was && !is) return;
  v1::AgreementBreach breach =
      figures.terms.name().empty() ? *known : BreachOf(figures, month, context);
  if (was && is && SameFigures(*known, breach)) return;
  breach.set_revision(known ? known->revision() + 1 : 1);
  breach.set_withdrawn(!is);
  *breach.mutable_create_time() =
      known ? known->create_time() : TimestampOf(context.now);
  *breach.mutable_update_time() = TimestampOf(context.now);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_breach_recorded();
  *event.mutable_breach() = std::move(breach);
  event.set_found(!was);
}

std::string WatchKey(std::string_view tenant, std::string_view agreement) {
  return Key(kAgreementWatchTag, {tenant, agreement});
}

v1::AgreementWatch WatchOf(const KvReader& state, std::string_view tenant,
                           std::string_view agreement) {
  return GetRow<v1::AgreementWatch>(state, WatchKey(tenant, agreement))
      .value_or(v1::AgreementWatch());
}

Timer TimerAt(int64_t due_us, std::string_view tenant,
              std::string_view agreement) {
  return {absl::FromUnixMicros(due_us), std::string(tenant), kAgreementTimer,
          std::string(agreement)};
}

void MoveWatch(const KvReader& state, const Context& context,
               std::string_view agreement, int64_t due_us, int64_t from_us,
               Outcome& outcome) {
  const v1::AgreementWatch known = WatchOf(state, context.tenant, agreement);
  if (due_us == known.due_us() && from_us == known.from_us()) return;
  auto& moved =
      *outcome.Emit<v1::JournalEvent>().mutable_agreement_watch_moved();
  moved.set_agreement(ResourceName(context.tenant, "agreements", agreement));
  moved.set_due_us(due_us);
  moved.set_from_us(from_us);
}

// What was put off before is part of it.
int64_t Earlier(const v1::AgreementWatch& watch, int64_t from_us) {
  return watch.from_us() == 0 ? from_us : std::min(from_us, watch.from_us());
}

// The figures of a month; none of a tree that has grown too large, which its
// report says and nobody else is to suffer from.
absl::StatusOr<std::optional<MonthFigures>> FiguresIfAny(
    const KvReader& state, std::string_view tenant, std::string_view agreement,
    const CalendarMonth& month, int64_t now_us) {
  absl::StatusOr<MonthFigures> figures =
      FiguresOf(state, tenant, agreement, month, now_us);
  if (figures.ok()) return std::optional(*std::move(figures));
  if (ReasonOf(figures.status()) != common::v1::ERROR_REASON_RULE_VIOLATED) {
    return figures.status();
  }
  return std::nullopt;
}

// Whether it is not in force yet, or again.
bool BeginsAfter(const KvReader& state, std::string_view tenant,
                 std::string_view agreement, const CalendarMonth& running) {
  const auto last = NewestTerms(state, tenant, agreement);
  if (!last) return false;
  const auto month = CalendarMonth::Parse(last->effective_month());
  return month.ok() && month->Number() > running.Number();
}

}  // namespace

absl::Status LookAtAgreement(const KvReader& state, const Context& context,
                             std::string_view agreement, int64_t from_us,
                             Outcome& outcome) {
  const auto newest = GetRow<v1::Agreement>(
      state, Key(kAgreementTag, {context.tenant, agreement}));
  if (!newest) return absl::OkStatus();
  from_us = Earlier(WatchOf(state, context.tenant, agreement), from_us);
  ASSIGN_OR_RETURN(const ServiceHours hours, HoursOf(*newest));
  const int64_t now_us = absl::ToUnixMicros(context.now);
  const CalendarMonth running = CalendarMonth::Of(now_us, hours.zone());
  // Months of older terms may begin elsewhere: one earlier covers that. What
  // concerns a month ahead is looked at when that begins.
  const int first =
      std::clamp(CalendarMonth::Of(from_us, hours.zone()).Number() - 1,
                 running.Number() - limits::kMonthsBackMax, running.Number());
  int64_t next_us = 0;
  for (int number = first; number <= running.Number(); ++number) {
    const CalendarMonth month = CalendarMonth::FromNumber(number);
    ASSIGN_OR_RETURN(
        const std::optional<MonthFigures> figures,
        FiguresIfAny(state, context.tenant, agreement, month, now_us));
    if (!figures) {
      next_us = month.SpanIn(hours.zone()).end_us;
      continue;
    }
    Settle(state, context, agreement, month, *figures, outcome);
    if (figures->next_look_us) next_us = *figures->next_look_us;
  }
  if (next_us == 0 && BeginsAfter(state, context.tenant, agreement, running)) {
    next_us = running.Plus(1).SpanIn(hours.zone()).start_us;
  }
  // A month that is over has no next look.
  if (next_us <= now_us) next_us = 0;
  MoveWatch(state, context, agreement, next_us, 0, outcome);
  return absl::OkStatus();
}

absl::Status LookAboveNode(const KvReader& state, const Context& context,
                           std::string_view node, int64_t from_us,
                           Outcome& outcome) {
  std::set<std::string> agreements;  // in the order of their ids
  for (const std::string& group : GroupsAbove(state, context.tenant, node)) {
    const std::string prefix =
        KeyPrefix(kAgreementByNodeTag, {context.tenant, group});
    state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
      agreements.emplace(key.substr(prefix.size()));
      return true;
    });
  }
  int looked_at = 0;
  for (const std::string& agreement : agreements) {
    if (looked_at++ < limits::kAgreementsLookedAtMax) {
      RETURN_IF_ERROR(
          LookAtAgreement(state, context, agreement, from_us, outcome));
      continue;
    }
    const v1::AgreementWatch watch = WatchOf(state, context.tenant, agreement);
    MoveWatch(state, context, agreement, absl::ToUnixMicros(context.now),
              Earlier(watch, from_us), outcome);
  }
  return absl::OkStatus();
}

absl::Status FireAgreement(const Timer& timer, const Context& context,
                           Outcome& outcome) {
  const v1::AgreementWatch watch =
      WatchOf(*context.state, timer.tenant, timer.subject);
  const int64_t due_us = absl::ToUnixMicros(timer.due);
  // A timer that was moved after it became due is of no use any more.
  if (watch.due_us() != due_us) return absl::OkStatus();
  return LookAtAgreement(*context.state, context, timer.subject, due_us,
                         outcome);
}

void ApplyBreach(const v1::BreachRecorded& event, const Fact& fact,
                 Effects& effects) {
  const v1::AgreementBreach& breach = event.breach();
  const auto month = CalendarMonth::Parse(breach.month());
  if (!month.ok()) return effects.Broken("a breach of no month");
  PutRow(effects.state(),
         MonthKey(kBreachTag, fact.tenant, LastPart(breach.agreement()),
                  month->Number()),
         breach);
}

void ApplyWatch(const v1::AgreementWatchMoved& event, const Fact& fact,
                Effects& effects) {
  const std::string_view id = LastPart(event.agreement());
  const int64_t before_us = WatchOf(effects.state(), fact.tenant, id).due_us();
  if (before_us != 0) {
    effects.CancelTimer(TimerAt(before_us, fact.tenant, id));
  }
  if (event.due_us() == 0) {
    effects.state().Delete(WatchKey(fact.tenant, id));
    return;
  }
  v1::AgreementWatch watch;
  watch.set_due_us(event.due_us());
  watch.set_from_us(event.from_us());
  PutRow(effects.state(), WatchKey(fact.tenant, id), watch);
  effects.SetTimer(TimerAt(event.due_us(), fact.tenant, id));
}

}  // namespace csi::reporting
