#include "services/reporting/domain/indicator.h"

#include <algorithm>
#include <set>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

// Ratios of fewer observations than this are mostly counting error.
constexpr int kRatioMinimumN = 20;
constexpr size_t kTitleBytesMax = 200;

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20;
  });
}

absl::Status CheckDimensions(const v1::Indicator& indicator) {
  if (indicator.dimensions_size() > limits::kDimensionsMax) {
    return FieldError("indicator.dimensions",
                      StrCat("at most ", limits::kDimensionsMax,
                             " dimensions; combine some of them."));
  }
  std::set<std::string> seen;
  for (const std::string& name : indicator.dimensions()) {
    if (name.empty() || name.size() > limits::kDimensionNameBytesMax ||
        HasControl(name) || name.find('=') != std::string::npos) {
      return FieldError("indicator.dimensions",
                        StrCat("\"", name, "\" is not a dimension name: 1 to ",
                               limits::kDimensionNameBytesMax,
                               " bytes without '=' and control characters."));
    }
    if (!seen.insert(name).second) {
      return FieldError("indicator.dimensions",
                        StrCat("\"", name, "\" stands twice."));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTexts(const v1::Indicator& indicator) {
  RETURN_IF_ERROR(
      CheckLength("indicator.title", indicator.title(), kTitleBytesMax));
  RETURN_IF_ERROR(CheckLength("indicator.description", indicator.description(),
                              csi::limits::kLongTextBytesMax));
  RETURN_IF_ERROR(
      CheckLength("indicator.unit", indicator.unit(), limits::kUnitBytesMax));
  return CheckLength("indicator.source", indicator.source(),
                     csi::limits::kShortTextBytesMax);
}

absl::Status CheckKinds(const v1::Indicator& indicator) {
  if (indicator.title().empty()) {
    return FieldError("indicator.title", "it must say what is measured.");
  }
  if (indicator.direction() == v1::IMPROVEMENT_DIRECTION_UNSPECIFIED) {
    return FieldError("indicator.direction",
                      "say which way it gets better: HIGHER, LOWER, TARGET.");
  }
  if (indicator.kind() == v1::INDICATOR_KIND_UNSPECIFIED) {
    return FieldError("indicator.kind", "say TECHNOLOGY, PROCESS or SERVICE.");
  }
  if (indicator.frequency() == v1::FREQUENCY_UNSPECIFIED) {
    return FieldError("indicator.frequency",
                      "say how often a figure is due, for example MONTH.");
  }
  if (indicator.aggregation() == v1::AGGREGATION_UNSPECIFIED) {
    return FieldError("indicator.aggregation",
                      "say how a period's figure is formed, for example "
                      "PERCENTAGE.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckDefinition(const v1::Indicator& indicator) {
  RETURN_IF_ERROR(CheckKinds(indicator));
  RETURN_IF_ERROR(CheckTexts(indicator));
  RETURN_IF_ERROR(CheckDimensions(indicator));
  if (indicator.has_lower_bound() && indicator.has_upper_bound() &&
      indicator.lower_bound() >= indicator.upper_bound()) {
    return FieldError("indicator.upper_bound",
                      "it must lie above lower_bound.");
  }
  const bool aims = indicator.direction() == v1::IMPROVEMENT_DIRECTION_TARGET;
  if (aims != indicator.has_target_value()) {
    return FieldError("indicator.target_value",
                      "it is needed with direction TARGET, and only then.");
  }
  if (indicator.minimum_n() < 0 || indicator.season_periods() < 0) {
    return FieldError(indicator.minimum_n() < 0 ? "indicator.minimum_n"
                                                : "indicator.season_periods",
                      "it must not be negative.");
  }
  return absl::OkStatus();
}

bool Comparable(const v1::Indicator& a, const v1::Indicator& b) {
  return a.unit() == b.unit() && a.source() == b.source() &&
         a.calendar() == b.calendar() && a.frequency() == b.frequency() &&
         a.aggregation() == b.aggregation() && a.direction() == b.direction();
}

int MinimumN(const v1::Indicator& indicator) {
  if (indicator.minimum_n() > 0) return indicator.minimum_n();
  switch (indicator.aggregation()) {
    case v1::AGGREGATION_PERCENTAGE:
    case v1::AGGREGATION_RATE:
      return kRatioMinimumN;
    default:
      return 0;
  }
}

v1::IndicatorStats StatsOf(const KvReader& state, std::string_view tenant,
                           std::string_view indicator) {
  return GetRow<v1::IndicatorStats>(
             state, Key(kIndicatorStatsTag, {tenant, indicator}))
      .value_or(v1::IndicatorStats());
}

v1::Indicator WithStats(v1::Indicator definition,
                        const v1::IndicatorStats& stats) {
  definition.set_etag(EtagOf(definition.revision()));
  definition.set_point_count(stats.point_count());
  if (stats.point_count() > 0) {
    *definition.mutable_first_period_time() =
        TimestampOf(stats.first_period_us());
    *definition.mutable_last_period_time() =
        TimestampOf(stats.last_period_us());
  }
  definition.set_corrected_count(stats.corrected_count());
  definition.set_late_count(stats.late_count());
  definition.set_duplicate_count(stats.duplicate_count());
  definition.set_refused_count(stats.refused_count());
  return definition;
}

std::optional<v1::Indicator> ReadIndicator(const KvReader& state,
                                           std::string_view tenant,
                                           std::string_view indicator) {
  std::optional<v1::Indicator> definition =
      GetRow<v1::Indicator>(state, Key(kIndicatorTag, {tenant, indicator}));
  if (!definition) return std::nullopt;
  return WithStats(*std::move(definition), StatsOf(state, tenant, indicator));
}

}  // namespace csi::reporting
