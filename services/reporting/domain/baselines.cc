#include "services/reporting/domain/baselines.h"

#include <algorithm>

#include "common/base/sha256.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

using csi::common::v1::Interval;

void AddFinding(std::string rule, common::v1::Severity severity,
                std::string message, std::string suggestion,
                v1::Baseline& baseline) {
  common::v1::Finding& finding = *baseline.add_findings();
  finding.set_rule(std::move(rule));
  finding.set_severity(severity);
  finding.set_place(baseline.indicator());
  finding.set_message(std::move(message));
  finding.set_suggestion(std::move(suggestion));
}

absl::Status CheckWindow(const Context& context, const Interval& window,
                         const std::optional<ChangeTimes>& change) {
  if (!window.has_start_time() || !window.has_end_time() ||
      !IsValidTime(window.start_time()) || !IsValidTime(window.end_time()) ||
      MicrosOf(window.start_time()) >= MicrosOf(window.end_time())) {
    return FieldError("baseline.window",
                      "give both ends, the start before the end.");
  }
  const int64_t end = MicrosOf(window.end_time());
  if (end > absl::ToUnixMicros(context.now)) {
    return FieldError("baseline.window.end_time",
                      StrCat(TimeWords(end),
                             " lies ahead; only periods that have ended can "
                             "be frozen. Use FIRST_MEASUREMENTS for a window "
                             "that starts now."));
  }
  if (change && end > change->start_us) {
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat("The window ends ", TimeWords(end),
               ", but the change had actually started ",
               TimeWords(change->start_us),
               ". A baseline ends before the change; choose an earlier end."),
        {{"rule", "BASELINE_OVERLAPS_CHANGE"},
         {"change_start", TimeWords(change->start_us)}});
  }
  return absl::OkStatus();
}

void NoteSeries(const v1::Indicator& indicator,
                const v1::WindowFigures& figures, v1::Baseline& baseline) {
  const auto n = static_cast<size_t>(figures.n());
  if (n < statistics::kBaselinePeriodsMin) {
    AddFinding("TOO_FEW", common::v1::SEVERITY_WARNING,
               StrCat("The window has ", n, " figures; a verdict needs ",
                      statistics::kBaselinePeriodsMin, "."),
               "Choose an earlier start, or expect INCONCLUSIVE(TOO_FEW).",
               baseline);
  }
  for (const v1::Signal& signal : figures.xmr().signals()) {
    AddFinding(StrCat("SIGNAL_", signal.rule()), common::v1::SEVERITY_WARNING,
               StrCat("The baseline shows ", signal.rule(), " at ",
                      signal.points_size(), " point(s): it is not stable."),
               "Find the cause, or choose a stable stretch.", baseline);
  }
  const std::string& flag = figures.autocorrelation().flag();
  if (flag == "positive" || flag == "negative") {
    AddFinding("AUTOCORRELATED", common::v1::SEVERITY_WARNING,
               StrCat("Neighbouring figures are related (r1 = ",
                      figures.autocorrelation().r1(), "): the limits are too ",
                      flag == "negative" ? "wide." : "narrow."),
               "Read the limits with care.", baseline);
  }
  if (indicator.approved_revision() != indicator.definition_revision()) {
    AddFinding("INDICATOR_NOT_APPROVED", common::v1::SEVERITY_WARNING,
               StrCat("Definition ", indicator.definition_revision(),
                      " of the indicator is not approved yet."),
               "Let service level management and the CSI manager approve it.",
               baseline);
  }
}

void NoteGaps(const v1::Indicator& indicator, v1::Baseline& baseline) {
  if (baseline.points_size() == 0) return;
  const int64_t first = MicrosOf(baseline.points(0).period_start_time());
  const int64_t last =
      MicrosOf(baseline.points(baseline.points_size() - 1).period_start_time());
  const int64_t expected =
      PeriodsBetween(indicator.frequency(), first, last) + 1;
  if (indicator.frequency() == v1::FREQUENCY_IRREGULAR ||
      expected <= baseline.points_size()) {
    return;
  }
  AddFinding("GAPS", common::v1::SEVERITY_WARNING,
             StrCat(expected - baseline.points_size(), " of ", expected, " ",
                    PeriodWord(indicator.frequency()),
                    "s between the first and the last figure are missing."),
             "Record them before freezing, if they can be had.", baseline);
}

}  // namespace

std::optional<ChangeTimes> ActualChange(const Context& context,
                                        std::string_view opportunity) {
  if (opportunity.empty()) return std::nullopt;
  std::optional<ChangeTimes> change;
  bool open = false;
  for (const v1::RfcView& rfc :
       RfcsOf(*context.views, context.tenant, opportunity)) {
    if (!rfc.has_actual_start_time()) continue;
    const int64_t start = MicrosOf(rfc.actual_start_time());
    if (!change) change = ChangeTimes{start, std::nullopt};
    change->start_us = std::min(change->start_us, start);
    if (!rfc.has_actual_end_time()) {
      open = true;
      continue;
    }
    const int64_t end = MicrosOf(rfc.actual_end_time());
    change->end_us = std::max(change->end_us.value_or(end), end);
  }
  if (change && open) change->end_us.reset();
  return change;
}

Subject SubjectOf(const Context& context, std::string_view opportunity,
                  const v1::Indicator* indicator) {
  Subject subject;
  if (indicator != nullptr) subject.scope = indicator->scope();
  if (opportunity.empty()) return subject;
  if (auto entry = OpportunityOf(*context.views, context.tenant, opportunity)) {
    subject.scope = entry->scope();
    subject.accountable_person = entry->accountable();
  }
  if (auto run = RunOf(*context.views, context.tenant, opportunity)) {
    subject.variant = run->variant();
  }
  return subject;
}

absl::StatusOr<Interval> SeriesWindow(
    const Context& context, const v1::Indicator& indicator,
    const v1::Baseline& asked, const std::optional<ChangeTimes>& change) {
  if (asked.has_window()) {
    RETURN_IF_ERROR(CheckWindow(context, asked.window(), change));
    return asked.window();
  }
  int64_t end = absl::ToUnixMicros(context.now);
  if (change) end = std::min(end, change->start_us);
  // A period that contains the end has not ended before it.
  end = PeriodStart(indicator.frequency(), end);
  const std::string series = SeriesText(asked.dimensions());
  const std::vector<StoredPoint> points = ReadPoints(
      *context.state, {context.tenant, LastPart(indicator.name()), series},
      kTimeMin, end, statistics::kBaselinePeriodsDefault);
  Interval window;
  *window.mutable_end_time() = TimestampOf(end);
  *window.mutable_start_time() = TimestampOf(
      points.empty() ? ShiftPeriods(indicator.frequency(), end,
                                    -static_cast<int64_t>(
                                        statistics::kBaselinePeriodsDefault))
                     : points.front().period_us);
  return window;
}

absl::Status FillContent(const Context& context, const v1::Indicator& indicator,
                         v1::Baseline& baseline) {
  const std::string series = SeriesText(baseline.dimensions());
  std::vector<v1::FrozenPoint> points;
  const int64_t end = MicrosOf(baseline.window().end_time());
  ScanPoints(*context.state,
             {context.tenant, LastPart(indicator.name()), series},
             MicrosOf(baseline.window().start_time()), end,
             [&](const StoredPoint& point) {
               // A period that reaches beyond the window is not whole.
               if (indicator.frequency() != v1::FREQUENCY_IRREGULAR &&
                   PeriodEnd(indicator.frequency(), point.period_us) > end) {
                 return false;
               }
               points.push_back(ToFrozen(point));
               return points.size() <= limits::kFrozenPointsMax;
             });
  return FillContent(indicator, std::move(points), baseline);
}

absl::Status FillContent(const v1::Indicator& indicator,
                         std::vector<v1::FrozenPoint> points,
                         v1::Baseline& baseline) {
  if (points.empty()) {
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat(indicator.title(), " has no figure in the window from ",
               TimeWords(MicrosOf(baseline.window().start_time())), " to ",
               TimeWords(MicrosOf(baseline.window().end_time())),
               ". Record points first, choose another window, or another kind "
               "of baseline."),
        {{"rule", "NO_POINTS"}});
  }
  if (points.size() > limits::kFrozenPointsMax) {
    return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                   StrCat("The window has more than ", limits::kFrozenPointsMax,
                          " figures; choose a shorter one."),
                   {{"limit", StrCat(limits::kFrozenPointsMax)}});
  }
  ASSIGN_OR_RETURN(const statistics::XmrPreset preset,
                   PresetOf("baseline.method", baseline.method()));
  std::vector<StoredPoint> stored;
  for (v1::FrozenPoint& point : points) {
    stored.push_back(FromFrozen(point));
    *baseline.add_points() = std::move(point);
  }
  const v1::WindowFigures figures = FiguresOf(indicator, stored, preset);
  baseline.set_centre(figures.mean());
  if (figures.has_xmr()) {
    baseline.set_lower_limit(figures.xmr().lower());
    baseline.set_upper_limit(figures.xmr().upper());
  }
  if (figures.has_pooled()) {
    baseline.set_pooled_value(figures.pooled().value());
  }
  baseline.set_definition_revision(indicator.definition_revision());
  baseline.set_comparability(indicator.comparability());
  NoteSeries(indicator, figures, baseline);
  NoteGaps(indicator, baseline);
  return absl::OkStatus();
}

std::string ContentHash(const v1::Baseline& baseline) {
  v1::Baseline content;
  content.set_indicator(baseline.indicator());
  *content.mutable_dimensions() = baseline.dimensions();
  content.set_kind(baseline.kind());
  if (baseline.has_window()) *content.mutable_window() = baseline.window();
  content.set_method(baseline.method());
  *content.mutable_points() = baseline.points();
  if (baseline.has_centre()) content.set_centre(baseline.centre());
  if (baseline.has_lower_limit()) {
    content.set_lower_limit(baseline.lower_limit());
  }
  if (baseline.has_upper_limit()) {
    content.set_upper_limit(baseline.upper_limit());
  }
  if (baseline.has_pooled_value()) {
    content.set_pooled_value(baseline.pooled_value());
  }
  if (baseline.has_single_value()) {
    content.set_single_value(baseline.single_value());
  }
  if (baseline.has_single_time()) {
    *content.mutable_single_time() = baseline.single_time();
  }
  content.set_evidence(baseline.evidence());
  content.set_reason(baseline.reason());
  content.set_definition_revision(baseline.definition_revision());
  content.set_comparability(baseline.comparability());
  return Hex(Sha256(ToBytes(content)));
}

std::optional<v1::Baseline> CurrentBaseline(const KvReader& state,
                                            std::string_view tenant,
                                            std::string_view opportunity,
                                            std::string_view indicator) {
  const std::string prefix =
      KeyPrefix(kBaselineByOpportunityTag, {tenant, LastPart(opportunity)});
  std::optional<v1::Baseline> accepted;
  std::optional<v1::Baseline> frozen;
  state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    const std::string_view id = key.substr(prefix.size() + sizeof(int64_t));
    std::optional<v1::Baseline> baseline =
        GetRow<v1::Baseline>(state, Key(kBaselineTag, {tenant, id}));
    if (!baseline || (!baseline->indicator().empty() &&
                      baseline->indicator() != indicator)) {
      return true;
    }
    if (baseline->state() == v1::BASELINE_STATE_ACCEPTED) {
      accepted = std::move(baseline);
      return false;
    }
    if (baseline->state() == v1::BASELINE_STATE_FROZEN && !frozen) {
      frozen = std::move(baseline);
    }
    return true;
  });
  return accepted ? accepted : frozen;
}

}  // namespace csi::reporting
