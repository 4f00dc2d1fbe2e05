// CompareWindows and AcceptVerdict.
#include "common/base/limits.h"
#include "services/reporting/domain/baselines.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/comparisons.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

void ReplyWithComparison(const Context& context, const std::string& id,
                         Outcome& outcome) {
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto comparison = std::make_unique<v1::Comparison>(
        GetRow<v1::Comparison>(state, Key(kComparisonTag, {tenant, id}))
            .value_or(v1::Comparison()));
    comparison->set_etag(EtagOf(comparison->revision()));
    return comparison;
  });
}

absl::Status CheckCounts(const v1::CompareWindowsRequest& request) {
  const int most = static_cast<int>(limits::kFrozenPointsMax);
  if (request.after_periods() < 0 || request.after_periods() > most) {
    return FieldError("after_periods", StrCat("it must lie in 0..", most, "."));
  }
  if (request.wash_in_periods() < 0 || request.wash_in_periods() > most) {
    return FieldError("wash_in_periods",
                      StrCat("it must lie in 0..", most, "."));
  }
  if (request.has_minimum_worthwhile_change() &&
      request.minimum_worthwhile_change() <= 0) {
    return FieldError("minimum_worthwhile_change", "it must be above zero.");
  }
  return CheckLength("change_reason", request.change_reason(),
                     csi::limits::kShortTextBytesMax);
}

// The indicator that decides: the one named, else the entry's primary one.
absl::StatusOr<std::string> PrimaryOf(
    const Context& context, const v1::CompareWindowsRequest& request) {
  if (request.opportunity().empty()) return request.indicator();
  RETURN_IF_ERROR(IdOf("opportunity", request.opportunity(), context.tenant,
                       "opportunities")
                      .status());
  const auto entry =
      OpportunityOf(*context.views, context.tenant, request.opportunity());
  if (!entry) return NotFound("opportunities", request.opportunity());
  const std::string& primary = entry->primary_indicator();
  if (primary.empty()) return request.indicator();
  if (!request.indicator().empty() && request.indicator() != primary) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat(request.opportunity(), " is judged by ", primary,
                          ", declared before the change; another indicator "
                          "cannot decide now."),
                   {{"rule", "PRIMARY_INDICATOR"}, {"indicator", primary}});
  }
  return primary;
}

absl::Status NoBaseline(std::string_view what) {
  return Refusal(common::v1::ERROR_REASON_NO_BASELINE,
                 StrCat(what,
                        " has no baseline with fixed content. Freeze one "
                        "(csictl: baseline freeze), or have NONE granted with "
                        "its reason."));
}

absl::StatusOr<v1::Baseline> BaselineOf(
    const Context& context, const v1::CompareWindowsRequest& request,
    const std::string& indicator) {
  if (request.baseline().empty()) {
    if (request.opportunity().empty()) return NoBaseline("The comparison");
    auto current = CurrentBaseline(*context.state, context.tenant,
                                   request.opportunity(), indicator);
    if (!current) return NoBaseline(request.opportunity());
    return *std::move(current);
  }
  ASSIGN_OR_RETURN(v1::Baseline baseline,
                   Load<v1::Baseline>(context, kBaselineTag, "baseline",
                                      request.baseline(), "baselines"));
  if (baseline.state() == v1::BASELINE_STATE_COLLECTING ||
      baseline.state() == v1::BASELINE_STATE_PROPOSED) {
    return Refusal(
        common::v1::ERROR_REASON_WRONG_STATE,
        StrCat(baseline.name(), " is ",
               WithoutPrefix(v1::BaselineState_Name(baseline.state()),
                             "BASELINE_STATE_"),
               "; only a FROZEN or ACCEPTED baseline is compared with."),
        {{"state", v1::BaselineState_Name(baseline.state())}});
  }
  if (!baseline.indicator().empty() && baseline.indicator() != indicator) {
    return FieldError("baseline", StrCat("it freezes ", baseline.indicator(),
                                         ", not ", indicator, "."));
  }
  return baseline;
}

// Window lengths, dates and marks, from the request and the views.
v1::Comparison Settings(const Context& context,
                        const v1::CompareWindowsRequest& request) {
  v1::Comparison settings;
  settings.set_opportunity(request.opportunity());
  settings.set_after_periods(request.after_periods());
  settings.set_wash_in_periods(request.wash_in_periods());
  settings.set_illustrative(request.illustrative());
  if (request.has_minimum_worthwhile_change()) {
    settings.set_minimum_worthwhile_change(request.minimum_worthwhile_change());
  }
  if (request.has_trigger_period_time()) {
    *settings.mutable_trigger_period_time() = request.trigger_period_time();
  }
  const auto entry =
      OpportunityOf(*context.views, context.tenant, request.opportunity());
  const auto run = RunOf(*context.views, context.tenant, request.opportunity());
  if (run) settings.set_run(run->run());
  if (run && run->has_effect_review_time()) {
    *settings.mutable_effect_review_time() = run->effect_review_time();
  } else if (entry && entry->has_effect_review_time()) {
    *settings.mutable_effect_review_time() = entry->effect_review_time();
  }
  if (entry && entry->has_trigger_time() &&
      !settings.has_trigger_period_time()) {
    *settings.mutable_trigger_period_time() = entry->trigger_time();
  }
  return settings;
}

void SetChange(const JudgedChange& change, v1::Comparison& comparison) {
  absl::Time start = change.windows.front().start;
  absl::Time end = change.windows.front().end;
  for (const statistics::TimeWindow& window : change.windows) {
    start = std::min(start, window.start);
    end = std::max(end, window.end);
  }
  *comparison.mutable_change_window()->mutable_start_time() =
      TimestampOf(start);
  *comparison.mutable_change_window()->mutable_end_time() = TimestampOf(end);
}

// An earlier counting look at the same entry; a second one is said to be one.
bool LookedBefore(const Context& context, std::string_view opportunity) {
  if (opportunity.empty()) return false;
  const std::string prefix = KeyPrefix(kComparisonByOpportunityTag,
                                       {context.tenant, LastPart(opportunity)});
  bool looked = false;
  context.state->ScanPrefix(
      prefix, [&](std::string_view key, std::string_view) {
        const auto earlier = GetRow<v1::Comparison>(
            *context.state,
            Key(kComparisonTag,
                {context.tenant, key.substr(prefix.size() + sizeof(int64_t))}));
        looked = earlier && !earlier->interim();
        return !looked;
      });
  return looked;
}

absl::Status Judge(const Context& context,
                   const v1::CompareWindowsRequest& request,
                   const v1::Indicator& indicator, const v1::Baseline& baseline,
                   v1::Comparison& comparison) {
  if (baseline.kind() == v1::BASELINE_KIND_NONE) {
    FillNotMeasurable(baseline, comparison);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const JudgedChange change, ChangeOf(context, request));
  SetChange(change, comparison);
  for (v1::IndicatorVerdict& other : JudgeOthers(context, change, comparison)) {
    *comparison.add_others() = std::move(other);
  }
  ComparisonInput input =
      GatherInput(context, indicator, &baseline, change, comparison);
  input.question.hand_picked = request.hand_picked();
  RETURN_IF_ERROR(
      FillVerdict(indicator, baseline, std::move(input), comparison));
  if (!change.from_rfcs) {
    comparison.add_notes(request.illustrative() ? "ILLUSTRATIVE_DATE"
                                                : "CHANGE_WITHOUT_RFC");
  }
  if (!comparison.interim() &&
      LookedBefore(context, comparison.opportunity())) {
    comparison.add_notes("REPEATED_LOOK");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideCompareWindows(const v1::CompareWindowsRequest& request,
                                  const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(const std::string id,
                   NewId(context, "comparison_id", request.comparison_id(),
                         kComparisonTag, "comparisons"));
  RETURN_IF_ERROR(CheckCounts(request));
  ASSIGN_OR_RETURN(const std::string primary, PrimaryOf(context, request));
  v1::Indicator indicator;
  if (!primary.empty()) {
    ASSIGN_OR_RETURN(indicator,
                     Load<v1::Indicator>(context, kIndicatorTag, "indicator",
                                         primary, "indicators"));
  } else if (request.opportunity().empty()) {
    return FieldError("indicator", "name it, or an opportunity that has one.");
  }
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      Authorize(context, "compare before and after",
                {{kAnalyseData, ResponsibleOrAccountable()},
                 {kImplement, ResponsibleOrAccountable()},
                 {kFreezeBaseline, ResponsibleOrAccountable()}},
                SubjectOf(context, request.opportunity(), &indicator)));
  ASSIGN_OR_RETURN(const v1::Baseline baseline,
                   BaselineOf(context, request, primary));
  v1::Comparison comparison = Settings(context, request);
  comparison.set_indicator(primary);
  comparison.set_baseline(baseline.name());
  RETURN_IF_ERROR(Judge(context, request, indicator, baseline, comparison));
  comparison.set_name(ResourceName(context.tenant, "comparisons", id));
  comparison.set_uid(context.ids->Next());
  comparison.set_revision(1);
  comparison.set_state(v1::COMPARISON_STATE_REACHED);
  *comparison.mutable_create_time() = TimestampOf(context.now);
  *comparison.mutable_update_time() = TimestampOf(context.now);
  *comparison.mutable_computed_by() = std::move(grant);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_comparison_computed()
       ->mutable_comparison() = std::move(comparison);
  ReplyWithComparison(context, id, outcome);
  return absl::OkStatus();
}

absl::Status DecideAcceptVerdict(const v1::AcceptVerdictRequest& request,
                                 const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Comparison comparison,
                   Load<v1::Comparison>(context, kComparisonTag, "name",
                                        request.name(), "comparisons"));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), comparison.revision(), comparison.name()));
  const auto indicator = GetRow<v1::Indicator>(
      *context.state,
      Key(kIndicatorTag, {context.tenant, LastPart(comparison.indicator())}));
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      AuthorizeApproval(
          context, StrCat("accept the verdict ", comparison.name()), kImplement,
          SubjectOf(context, comparison.opportunity(),
                    indicator ? &*indicator : nullptr),
          comparison.computed_by().person()));
  if (comparison.state() == v1::COMPARISON_STATE_ACCEPTED) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(comparison.name(), " is ACCEPTED already."),
                   {{"state", "ACCEPTED"}});
  }
  if (comparison.interim()) {
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat(comparison.name(), " was computed before the effect review on ",
               TimeWords(MicrosOf(comparison.effect_review_time())),
               " and is INTERIM: it closes nothing. Compare again on that "
               "date."),
        {{"rule", "INTERIM"}});
  }
  if (comparison.guards() == v1::GUARD_RESULT_BREACHED &&
      request.reason().empty()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   "A guard indicator worsened; accepting the verdict needs a "
                   "reason.",
                   {{"rule", "GUARD_BREACHED"}, {"field", "reason"}});
  }
  RETURN_IF_ERROR(
      CheckLength("reason", request.reason(), csi::limits::kShortTextBytesMax));
  comparison.set_state(v1::COMPARISON_STATE_ACCEPTED);
  comparison.set_revision(comparison.revision() + 1);
  *comparison.mutable_update_time() = TimestampOf(context.now);
  *comparison.mutable_accepted_by() = std::move(grant);
  *comparison.mutable_accept_time() = TimestampOf(context.now);
  comparison.set_accept_reason(request.reason());
  const std::string id(LastPart(comparison.name()));
  *outcome.Emit<v1::JournalEvent>()
       .mutable_comparison_confirmed()
       ->mutable_comparison() = std::move(comparison);
  ReplyWithComparison(context, id, outcome);
  return absl::OkStatus();
}

}  // namespace csi::reporting
