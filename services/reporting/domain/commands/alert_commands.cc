// DismissAlert and RestoreAlert.
#include "common/base/limits.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/thresholds/alerts.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

absl::StatusOr<common::v1::AuthorityGrant> AuthorizeJudging(
    const Context& context, const v1::Alert& alert, std::string_view verb) {
  return Authorize(context, StrCat(verb, " alerts of ", alert.indicator()),
                   {{kDefineMonitoring, ResponsibleOrAccountable()},
                    {kAnalyseData, ResponsibleOrAccountable()}},
                   {alert.scope(), "", ""});
}

absl::Status CheckReason(const std::string& reason) {
  if (reason.empty()) {
    return FieldError("reason", "say why; others will ask.");
  }
  return CheckLength("reason", reason, csi::limits::kShortTextBytesMax);
}

absl::Status WrongState(const v1::Alert& alert, std::string_view what_next) {
  const std::string state =
      WithoutPrefix(v1::AlertState_Name(alert.state()), "ALERT_STATE_");
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(alert.name(), " is ", state, ". ", what_next),
                 {{"state", state}});
}

void Record(const Context& context, v1::Alert alert, v1::AlertChange change,
            const std::string& reason, Outcome& outcome) {
  alert.set_state(StateOf(alert));
  alert.set_revision(alert.revision() + 1);
  *alert.mutable_update_time() = TimestampOf(context.now);
  const std::string id(LastPart(alert.name()));
  v1::AlertRecorded& event =
      *outcome.Emit<v1::JournalEvent>().mutable_alert_recorded();
  event.set_change(change);
  event.set_reason(reason);
  *event.mutable_alert() = std::move(alert);
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto reply = std::make_unique<v1::Alert>(
        GetRow<v1::Alert>(state, Key(kAlertTag, {tenant, id}))
            .value_or(v1::Alert()));
    reply->set_etag(EtagOf(reply->revision()));
    return reply;
  });
}

}  // namespace

absl::Status DecideDismissAlert(const v1::DismissAlertRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Alert alert, Load<v1::Alert>(context, kAlertTag, "name",
                                                    request.name(), "alerts"));
  RETURN_IF_ERROR(CheckEtag(request.etag(), alert.revision(), alert.name()));
  ASSIGN_OR_RETURN(*alert.mutable_dismissed_by(),
                   AuthorizeJudging(context, alert, "dismiss"));
  RETURN_IF_ERROR(CheckReason(request.reason()));
  if (alert.state() != v1::ALERT_STATE_OPEN &&
      alert.state() != v1::ALERT_STATE_CLOSED) {
    return WrongState(alert, "Only open and closed alerts are dismissed.");
  }
  alert.set_dismiss_reason(request.reason());
  *alert.mutable_dismiss_time() = TimestampOf(context.now);
  Record(context, std::move(alert), v1::ALERT_CHANGE_DISMISSED, "", outcome);
  return absl::OkStatus();
}

absl::Status DecideRestoreAlert(const v1::RestoreAlertRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Alert alert, Load<v1::Alert>(context, kAlertTag, "name",
                                                    request.name(), "alerts"));
  RETURN_IF_ERROR(CheckEtag(request.etag(), alert.revision(), alert.name()));
  RETURN_IF_ERROR(AuthorizeJudging(context, alert, "restore").status());
  RETURN_IF_ERROR(CheckReason(request.reason()));
  if (alert.state() != v1::ALERT_STATE_DISMISSED) {
    return WrongState(alert, "Only a dismissed alert is restored.");
  }
  alert.clear_dismissed_by();
  alert.clear_dismiss_reason();
  alert.clear_dismiss_time();
  Record(context, std::move(alert), v1::ALERT_CHANGE_RESTORED, request.reason(),
         outcome);
  return absl::OkStatus();
}

}  // namespace csi::reporting
