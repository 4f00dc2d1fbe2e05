// FreezeBaseline: what each kind of baseline needs, and what it records.
#include <algorithm>
#include <array>

#include "common/base/limits.h"
#include "services/reporting/domain/baselines.h"
#include "services/reporting/domain/commands/baseline_records.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

// Grounds on which an improvement may have no baseline at all.
constexpr std::array<std::string_view, 4> kExemptions = {
    "COMPLIANCE", "SAFETY", "LEGAL", "DECOMMISSIONING"};

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
  RecordBaseline(context, id, std::move(grant), std::move(baseline), outcome);
  return absl::OkStatus();
}

}  // namespace csi::reporting
