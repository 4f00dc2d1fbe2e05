#include "services/reporting/domain/subscriptions.h"

#include <algorithm>

#include "common/authority/directory.h"
#include "common/domain/names.h"
#include "services/reporting/domain/agreements/terms.h"
#include "services/reporting/domain/apply.h"
#include "services/reporting/domain/commands/agreement_rules.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr int kSearchDaysMax = 366;

bool IsDue(const v1::ReportSubscription& subscription, absl::CivilDay day) {
  const int wanted = std::max(1, subscription.day());
  switch (subscription.rhythm()) {
    case v1::SUBSCRIPTION_RHYTHM_WEEKLY:
      return static_cast<int>(absl::GetWeekday(day)) + 1 == wanted;
    case v1::SUBSCRIPTION_RHYTHM_MONTHLY:
      return day.day() == wanted;
    default:
      return true;
  }
}

bool IsWorkingDay(const ServiceHours& hours, absl::CivilDay day) {
  const TimeSpan span = {
      absl::ToUnixMicros(absl::FromCivil(day, hours.zone())),
      absl::ToUnixMicros(absl::FromCivil(day + 1, hours.zone()))};
  return hours.Within(span).TotalUs() > 0;
}

Timer TimerAt(const v1::ReportSubscription& subscription,
              std::string_view tenant) {
  return {absl::FromUnixMicros(MicrosOf(subscription.next_time())),
          std::string(tenant), kSubscriptionTimer,
          std::string(LastPart(subscription.name()))};
}

std::optional<v1::ReportSubscription> Read(const KvReader& state,
                                           std::string_view tenant,
                                           std::string_view id) {
  return GetRow<v1::ReportSubscription>(state,
                                        Key(kSubscriptionTag, {tenant, id}));
}

}  // namespace

std::optional<absl::Time> NextTime(const v1::ReportSubscription& subscription,
                                   const ServiceHours& hours,
                                   absl::Time after) {
  const absl::CivilDay today = absl::ToCivilDay(after, hours.zone());
  // One that was put off may have been due in the days before.
  bool waiting = false;
  for (int i = -kSearchDaysMax; i <= 2 * kSearchDaysMax; ++i) {
    const absl::CivilDay day = today + i;
    waiting = waiting || IsDue(subscription, day);
    if (!waiting || !IsWorkingDay(hours, day)) continue;
    waiting = false;
    const absl::Time time = absl::FromCivil(
        absl::CivilHour(day) + subscription.hour(), hours.zone());
    if (time > after) return time;
  }
  return std::nullopt;
}

absl::Status PlanNext(const Context& context,
                      v1::ReportSubscription& subscription) {
  subscription.clear_next_time();
  if (subscription.paused()) return absl::OkStatus();
  ServiceHours hours;
  if (!subscription.calendar().empty()) {
    v1::Agreement terms;
    ASSIGN_OR_RETURN(*terms.mutable_hours(),
                     HoursOfCalendar(context, "report_subscription.calendar",
                                     subscription.calendar()));
    ASSIGN_OR_RETURN(hours, HoursOf(terms));
  }
  const std::optional<absl::Time> next =
      NextTime(subscription, hours, context.now);
  if (!next) {
    return FieldError("report_subscription.calendar",
                      "it has no working day within a year.");
  }
  *subscription.mutable_next_time() = TimestampOf(*next);
  return absl::OkStatus();
}

absl::Status FireSubscription(const Timer& timer, const Context& context,
                              Outcome& outcome) {
  auto row = Read(*context.state, timer.tenant, timer.subject);
  // A timer that was moved after it became due is of no use any more.
  if (!row || !row->has_next_time() ||
      MicrosOf(row->next_time()) != absl::ToUnixMicros(timer.due)) {
    return absl::OkStatus();
  }
  v1::ReportSubscription subscription = *std::move(row);
  subscription.set_revision(subscription.revision() + 1);
  *subscription.mutable_update_time() = TimestampOf(context.now);
  subscription.clear_last_problem();
  bool published = false;
  const authority::Directory directory(*context.views, context.tenant);
  if (!directory.PersonExists(subscription.person(), context.now)) {
    subscription.set_paused(true);
    subscription.set_last_problem("Whoever subscribed it has left.");
  } else {
    const std::string id = context.ids->Next();
    absl::Status rendered = CheckReport(context, subscription.report());
    if (rendered.ok()) {
      rendered = EmitReport(subscription.report(), subscription.set_by(), id,
                            context, outcome);
    }
    published = rendered.ok();
    if (published) {
      subscription.set_last_report(ResourceName(context.tenant, "reports", id));
    } else {
      subscription.set_last_problem(std::string(rendered.message()));
    }
  }
  const absl::Status planned = PlanNext(context, subscription);
  if (!planned.ok()) {
    subscription.set_paused(true);
    subscription.set_last_problem(std::string(planned.message()));
  }
  v1::SubscriptionRecorded& event =
      *outcome.Emit<v1::JournalEvent>().mutable_subscription_recorded();
  *event.mutable_report_subscription() = std::move(subscription);
  event.set_published(published);
  return absl::OkStatus();
}

void ApplySubscription(const v1::SubscriptionRecorded& event, const Fact& fact,
                       Effects& effects) {
  const v1::ReportSubscription& subscription = event.report_subscription();
  const std::string_view id = LastPart(subscription.name());
  const auto before = Read(effects.state(), fact.tenant, id);
  if (before && before->has_next_time()) {
    effects.CancelTimer(TimerAt(*before, fact.tenant));
  }
  if (event.deleted()) {
    effects.state().Delete(Key(kSubscriptionTag, {fact.tenant, id}));
    return;
  }
  PutRow(effects.state(), Key(kSubscriptionTag, {fact.tenant, id}),
         subscription);
  if (subscription.has_next_time()) {
    effects.SetTimer(TimerAt(subscription, fact.tenant));
  }
}

}  // namespace csi::reporting
