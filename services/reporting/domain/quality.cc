#include "services/reporting/domain/quality.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/points/point_store.h"

namespace csi::reporting {
namespace {

class Walk {
 public:
  Walk(const v1::Indicator& indicator, v1::DataQuality& quality)
      : indicator_(indicator),
        frequency_(indicator.frequency()),
        minimum_n_(MinimumN(indicator)),
        quality_(quality) {}

  void Point(const StoredPoint& point) {
    Gap(next_us_, point.period_us);
    next_us_ = PeriodEnd(frequency_, point.period_us);
    quality_.set_present_periods(quality_.present_periods() + 1);
    if (point.late) quality_.set_late_points(quality_.late_points() + 1);
    if (point.revision > 1) {
      quality_.set_corrected_points(quality_.corrected_points() + 1);
    }
    const std::optional<double> n =
        point.denominator ? point.denominator : point.count;
    if (n && *n < minimum_n_) {
      quality_.set_below_minimum_n(quality_.below_minimum_n() + 1);
    }
  }

  void Gap(int64_t from_us, int64_t to_us) {
    if (indicator_.gap_policy() == v1::GAP_POLICY_ZERO ||
        frequency_ == v1::FREQUENCY_IRREGULAR) {
      return;
    }
    for (int64_t at = from_us;
         at < to_us &&
         quality_.missing_period_times_size() < limits::kGapsListedMax;
         at = ShiftPeriods(frequency_, at, 1)) {
      *quality_.add_missing_period_times() = TimestampOf(at);
    }
  }

  void StartAt(int64_t time_us) { next_us_ = time_us; }
  int64_t next_us() const { return next_us_; }

 private:
  const v1::Indicator& indicator_;
  const v1::Frequency frequency_;
  const int minimum_n_;
  v1::DataQuality& quality_;
  int64_t next_us_ = 0;
};

void Say(std::string rule, common::v1::Severity severity, std::string message,
         v1::DataQuality& quality) {
  common::v1::Finding& finding = *quality.add_findings();
  finding.set_rule(std::move(rule));
  finding.set_severity(severity);
  finding.set_place(quality.indicator());
  finding.set_message(std::move(message));
}

void FillFindings(const v1::Indicator& indicator, v1::DataQuality& quality) {
  const std::string word = PeriodWord(indicator.frequency());
  const int64_t missing =
      quality.expected_periods() - quality.present_periods();
  if (missing > 0) {
    Say("INCOMPLETE", common::v1::SEVERITY_WARNING,
        absl::StrFormat("%d of %d %ss have no figure (%.1f %% complete).",
                        missing, quality.expected_periods(), word,
                        100 * quality.completeness()),
        quality);
  }
  if (quality.periods_behind() > 0) {
    Say("BEHIND", common::v1::SEVERITY_WARNING,
        StrCat("The last figure is ", quality.periods_behind(), " whole ", word,
               "(s) old."),
        quality);
  }
  if (quality.refused_rows() > 0) {
    Say("REFUSED", common::v1::SEVERITY_WARNING,
        StrCat(quality.refused_rows(), " rows were refused."), quality);
  }
  if (quality.below_minimum_n() > 0) {
    Say("SMALL_NUMBERS", common::v1::SEVERITY_WARNING,
        StrCat(quality.below_minimum_n(), " ", word, "(s) rest on fewer than ",
               MinimumN(indicator), " observations."),
        quality);
  }
  if (quality.corrected_points() > 0) {
    Say("CORRECTED", common::v1::SEVERITY_INFO,
        StrCat(quality.corrected_points(),
               " figure(s) were corrected; the "
               "old ones are kept."),
        quality);
  }
  if (quality.late_points() > 0) {
    Say("LATE", common::v1::SEVERITY_INFO,
        StrCat(quality.late_points(),
               " figure(s) came when a later one was there already."),
        quality);
  }
}

}  // namespace

v1::DataQuality QualityOf(const KvReader& state, std::string_view tenant,
                          const v1::Indicator& indicator,
                          std::string_view series,
                          const csi::common::v1::Interval& window,
                          absl::Time now) {
  v1::DataQuality quality;
  quality.set_indicator(indicator.name());
  quality.set_duplicate_points(indicator.duplicate_count());
  quality.set_refused_rows(indicator.refused_count());
  if (indicator.point_count() == 0) {
    Say("NO_POINTS", common::v1::SEVERITY_WARNING, "There are no figures.",
        quality);
    return quality;
  }
  const v1::Frequency frequency = indicator.frequency();
  const int64_t now_us = absl::ToUnixMicros(now);
  int64_t from = window.has_start_time()
                     ? MicrosOf(window.start_time())
                     : MicrosOf(indicator.first_period_time());
  const int64_t to = window.has_end_time() ? MicrosOf(window.end_time())
                                           : PeriodStart(frequency, now_us);
  from = PeriodStart(frequency, from);
  const bool regular = frequency != v1::FREQUENCY_IRREGULAR;
  if (regular &&
      PeriodsBetween(frequency, from, to) > limits::kQualityPeriodsMax) {
    from = ShiftPeriods(frequency, PeriodStart(frequency, to),
                        -limits::kQualityPeriodsMax);
  }
  *quality.mutable_window()->mutable_start_time() = TimestampOf(from);
  *quality.mutable_window()->mutable_end_time() = TimestampOf(to);
  Walk walk(indicator, quality);
  walk.StartAt(from);
  int64_t seen = 0;
  ScanPoints(state, {tenant, LastPart(indicator.name()), series}, from, to,
             [&](const StoredPoint& point) {
               walk.Point(point);
               return ++seen < limits::kQualityPeriodsMax;
             });
  if (regular) {
    walk.Gap(walk.next_us(), to);
    quality.set_expected_periods(
        indicator.gap_policy() == v1::GAP_POLICY_ZERO
            ? quality.present_periods()
            : PeriodsBetween(frequency, from, PeriodStart(frequency, to)));
    quality.set_periods_behind(PeriodsBetween(
        frequency, PeriodEnd(frequency, MicrosOf(indicator.last_period_time())),
        PeriodStart(frequency, now_us)));
  } else {
    quality.set_expected_periods(quality.present_periods());
  }
  quality.set_completeness(
      quality.expected_periods() == 0
          ? 1
          : static_cast<double>(quality.present_periods()) /
                static_cast<double>(quality.expected_periods()));
  FillFindings(indicator, quality);
  return quality;
}

}  // namespace csi::reporting
