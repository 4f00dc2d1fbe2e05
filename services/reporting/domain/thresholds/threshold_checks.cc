#include "services/reporting/domain/thresholds/threshold_checks.h"

#include <algorithm>
#include <cmath>

#include "common/base/limits.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/thresholds/threshold_rule.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"

namespace csi::reporting {
namespace {

constexpr char kRule[] = "threshold.rule";
constexpr char kEnter[] = "threshold.enter_limit";
constexpr char kLeave[] = "threshold.leave_limit";
constexpr char kBaseline[] = "threshold.baseline";

absl::Status CheckCounts(const v1::Threshold& threshold) {
  const int most = limits::kThresholdPeriodsMax;
  for (const auto& [field, count] :
       {std::pair("threshold.enter_count", threshold.enter_count()),
        std::pair("threshold.enter_periods", threshold.enter_periods()),
        std::pair("threshold.leave_count", threshold.leave_count())}) {
    if (count >= 0 && count <= most) continue;
    return FieldError(field, StrCat(count, " does not lie in 0..", most, "."));
  }
  if (threshold.enter_periods() != 0 &&
      threshold.enter_periods() < EnterCount(threshold)) {
    return FieldError("threshold.enter_periods",
                      StrCat("of ", threshold.enter_periods(), " figures ",
                             EnterCount(threshold), " can never be breaches."));
  }
  return absl::OkStatus();
}

// The leave limit lies on the good side of the enter limit.
absl::Status CheckOrder(const v1::Threshold& threshold) {
  for (const auto& [field, has, value] :
       {std::tuple(kEnter, threshold.has_enter_limit(),
                   threshold.enter_limit()),
        std::tuple(kLeave, threshold.has_leave_limit(),
                   threshold.leave_limit())}) {
    if (has && !std::isfinite(value)) {
      return FieldError(field, "it is not a number.");
    }
  }
  if (!threshold.has_leave_limit()) return absl::OkStatus();
  const double enter =
      threshold.has_enter_limit() ? threshold.enter_limit() : 3;
  const bool lower_is_worse = threshold.rule() == v1::THRESHOLD_RULE_LIMIT &&
                              threshold.side() == v1::THRESHOLD_SIDE_BELOW;
  const bool good = lower_is_worse ? threshold.leave_limit() >= enter
                                   : threshold.leave_limit() <= enter;
  if (good) return absl::OkStatus();
  return FieldError(
      kLeave,
      StrCat(threshold.leave_limit(), " lies beyond the enter ", "limit of ",
             enter, ": an alert would close while ", "it is breached."));
}

absl::Status CheckLimit(const v1::Indicator& indicator,
                        const v1::Threshold& threshold) {
  if (threshold.side() != v1::THRESHOLD_SIDE_ABOVE &&
      threshold.side() != v1::THRESHOLD_SIDE_BELOW) {
    return FieldError("threshold.side",
                      "say whether figures above or below the limit are bad.");
  }
  if (!threshold.has_enter_limit()) {
    return FieldError(kEnter, "say beyond which figure an alert opens.");
  }
  if (!threshold.baseline().empty()) {
    return FieldError(kBaseline, "a plain limit needs none; leave it out.");
  }
  const double limit = threshold.enter_limit();
  const bool above = threshold.side() == v1::THRESHOLD_SIDE_ABOVE;
  const bool never =
      above ? indicator.has_upper_bound() && limit >= indicator.upper_bound()
            : indicator.has_lower_bound() && limit <= indicator.lower_bound();
  if (never) {
    return FieldError(kEnter,
                      StrCat("no figure of ", indicator.title(), " can be ",
                             above ? "above " : "below ", limit, "."));
  }
  return CheckOrder(threshold);
}

absl::Status CheckProcessLimit(const v1::Threshold& threshold) {
  if (threshold.side() == v1::THRESHOLD_SIDE_UNSPECIFIED) {
    return FieldError("threshold.side", "say above, below or both.");
  }
  if (threshold.has_enter_limit() && threshold.enter_limit() <= 0) {
    return FieldError(kEnter, "it is a number of sigmas above 0.");
  }
  return CheckOrder(threshold);
}

absl::Status CheckSignals(const v1::Threshold& threshold) {
  if (threshold.has_enter_limit() || threshold.has_leave_limit()) {
    return FieldError(threshold.has_enter_limit() ? kEnter : kLeave,
                      "the rules of a set bring their own limits; leave it "
                      "out.");
  }
  for (const char* name :
       {"", "default", "nelson", "western_electric", "making_data_count"}) {
    if (threshold.preset() == name) return absl::OkStatus();
  }
  return FieldError("threshold.preset",
                    StrCat("\"", threshold.preset(),
                           "\" is not a set of rules; there are default, "
                           "nelson, western_electric and making_data_count."));
}

absl::Status CheckInformed(const Context& context,
                           const v1::Threshold& threshold) {
  for (const auto& [field, names, collection] :
       {std::tuple("threshold.people", &threshold.people(), "people"),
        std::tuple("threshold.roles", &threshold.roles(), "roles")}) {
    if (names->size() > limits::kThresholdInformedMax) {
      return FieldError(field, StrCat("at most ", limits::kThresholdInformedMax,
                                      " are told; name a role or a team's "
                                      "lead."));
    }
    for (const std::string& name : *names) {
      RETURN_IF_ERROR(IdOf(field, name, context.tenant, collection).status());
    }
  }
  return absl::OkStatus();
}

absl::Status CheckDimensions(const v1::Indicator& indicator,
                             const v1::Threshold& threshold) {
  int at = 0;
  for (const v1::DimensionValue& each : threshold.dimensions()) {
    while (at < indicator.dimensions_size() &&
           indicator.dimensions(at) != each.name()) {
      ++at;
    }
    if (at == indicator.dimensions_size() || each.value().empty()) {
      return FieldError(
          "threshold.dimensions",
          StrCat("\"", each.name(), "\" is no dimension of ", indicator.name(),
                 ", is out of its order, or has no value."));
    }
    ++at;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckThreshold(const Context& context,
                            const v1::Indicator& indicator,
                            const v1::Threshold& threshold) {
  if (threshold.title().empty()) {
    return FieldError("threshold.title", "give it a short name.");
  }
  RETURN_IF_ERROR(CheckLength("threshold.title", threshold.title(),
                              csi::limits::kNameBytesMax));
  RETURN_IF_ERROR(CheckLength("threshold.rationale", threshold.rationale(),
                              csi::limits::kShortTextBytesMax));
  RETURN_IF_ERROR(CheckDimensions(indicator, threshold));
  RETURN_IF_ERROR(CheckCounts(threshold));
  RETURN_IF_ERROR(CheckInformed(context, threshold));
  if (threshold.rule() != v1::THRESHOLD_RULE_SIGNALS &&
      !threshold.preset().empty()) {
    return FieldError("threshold.preset", "it belongs to SIGNALS alone.");
  }
  switch (threshold.rule()) {
    case v1::THRESHOLD_RULE_LIMIT:
      return CheckLimit(indicator, threshold);
    case v1::THRESHOLD_RULE_PROCESS_LIMIT:
      return CheckProcessLimit(threshold);
    case v1::THRESHOLD_RULE_SIGNALS:
      return CheckSignals(threshold);
    default:
      return FieldError(kRule, "say LIMIT, PROCESS_LIMIT or SIGNALS.");
  }
}

absl::Status FillProcess(const Context& context, v1::Threshold& threshold) {
  threshold.clear_centre();
  threshold.clear_sigma();
  if (threshold.rule() == v1::THRESHOLD_RULE_LIMIT) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Baseline baseline,
                   Load<v1::Baseline>(context, kBaselineTag, kBaseline,
                                      threshold.baseline(), "baselines"));
  if (baseline.indicator() != threshold.indicator() ||
      SeriesText(baseline.dimensions()) != SeriesText(threshold.dimensions())) {
    return FieldError(
        kBaseline,
        StrCat(baseline.name(), " is of another indicator or breakdown."));
  }
  const bool frozen = baseline.state() == v1::BASELINE_STATE_FROZEN ||
                      baseline.state() == v1::BASELINE_STATE_ACCEPTED;
  if (!frozen || !baseline.has_upper_limit() || !baseline.has_centre() ||
      baseline.upper_limit() <= baseline.centre()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat(baseline.name(),
                          " has no process limits that are frozen: it needs "
                          "two figures that differ, and to be frozen or "
                          "accepted. Freeze another one."),
                   {{"rule", "NO_PROCESS_LIMITS"}});
  }
  threshold.set_centre(baseline.centre());
  threshold.set_sigma((baseline.upper_limit() - baseline.centre()) / 3);
  return absl::OkStatus();
}

}  // namespace csi::reporting
