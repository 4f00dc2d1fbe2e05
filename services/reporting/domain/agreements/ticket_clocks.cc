#include "services/reporting/domain/agreements/ticket_clocks.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/reporting/agreements/time_clock.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/durations.h"
#include "services/reporting/domain/agreements/terms.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr int64_t kDayUs = int64_t{24} * 3600 * kSecondUs;
constexpr int64_t kWithinDaysMax = 366;

// Pauses for a reason that was agreed; one without an end goes on.
IntervalSet PausesOf(const v1::Ticket& ticket, const v1::Agreement& terms,
                     int64_t open_until_us) {
  std::vector<TimeSpan> pauses;
  for (const v1::TicketPause& pause : ticket.pauses()) {
    const auto& agreed = terms.pause_reasons();
    if (std::find(agreed.begin(), agreed.end(), pause.reason()) ==
        agreed.end()) {
      continue;
    }
    pauses.push_back(
        {MicrosOf(pause.start_time()),
         pause.has_end_time() ? MicrosOf(pause.end_time()) : open_until_us});
  }
  return IntervalSet(std::move(pauses));
}

std::optional<int64_t> StoppedAt(const v1::Ticket& ticket,
                                 v1::TimeMeasure measure) {
  if (measure == v1::TIME_MEASURE_RESPONSE && ticket.has_respond_time()) {
    return MicrosOf(ticket.respond_time());
  }
  // Whoever has solved it has answered it.
  if (!ticket.has_resolve_time()) return std::nullopt;
  return MicrosOf(ticket.resolve_time());
}

std::string ByAgreementKey(std::string_view tenant, const v1::Ticket& ticket) {
  return KeyPrefix(kTicketByAgreementTag,
                   {tenant, LastPart(ticket.agreement())}) +
         TimePart(MicrosOf(ticket.open_time())) +
         std::string(LastPart(ticket.name()));
}

void CountClock(const v1::Ticket& ticket, const v1::TicketClock& clock,
                v1::TimeTargetResult& result) {
  switch (clock.state()) {
    case v1::CLOCK_STATE_MET:
      result.set_met(result.met() + 1);
      return;
    case v1::CLOCK_STATE_BREACHED:
      result.set_breached(result.breached() + 1);
      if (result.breached_tickets_size() < limits::kLateTicketsNamedMax) {
        result.add_breached_tickets(ticket.name());
      }
      return;
    default:
      result.set_running(result.running() + 1);
  }
}

void Judge(v1::TimeTargetResult& result) {
  const int64_t judged = result.met() + result.breached();
  result.set_standing(v1::AGREEMENT_STANDING_NO_TARGET);
  if (judged == 0) return;
  result.set_achievement(100.0 * static_cast<double>(result.met()) /
                         static_cast<double>(judged));
  const double share = result.target().share_percent() == 0
                           ? 100
                           : result.target().share_percent();
  result.set_standing(result.achievement() < share
                          ? v1::AGREEMENT_STANDING_BREACHED
                          : v1::AGREEMENT_STANDING_MET);
}

}  // namespace

std::optional<int> TargetFor(const v1::Agreement& terms,
                             std::string_view priority,
                             v1::TimeMeasure measure) {
  std::optional<int> any;
  for (int i = 0; i < terms.time_targets_size(); ++i) {
    const v1::TimeTarget& target = terms.time_targets(i);
    if (target.measure() != measure) continue;
    if (target.priority() == priority) return i;
    if (target.priority().empty()) any = i;
  }
  return any;
}

v1::TicketClock ReadClock(const v1::Ticket& ticket, const v1::Agreement& terms,
                          const ServiceHours& hours,
                          const v1::TimeTarget& target, int64_t now_us) {
  const int64_t open_us = MicrosOf(ticket.open_time());
  const int64_t within_us = MicrosOf(target.within());
  const std::optional<int64_t> stopped = StoppedAt(ticket, target.measure());
  // A pause that is open reaches past now: the clock stands still there.
  const int64_t horizon_us = now_us + limits::kClockDaysMax * kDayUs;
  const IntervalSet pauses = PausesOf(ticket, terms, horizon_us);
  const int64_t elapsed_us =
      ClockUs(hours, pauses, {open_us, stopped.value_or(now_us)});
  v1::TicketClock clock;
  clock.set_measure(target.measure());
  *clock.mutable_elapsed() = DurationOf(elapsed_us);
  *clock.mutable_within() = target.within();
  if (elapsed_us > within_us) {
    clock.set_state(v1::CLOCK_STATE_BREACHED);
  } else if (stopped) {
    clock.set_state(v1::CLOCK_STATE_MET);
    return clock;
  } else {
    clock.set_state(pauses.Contains(now_us) ? v1::CLOCK_STATE_PAUSED
                                            : v1::CLOCK_STATE_RUNNING);
  }
  if (stopped) return clock;
  if (const auto due =
          ClockDueUs(hours, pauses, open_us, within_us, horizon_us)) {
    *clock.mutable_due_time() = TimestampOf(*due);
  }
  return clock;
}

absl::StatusOr<v1::TicketClocks> ClocksOf(const KvReader& state,
                                          std::string_view tenant,
                                          const v1::Ticket& ticket,
                                          int64_t now_us) {
  v1::TicketClocks clocks;
  clocks.set_ticket(ticket.name());
  *clocks.mutable_as_of_time() = TimestampOf(now_us);
  const std::string_view agreement = LastPart(ticket.agreement());
  const auto newest =
      GetRow<v1::Agreement>(state, Key(kAgreementTag, {tenant, agreement}));
  if (!newest) return clocks;
  ASSIGN_OR_RETURN(const ServiceHours zone, HoursOf(*newest));
  const auto terms =
      TermsFor(state, tenant, agreement,
               CalendarMonth::Of(MicrosOf(ticket.open_time()), zone.zone()));
  if (!terms) return clocks;
  ASSIGN_OR_RETURN(const ServiceHours hours, HoursOf(*terms));
  for (const v1::TimeMeasure measure :
       {v1::TIME_MEASURE_RESPONSE, v1::TIME_MEASURE_RESOLUTION}) {
    const auto target = TargetFor(*terms, ticket.priority(), measure);
    if (!target) continue;
    *clocks.add_clocks() =
        ReadClock(ticket, *terms, hours, terms->time_targets(*target), now_us);
  }
  return clocks;
}

absl::Status FillTimeTargets(const KvReader& state, std::string_view tenant,
                             const v1::Agreement& terms, const TimeSpan& window,
                             int64_t now_us, int tickets_max,
                             v1::AgreementReport& report) {
  if (terms.time_targets().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const ServiceHours hours, HoursOf(terms));
  for (const v1::TimeTarget& target : terms.time_targets()) {
    *report.add_time_targets()->mutable_target() = target;
  }
  const std::string prefix =
      KeyPrefix(kTicketByAgreementTag, {tenant, LastPart(terms.name())});
  std::vector<std::string> ids;
  state.Scan(prefix + TimePart(window.start_us),
             prefix + TimePart(window.end_us),
             [&](std::string_view key, std::string_view) {
               if (ids.size() >= static_cast<size_t>(tickets_max)) {
                 report.set_tickets_truncated(true);
                 return false;
               }
               ids.emplace_back(key.substr(prefix.size() + sizeof(int64_t)));
               return true;
             });
  for (const std::string& id : ids) {
    const auto ticket =
        ReadRow<v1::Ticket>(state, Key(kTicketTag, {tenant, id}));
    if (ticket == nullptr) continue;
    for (const v1::TimeMeasure measure :
         {v1::TIME_MEASURE_RESPONSE, v1::TIME_MEASURE_RESOLUTION}) {
      const auto target = TargetFor(terms, ticket->priority(), measure);
      if (!target) continue;
      CountClock(
          *ticket,
          ReadClock(*ticket, terms, hours, terms.time_targets(*target), now_us),
          *report.mutable_time_targets(*target));
    }
  }
  for (v1::TimeTargetResult& result : *report.mutable_time_targets()) {
    Judge(result);
  }
  return absl::OkStatus();
}

absl::Status CheckTimeTargets(const v1::Agreement& agreement) {
  constexpr char kTargets[] = "agreement.time_targets";
  constexpr char kReasons[] = "agreement.pause_reasons";
  if (agreement.time_targets_size() > limits::kTimeTargetsMax) {
    return FieldError(kTargets,
                      StrCat("at most ", limits::kTimeTargetsMax, "."));
  }
  std::set<std::pair<std::string_view, int>> seen;
  for (const v1::TimeTarget& target : agreement.time_targets()) {
    const int64_t seconds = target.within().seconds();
    if (target.measure() == v1::TIME_MEASURE_UNSPECIFIED ||
        !seen.insert({target.priority(), target.measure()}).second) {
      return FieldError(kTargets,
                        "each is a response or a resolution, one for each "
                        "priority.");
    }
    if (seconds < 0 || target.within().nanos() < 0 ||
        seconds > kWithinDaysMax * kDayUs / kSecondUs ||
        MicrosOf(target.within()) < 1 || target.within().nanos() % 1000 != 0) {
      return FieldError(kTargets,
                        "within is a time on the clock such as 14400s, at most "
                        "366 days.");
    }
    if (!(target.share_percent() >= 0 && target.share_percent() <= 100)) {
      return FieldError(kTargets, "share_percent is a percentage.");
    }
    if (target.priority().size() > limits::kPriorityBytesMax) {
      return FieldError(kTargets, StrCat("a priority has at most ",
                                         limits::kPriorityBytesMax, " bytes."));
    }
  }
  if (agreement.pause_reasons_size() > limits::kPauseReasonsMax) {
    return FieldError(kReasons,
                      StrCat("at most ", limits::kPauseReasonsMax, "."));
  }
  for (const std::string& reason : agreement.pause_reasons()) {
    if (reason.empty() || reason.size() > limits::kPauseReasonBytesMax) {
      return FieldError(
          kReasons,
          StrCat("each has 1 to ", limits::kPauseReasonBytesMax, " bytes."));
    }
  }
  return absl::OkStatus();
}

void PutTicket(KvWriter& state, std::string_view tenant,
               const v1::Ticket& ticket) {
  const std::string_view id = LastPart(ticket.name());
  const std::string own = Key(kTicketTag, {tenant, id});
  if (const auto old = GetRow<v1::Ticket>(state, own)) {
    state.Delete(ByAgreementKey(tenant, *old));
  }
  PutRow(state, own, ticket);
  state.Put(
      Key(kTicketBySourceTag, {tenant, ticket.source(), ticket.source_id()}),
      id);
  state.Put(ByAgreementKey(tenant, ticket), "");
}

}  // namespace csi::reporting
