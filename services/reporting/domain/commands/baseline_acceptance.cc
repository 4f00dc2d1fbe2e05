// ProposeBaseline and AcceptBaseline, and how baselines are recorded.
#include "common/base/limits.h"
#include "services/reporting/domain/baselines.h"
#include "services/reporting/domain/commands/baseline_records.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

constexpr size_t kCommentBytesMax = 1000;

// The window of first measurements is over, or A accepts a shorter one.
absl::Status CloseWindow(const Context& context,
                         const v1::AcceptBaselineRequest& request,
                         v1::Baseline& baseline) {
  const int64_t now = absl::ToUnixMicros(context.now);
  if (MicrosOf(baseline.window().end_time()) > now) {
    if (!request.accept_shorter()) {
      return Refusal(
          common::v1::ERROR_REASON_WRONG_STATE,
          StrCat("The window of ", baseline.name(), " is open until ",
                 TimeWords(MicrosOf(baseline.window().end_time())),
                 ". Wait, or accept a shorter one with the reason."),
          {{"state", "COLLECTING"}});
    }
    if (request.comment().empty()) {
      return FieldError("comment", "say why a shorter window is enough.");
    }
    *baseline.mutable_window()->mutable_end_time() = TimestampOf(now);
  }
  ASSIGN_OR_RETURN(const v1::Indicator indicator,
                   Load<v1::Indicator>(context, kIndicatorTag, "indicator",
                                       baseline.indicator(), "indicators"));
  RETURN_IF_ERROR(FillContent(context, indicator, baseline));
  SealBaseline(context, baseline);
  return absl::OkStatus();
}

absl::Status CheckProposable(const v1::Comparison& comparison) {
  const auto most = static_cast<int>(statistics::kNewBaselinePeriodsMin);
  const int n = comparison.figures().after().n();
  if (comparison.after_state() == v1::AFTER_STATE_STABLE && n >= most) {
    return absl::OkStatus();
  }
  const std::string state =
      comparison.after_state() == v1::AFTER_STATE_UNSPECIFIED
          ? "not judged"
          : WithoutPrefix(v1::AfterState_Name(comparison.after_state()),
                          "AFTER_STATE_");
  return Refusal(
      common::v1::ERROR_REASON_RULE_VIOLATED,
      StrCat("A new baseline needs a STABLE level of at least ", most,
             " periods; after the change it is ", state, " with ", n,
             ". Go on measuring and compare again."),
      {{"rule", "AFTER_STATE"}, {"after_state", state}, {"n", StrCat(n)}});
}

}  // namespace

void SealBaseline(const Context& context, v1::Baseline& baseline) {
  baseline.set_content_sha256(ContentHash(baseline));
  *baseline.mutable_freeze_time() = TimestampOf(context.now);
}

void RecordBaseline(const Context& context, const std::string& id,
                    common::v1::AuthorityGrant grant, v1::Baseline baseline,
                    Outcome& outcome) {
  baseline.set_name(ResourceName(context.tenant, "baselines", id));
  baseline.set_uid(context.ids->Next());
  baseline.set_revision(1);
  *baseline.mutable_create_time() = TimestampOf(context.now);
  *baseline.mutable_update_time() = TimestampOf(context.now);
  *baseline.mutable_frozen_by() = std::move(grant);
  if (baseline.state() != v1::BASELINE_STATE_COLLECTING) {
    SealBaseline(context, baseline);
  }
  *outcome.Emit<v1::JournalEvent>()
       .mutable_baseline_recorded()
       ->mutable_baseline() = std::move(baseline);
  ReplyWithBaseline(context, id, outcome);
}

void ReplyWithBaseline(const Context& context, const std::string& id,
                       Outcome& outcome) {
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto baseline = std::make_unique<v1::Baseline>(
        GetRow<v1::Baseline>(state, Key(kBaselineTag, {tenant, id}))
            .value_or(v1::Baseline()));
    baseline->set_etag(EtagOf(baseline->revision()));
    return baseline;
  });
}

absl::Status DecideProposeBaseline(const v1::ProposeBaselineRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(const std::string id,
                   NewId(context, "baseline_id", request.baseline_id(),
                         kBaselineTag, "baselines"));
  ASSIGN_OR_RETURN(const v1::Comparison comparison,
                   Load<v1::Comparison>(context, kComparisonTag, "comparison",
                                        request.comparison(), "comparisons"));
  ASSIGN_OR_RETURN(const v1::Indicator indicator,
                   Load<v1::Indicator>(context, kIndicatorTag, "indicator",
                                       comparison.indicator(), "indicators"));
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      Authorize(context, "propose a baseline",
                {{kFreezeBaseline, ResponsibleOrAccountable()}},
                SubjectOf(context, comparison.opportunity(), &indicator)));
  RETURN_IF_ERROR(CheckProposable(comparison));
  if (request.cause().empty()) {
    return FieldError("cause", "name the RFC or entry that changed the level.");
  }
  RETURN_IF_ERROR(
      CheckLength("cause", request.cause(), csi::limits::kShortTextBytesMax));
  v1::Baseline baseline;
  baseline.set_opportunity(comparison.opportunity());
  baseline.set_indicator(comparison.indicator());
  baseline.set_kind(v1::BASELINE_KIND_SERIES);
  baseline.set_state(v1::BASELINE_STATE_PROPOSED);
  baseline.set_method("exact");
  baseline.set_cause(request.cause());
  baseline.set_comparison(comparison.name());
  *baseline.mutable_window() = comparison.figures().after().window();
  RETURN_IF_ERROR(FillContent(
      indicator,
      {comparison.after_points().begin(), comparison.after_points().end()},
      baseline));
  RecordBaseline(context, id, std::move(grant), std::move(baseline), outcome);
  return absl::OkStatus();
}

absl::Status DecideAcceptBaseline(const v1::AcceptBaselineRequest& request,
                                  const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Baseline baseline,
                   Load<v1::Baseline>(context, kBaselineTag, "name",
                                      request.name(), "baselines"));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), baseline.revision(), baseline.name()));
  std::optional<v1::Indicator> indicator;
  if (!baseline.indicator().empty()) {
    indicator = GetRow<v1::Indicator>(
        *context.state,
        Key(kIndicatorTag, {context.tenant, LastPart(baseline.indicator())}));
  }
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      AuthorizeApproval(context, StrCat("accept ", baseline.name()),
                        kFreezeBaseline,
                        SubjectOf(context, baseline.opportunity(),
                                  indicator ? &*indicator : nullptr),
                        baseline.frozen_by().person()));
  if (baseline.state() == v1::BASELINE_STATE_ACCEPTED) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(baseline.name(), " is ACCEPTED already."),
                   {{"state", "ACCEPTED"}});
  }
  RETURN_IF_ERROR(CheckLength("comment", request.comment(), kCommentBytesMax));
  const bool collecting = baseline.state() == v1::BASELINE_STATE_COLLECTING;
  if (collecting) {
    RETURN_IF_ERROR(CloseWindow(context, request, baseline));
  }
  baseline.set_state(v1::BASELINE_STATE_ACCEPTED);
  baseline.set_revision(baseline.revision() + 1);
  *baseline.mutable_update_time() = TimestampOf(context.now);
  *baseline.mutable_accepted_by() = std::move(grant);
  *baseline.mutable_accept_time() = TimestampOf(context.now);
  baseline.set_accept_comment(request.comment());
  const std::string id(LastPart(baseline.name()));
  v1::BaselineConfirmed& event =
      *outcome.Emit<v1::JournalEvent>().mutable_baseline_confirmed();
  *event.mutable_baseline() = std::move(baseline);
  event.set_froze_content(collecting);
  ReplyWithBaseline(context, id, outcome);
  return absl::OkStatus();
}

}  // namespace csi::reporting
