// FreezeBaseline, ProposeBaseline, AcceptBaseline.
#include <algorithm>
#include <array>

#include "common/base/limits.h"
#include "services/reporting/domain/baselines.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

// Grounds on which an improvement may have no baseline at all.
constexpr std::array<std::string_view, 4> kExemptions = {
    "COMPLIANCE", "SAFETY", "LEGAL", "DECOMMISSIONING"};
constexpr size_t kCommentBytesMax = 1000;

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

// The entry is known and still open.
absl::Status CheckOpportunity(const Context& context,
                              std::string_view opportunity) {
  if (opportunity.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(
      IdOf("baseline.opportunity", opportunity, context.tenant, "opportunities")
          .status());
  const auto entry = OpportunityOf(*context.views, context.tenant, opportunity);
  if (!entry) return NotFound("opportunities", opportunity);
  const std::string& state = entry->state();
  if (state != "CLOSED" && state != "REJECTED" && state != "CANCELLED") {
    return absl::OkStatus();
  }
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(opportunity, " is ", state,
                        "; a baseline serves an open entry. Reopen it first."),
                 {{"state", state}});
}

// What the caller states; the rest is the server's.
v1::Baseline Stated(const v1::Baseline& asked) {
  v1::Baseline baseline;
  baseline.set_opportunity(asked.opportunity());
  baseline.set_indicator(asked.indicator());
  *baseline.mutable_dimensions() = asked.dimensions();
  baseline.set_kind(asked.kind());
  if (asked.has_window()) *baseline.mutable_window() = asked.window();
  baseline.set_method(asked.method().empty() ? "exact" : asked.method());
  baseline.set_cause(asked.cause());
  if (asked.has_single_value()) {
    baseline.set_single_value(asked.single_value());
  }
  if (asked.has_single_time()) {
    *baseline.mutable_single_time() = asked.single_time();
  }
  baseline.set_evidence(asked.evidence());
  baseline.set_reason(asked.reason());
  return baseline;
}

absl::Status CheckTexts(const v1::Baseline& baseline) {
  const size_t most = csi::limits::kShortTextBytesMax;
  RETURN_IF_ERROR(CheckLength("baseline.cause", baseline.cause(), most));
  RETURN_IF_ERROR(CheckLength("baseline.evidence", baseline.evidence(), most));
  return CheckLength("baseline.reason", baseline.reason(), most);
}

absl::Status FillSeries(const Context& context, const v1::Indicator& indicator,
                        const std::optional<ChangeTimes>& change,
                        v1::Baseline& baseline) {
  ASSIGN_OR_RETURN(*baseline.mutable_window(),
                   SeriesWindow(context, indicator, baseline, change));
  return FillContent(context, indicator, baseline);
}

absl::Status FillSingle(const Context& context, const v1::Indicator& indicator,
                        v1::Baseline& baseline) {
  if (!baseline.has_single_value() || !baseline.has_single_time()) {
    return FieldError("baseline.single_value",
                      "a SINGLE baseline needs the figure and its date "
                      "(single_time).");
  }
  if (baseline.evidence().empty()) {
    return FieldError("baseline.evidence",
                      "say where the figure is written down: the assessment, "
                      "audit or survey.");
  }
  if (MicrosOf(baseline.single_time()) > absl::ToUnixMicros(context.now)) {
    return FieldError("baseline.single_time", "it lies ahead.");
  }
  baseline.set_centre(baseline.single_value());
  baseline.set_definition_revision(indicator.definition_revision());
  baseline.set_comparability(indicator.comparability());
  return absl::OkStatus();
}

absl::Status OpenWindow(const Context& context, v1::Baseline& baseline) {
  const int64_t now = absl::ToUnixMicros(context.now);
  if (!baseline.window().has_end_time() ||
      MicrosOf(baseline.window().end_time()) <= now) {
    return FieldError("baseline.window.end_time",
                      "FIRST_MEASUREMENTS starts now: give the end, which lies "
                      "ahead.");
  }
  *baseline.mutable_window()->mutable_start_time() = TimestampOf(now);
  baseline.set_state(v1::BASELINE_STATE_COLLECTING);
  return absl::OkStatus();
}

absl::Status CheckExemption(const v1::Baseline& baseline) {
  const bool known = std::any_of(
      kExemptions.begin(), kExemptions.end(), [&](std::string_view ground) {
        return baseline.reason().compare(0, ground.size(), ground) == 0;
      });
  if (!known) {
    return FieldError("baseline.reason",
                      "no baseline is granted for COMPLIANCE, SAFETY, LEGAL or "
                      "DECOMMISSIONING alone; begin with one of these words "
                      "and say why.");
  }
  if (baseline.evidence().empty()) {
    return FieldError("baseline.evidence",
                      "name the law, order or decision that exempts it.");
  }
  return absl::OkStatus();
}

absl::Status FillKind(const Context& context, const v1::Indicator& indicator,
                      const std::optional<ChangeTimes>& change,
                      v1::Baseline& baseline) {
  baseline.set_state(v1::BASELINE_STATE_FROZEN);
  switch (baseline.kind()) {
    case v1::BASELINE_KIND_SERIES:
      return FillSeries(context, indicator, change, baseline);
    case v1::BASELINE_KIND_SINGLE:
      return FillSingle(context, indicator, baseline);
    case v1::BASELINE_KIND_FIRST_MEASUREMENTS:
      return OpenWindow(context, baseline);
    case v1::BASELINE_KIND_NONE:
      return CheckExemption(baseline);
    default:
      return FieldError("baseline.kind",
                        "say SERIES, SINGLE, FIRST_MEASUREMENTS or NONE.");
  }
}

void Seal(const Context& context, v1::Baseline& baseline) {
  baseline.set_content_sha256(ContentHash(baseline));
  *baseline.mutable_freeze_time() = TimestampOf(context.now);
}

void Record(const Context& context, const std::string& id,
            common::v1::AuthorityGrant grant, v1::Baseline baseline,
            Outcome& outcome) {
  baseline.set_name(ResourceName(context.tenant, "baselines", id));
  baseline.set_uid(context.ids->Next());
  baseline.set_revision(1);
  *baseline.mutable_create_time() = TimestampOf(context.now);
  *baseline.mutable_update_time() = TimestampOf(context.now);
  *baseline.mutable_frozen_by() = std::move(grant);
  if (baseline.state() != v1::BASELINE_STATE_COLLECTING) {
    Seal(context, baseline);
  }
  *outcome.Emit<v1::JournalEvent>()
       .mutable_baseline_recorded()
       ->mutable_baseline() = std::move(baseline);
  ReplyWithBaseline(context, id, outcome);
}

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
  Seal(context, baseline);
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

absl::Status DecideFreezeBaseline(const v1::FreezeBaselineRequest& request,
                                  const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(const std::string id,
                   NewId(context, "baseline_id", request.baseline_id(),
                         kBaselineTag, "baselines"));
  v1::Baseline baseline = Stated(request.baseline());
  RETURN_IF_ERROR(CheckOpportunity(context, baseline.opportunity()));
  if (baseline.indicator().empty() && !baseline.opportunity().empty() &&
      baseline.kind() != v1::BASELINE_KIND_NONE) {
    baseline.set_indicator(
        OpportunityOf(*context.views, context.tenant, baseline.opportunity())
            ->primary_indicator());
  }
  v1::Indicator indicator;
  if (!baseline.indicator().empty() ||
      baseline.kind() != v1::BASELINE_KIND_NONE) {
    ASSIGN_OR_RETURN(
        indicator,
        Load<v1::Indicator>(context, kIndicatorTag, "baseline.indicator",
                            baseline.indicator(), "indicators"));
  }
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      Authorize(context, "freeze a baseline",
                {{kFreezeBaseline, ResponsibleOrAccountable()}},
                SubjectOf(context, baseline.opportunity(), &indicator)));
  RETURN_IF_ERROR(CheckTexts(baseline));
  const std::optional<ChangeTimes> change =
      ActualChange(context, baseline.opportunity());
  baseline.set_frozen_after_implementation(
      change && change->start_us < absl::ToUnixMicros(context.now));
  RETURN_IF_ERROR(FillKind(context, indicator, change, baseline));
  Record(context, id, std::move(grant), std::move(baseline), outcome);
  return absl::OkStatus();
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
  Record(context, id, std::move(grant), std::move(baseline), outcome);
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
