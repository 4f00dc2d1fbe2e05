// CreateThreshold, UpdateThreshold, RecordBacktest, ApproveThreshold and
// RetireThreshold.
#include "common/base/limits.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/domain/thresholds/alerts.h"
#include "services/reporting/domain/thresholds/backtest.h"
#include "services/reporting/domain/thresholds/threshold_checks.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/points/point_store.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

// What a caller may state; all else is the server's.
v1::Threshold Stated(const v1::Threshold& from) {
  v1::Threshold stated = from;
  for (const char* field :
       {"name", "uid", "etag", "revision", "create_time", "update_time",
        "version", "state", "watching_version", "centre", "sigma",
        "comparability", "written_by", "backtest", "approved_by",
        "approve_time", "comment", "suspended_reason"}) {
    stated.GetReflection()->ClearField(
        &stated, stated.GetDescriptor()->FindFieldByName(field));
  }
  return stated;
}

absl::StatusOr<v1::Indicator> IndicatorOf(const Context& context,
                                          const v1::Threshold& threshold) {
  return Load<v1::Indicator>(context, kIndicatorTag, "threshold.indicator",
                             threshold.indicator(), "indicators");
}

absl::StatusOr<common::v1::AuthorityGrant> AuthorizeWriting(
    const Context& context, const v1::Indicator& indicator) {
  return Authorize(context, StrCat("write thresholds of ", indicator.title()),
                   {{kDefineMeasures, ResponsibleOrAccountable()},
                    {kDefineMonitoring, ResponsibleOrAccountable()}},
                   {indicator.scope(), "", ""});
}

absl::Status WrongState(const v1::Threshold& threshold,
                        std::string_view what_next) {
  const std::string state = WithoutPrefix(
      v1::ThresholdState_Name(threshold.state()), "THRESHOLD_STATE_");
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat("Version ", threshold.version(), " of ",
                        threshold.name(), " is ", state, ". ", what_next),
                 {{"state", state}});
}

void Record(const Context& context, v1::Threshold threshold,
            std::optional<int64_t> watch_from_us, Outcome& outcome) {
  threshold.set_revision(threshold.revision() + 1);
  *threshold.mutable_update_time() = TimestampOf(context.now);
  const std::string id(LastPart(threshold.name()));
  v1::ThresholdRecorded& event =
      *outcome.Emit<v1::JournalEvent>().mutable_threshold_recorded();
  if (watch_from_us) event.set_watch_from_us(*watch_from_us);
  *event.mutable_threshold() = std::move(threshold);
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto reply = std::make_unique<v1::Threshold>(
        GetRow<v1::Threshold>(state, Key(kThresholdTag, {tenant, id}))
            .value_or(v1::Threshold()));
    reply->set_etag(EtagOf(reply->revision()));
    return reply;
  });
}

// The alert that is open now, if any, is cut off.
void CutOff(const Context& context, const v1::Threshold& threshold,
            std::string_view reason, Outcome& outcome) {
  const std::string prefix =
      EpisodePrefix(context.tenant, LastPart(threshold.name()));
  std::optional<v1::Alert> last;
  context.state->ScanReverse(
      prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view id) {
        last = GetRow<v1::Alert>(*context.state,
                                 Key(kAlertTag, {context.tenant, id}));
        return false;
      });
  if (!last || !last->close_reason().empty()) return;
  last->set_close_reason(std::string(reason));
  last->set_state(StateOf(*last));
  last->set_revision(last->revision() + 1);
  *last->mutable_update_time() = TimestampOf(context.now);
  v1::AlertRecorded& event =
      *outcome.Emit<v1::JournalEvent>().mutable_alert_recorded();
  event.set_change(v1::ALERT_CHANGE_CLOSED);
  *event.mutable_alert() = *std::move(last);
}

absl::Status CheckRoom(const Context& context, const v1::Threshold& threshold) {
  int others = 0;
  const std::string own(LastPart(threshold.name()));
  const std::string prefix = KeyPrefix(
      kThresholdWatchTag, {context.tenant, LastPart(threshold.indicator())});
  context.state->ScanPrefix(prefix,
                            [&](std::string_view key, std::string_view) {
                              if (key.substr(prefix.size()) != own) ++others;
                              return true;
                            });
  if (others < limits::kThresholdsWatchingMax) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                 StrCat(threshold.indicator(), " is watched by ", others,
                        " thresholds already, which is the most. Retire one."),
                 {{"rule", "THRESHOLDS_WATCHING"},
                  {"limit", StrCat(limits::kThresholdsWatchingMax)}});
}

}  // namespace

absl::Status DecideCreateThreshold(const v1::CreateThresholdRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(const std::string id,
                   NewId(context, "threshold_id", request.threshold_id(),
                         kThresholdTag, "thresholds"));
  v1::Threshold threshold = Stated(request.threshold());
  ASSIGN_OR_RETURN(const v1::Indicator indicator,
                   IndicatorOf(context, threshold));
  ASSIGN_OR_RETURN(common::v1::AuthorityGrant grant,
                   AuthorizeWriting(context, indicator));
  RETURN_IF_ERROR(CheckThreshold(context, indicator, threshold));
  RETURN_IF_ERROR(FillProcess(context, threshold));
  threshold.set_name(ResourceName(context.tenant, "thresholds", id));
  threshold.set_uid(context.ids->Next());
  *threshold.mutable_create_time() = TimestampOf(context.now);
  threshold.set_version(1);
  threshold.set_state(v1::THRESHOLD_STATE_DRAFT);
  threshold.set_comparability(indicator.comparability());
  *threshold.mutable_written_by() = std::move(grant);
  Record(context, std::move(threshold), std::nullopt, outcome);
  return absl::OkStatus();
}

absl::Status DecideUpdateThreshold(const v1::UpdateThresholdRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(
      const v1::Threshold current,
      Load<v1::Threshold>(context, kThresholdTag, "threshold.name",
                          request.threshold().name(), "thresholds"));
  RETURN_IF_ERROR(CheckEtag(request.threshold().etag(), current.revision(),
                            current.name()));
  ASSIGN_OR_RETURN(const v1::Indicator indicator,
                   IndicatorOf(context, current));
  ASSIGN_OR_RETURN(common::v1::AuthorityGrant grant,
                   AuthorizeWriting(context, indicator));
  if (current.state() == v1::THRESHOLD_STATE_RETIRED) {
    return WrongState(current, "Create a new threshold.");
  }
  v1::Threshold next = Stated(request.threshold());
  next.set_indicator(current.indicator());
  *next.mutable_dimensions() = current.dimensions();
  RETURN_IF_ERROR(CheckThreshold(context, indicator, next));
  RETURN_IF_ERROR(FillProcess(context, next));
  next.set_name(current.name());
  next.set_uid(current.uid());
  next.set_revision(current.revision());
  *next.mutable_create_time() = current.create_time();
  next.set_version(current.version() + 1);
  next.set_state(v1::THRESHOLD_STATE_DRAFT);
  next.set_watching_version(current.watching_version());
  next.set_comparability(indicator.comparability());
  *next.mutable_written_by() = std::move(grant);
  Record(context, std::move(next), std::nullopt, outcome);
  return absl::OkStatus();
}

absl::Status DecideRecordBacktest(const v1::RecordBacktestRequest& request,
                                  const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Threshold threshold,
                   Load<v1::Threshold>(context, kThresholdTag, "name",
                                       request.name(), "thresholds"));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), threshold.revision(), threshold.name()));
  ASSIGN_OR_RETURN(const v1::Indicator indicator,
                   IndicatorOf(context, threshold));
  RETURN_IF_ERROR(AuthorizeWriting(context, indicator).status());
  if (threshold.state() != v1::THRESHOLD_STATE_DRAFT &&
      threshold.state() != v1::THRESHOLD_STATE_BACKTESTED) {
    return WrongState(threshold,
                      "Backtests are kept before the approval; "
                      "BacktestThreshold answers at any time.");
  }
  ASSIGN_OR_RETURN(*threshold.mutable_backtest(),
                   BacktestOf(*context.state, context.tenant, indicator,
                              threshold, request.window(), request.problems()));
  *threshold.mutable_backtest()->mutable_keep_time() = TimestampOf(context.now);
  threshold.set_state(v1::THRESHOLD_STATE_BACKTESTED);
  Record(context, std::move(threshold), std::nullopt, outcome);
  return absl::OkStatus();
}

absl::Status DecideApproveThreshold(const v1::ApproveThresholdRequest& request,
                                    const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Threshold threshold,
                   Load<v1::Threshold>(context, kThresholdTag, "name",
                                       request.name(), "thresholds"));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), threshold.revision(), threshold.name()));
  RETURN_IF_ERROR(CheckLength("comment", request.comment(),
                              csi::limits::kShortTextBytesMax));
  ASSIGN_OR_RETURN(const v1::Indicator indicator,
                   IndicatorOf(context, threshold));
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      AuthorizeApproval(context, StrCat("approve ", threshold.title()),
                        kDefineMonitoring, {indicator.scope(), "", ""},
                        threshold.written_by().person()));
  if (threshold.state() != v1::THRESHOLD_STATE_BACKTESTED) {
    return WrongState(threshold,
                      threshold.state() == v1::THRESHOLD_STATE_DRAFT
                          ? "Keep a backtest of it first (RecordBacktest), so "
                            "that it is known what it would have raised."
                          : "Write a new version to change it.");
  }
  if (threshold.comparability() != indicator.comparability()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat("The definition of ", indicator.name(),
                          " has changed since these limits were written. "
                          "Write a new version for it."),
                   {{"rule", "DEFINITION_CHANGED"}});
  }
  RETURN_IF_ERROR(CheckRoom(context, threshold));
  CutOff(context, threshold, "REPLACED", outcome);
  threshold.set_state(v1::THRESHOLD_STATE_APPROVED);
  threshold.set_watching_version(threshold.version());
  *threshold.mutable_approved_by() = std::move(grant);
  *threshold.mutable_approve_time() = TimestampOf(context.now);
  threshold.set_comment(request.comment());
  // What is there already was judged by the backtest.
  const std::string series = SeriesText(threshold.dimensions());
  const std::optional<int64_t> last =
      SeriesReader(*context.state,
                   {context.tenant, LastPart(indicator.name()), series})
          .LastPeriod();
  Record(context, std::move(threshold), last ? *last + 1 : kTimeMin, outcome);
  return absl::OkStatus();
}

absl::Status DecideRetireThreshold(const v1::RetireThresholdRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Threshold threshold,
                   Load<v1::Threshold>(context, kThresholdTag, "name",
                                       request.name(), "thresholds"));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), threshold.revision(), threshold.name()));
  ASSIGN_OR_RETURN(const v1::Indicator indicator,
                   IndicatorOf(context, threshold));
  RETURN_IF_ERROR(
      Authorize(context, StrCat("retire ", threshold.title()),
                {{kDefineMonitoring, {common::v1::LETTER_ACCOUNTABLE}}},
                {indicator.scope(), "", ""})
          .status());
  if (request.reason().empty()) {
    return FieldError("reason", "say why it is not needed any more.");
  }
  RETURN_IF_ERROR(
      CheckLength("reason", request.reason(), csi::limits::kShortTextBytesMax));
  if (threshold.state() == v1::THRESHOLD_STATE_RETIRED) {
    return WrongState(threshold, "It stays so; create a new one.");
  }
  CutOff(context, threshold, "RETIRED", outcome);
  threshold.set_state(v1::THRESHOLD_STATE_RETIRED);
  threshold.set_watching_version(0);
  threshold.set_comment(request.reason());
  Record(context, std::move(threshold), std::nullopt, outcome);
  return absl::OkStatus();
}

}  // namespace csi::reporting
