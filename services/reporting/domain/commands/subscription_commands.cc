// SetReportSubscription, PauseReportSubscription, DeleteReportSubscription.
#include "common/authority/directory.h"
#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/subscriptions.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr int kHoursOfDay = 24;
constexpr int kDaysOfWeek = 7;
constexpr int kDaysOfShortestMonth = 28;

absl::StatusOr<common::v1::AuthorityGrant> MaySubscribe(
    const Context& context) {
  return Authorize(context, "subscribe a report",
                   {{kCsiReport, ResponsibleOrAccountable()},
                    {kPresentInformation, ResponsibleOrAccountable()}},
                   {});
}

absl::Status CheckRhythm(const v1::ReportSubscription& subscription) {
  int most = 0;
  switch (subscription.rhythm()) {
    case v1::SUBSCRIPTION_RHYTHM_DAILY:
      break;
    case v1::SUBSCRIPTION_RHYTHM_WEEKLY:
      most = kDaysOfWeek;
      break;
    case v1::SUBSCRIPTION_RHYTHM_MONTHLY:
      most = kDaysOfShortestMonth;
      break;
    default:
      return FieldError("report_subscription.rhythm",
                        "DAILY, WEEKLY or MONTHLY.");
  }
  if (subscription.day() < 0 || subscription.day() > most) {
    return FieldError("report_subscription.day",
                      StrCat("0 to ", most, " at this rhythm."));
  }
  if (subscription.hour() < 0 || subscription.hour() >= kHoursOfDay) {
    return FieldError("report_subscription.hour", "0 to 23.");
  }
  return absl::OkStatus();
}

absl::Status CheckRoom(const Context& context) {
  int count = 0;
  context.state->ScanPrefix(KeyPrefix(kSubscriptionTag, {context.tenant}),
                            [&](std::string_view, std::string_view) {
                              return ++count < limits::kSubscriptionsMax;
                            });
  if (count < limits::kSubscriptionsMax) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                 StrCat("There are ", count,
                        " report subscriptions, which is the most; delete one "
                        "that nobody reads."),
                 {{"rule", "REPORT_SUBSCRIPTIONS"},
                  {"limit", StrCat(limits::kSubscriptionsMax)}});
}

void Record(v1::ReportSubscription subscription, const Context& context,
            bool deleted, Outcome& outcome) {
  subscription.clear_etag();
  subscription.set_revision(subscription.revision() + 1);
  *subscription.mutable_update_time() = TimestampOf(context.now);
  v1::SubscriptionRecorded& event =
      *outcome.Emit<v1::JournalEvent>().mutable_subscription_recorded();
  event.set_deleted(deleted);
  v1::ReportSubscription reply = subscription;
  reply.set_etag(EtagOf(reply.revision()));
  *event.mutable_report_subscription() = std::move(subscription);
  outcome.ReplyWith(std::move(reply));
}

}  // namespace

absl::Status DecideSetReportSubscription(
    const v1::SetReportSubscriptionRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  std::optional<v1::ReportSubscription> known;
  std::string id = request.report_subscription_id();
  if (!id.empty()) {
    known = GetRow<v1::ReportSubscription>(
        *context.state, Key(kSubscriptionTag, {context.tenant, id}));
  }
  if (!known) {
    ASSIGN_OR_RETURN(id, NewId(context, "report_subscription_id",
                               request.report_subscription_id(),
                               kSubscriptionTag, "reportSubscriptions"));
    RETURN_IF_ERROR(CheckRoom(context));
  }
  v1::ReportSubscription subscription = request.report_subscription();
  if (known) {
    RETURN_IF_ERROR(
        CheckEtag(subscription.etag(), known->revision(), known->name()));
  }
  ASSIGN_OR_RETURN(*subscription.mutable_set_by(), MaySubscribe(context));
  RETURN_IF_ERROR(CheckRhythm(subscription));
  RETURN_IF_ERROR(CheckReport(context, subscription.report()));
  if (subscription.person().empty()) {
    subscription.set_person(subscription.set_by().person());
  }
  RETURN_IF_ERROR(IdOf("report_subscription.person", subscription.person(),
                       context.tenant, "people")
                      .status());
  const authority::Directory directory(*context.views, context.tenant);
  if (!directory.PersonExists(subscription.person(), context.now)) {
    return NotFound("people", subscription.person());
  }
  subscription.set_name(
      ResourceName(context.tenant, "reportSubscriptions", id));
  subscription.set_uid(known ? known->uid() : context.ids->Next());
  subscription.set_revision(known ? known->revision() : 0);
  *subscription.mutable_create_time() =
      known ? known->create_time() : TimestampOf(context.now);
  subscription.set_last_report(known ? known->last_report() : "");
  subscription.clear_last_problem();
  RETURN_IF_ERROR(PlanNext(context, subscription));
  Record(std::move(subscription), context, false, outcome);
  return absl::OkStatus();
}

absl::Status DecidePauseReportSubscription(
    const v1::PauseReportSubscriptionRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(
      v1::ReportSubscription subscription,
      Load<v1::ReportSubscription>(context, kSubscriptionTag, "name",
                                   request.name(), "reportSubscriptions"));
  RETURN_IF_ERROR(MaySubscribe(context).status());
  subscription.set_paused(!request.resume());
  if (request.resume()) subscription.clear_last_problem();
  RETURN_IF_ERROR(PlanNext(context, subscription));
  Record(std::move(subscription), context, false, outcome);
  return absl::OkStatus();
}

absl::Status DecideDeleteReportSubscription(
    const v1::DeleteReportSubscriptionRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(
      v1::ReportSubscription subscription,
      Load<v1::ReportSubscription>(context, kSubscriptionTag, "name",
                                   request.name(), "reportSubscriptions"));
  RETURN_IF_ERROR(MaySubscribe(context).status());
  subscription.clear_next_time();
  Record(std::move(subscription), context, true, outcome);
  return absl::OkStatus();
}

}  // namespace csi::reporting
