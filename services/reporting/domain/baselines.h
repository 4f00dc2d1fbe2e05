// What a baseline is made of: its window, its figures and their hash. Pure
// functions of the state they read.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_BASELINES_H_
#define CSI_SERVICES_REPORTING_DOMAIN_BASELINES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/domain/guards.h"

namespace csi::reporting {

// [first actual start, last actual end) of an opportunity's changes. A change
// that goes on has no end yet.
struct ChangeTimes {
  int64_t start_us = 0;
  std::optional<int64_t> end_us;
};
std::optional<ChangeTimes> ActualChange(const Context& context,
                                        std::string_view opportunity);

// Who has authority over a baseline or comparison: the scope, variant and
// accountable person of its opportunity and run, else the indicator's scope.
Subject SubjectOf(const Context& context, std::string_view opportunity,
                  const v1::Indicator* indicator);

// The window asked for, checked; or the last 12 whole periods before the first
// actual start of a change and before now.
absl::StatusOr<csi::common::v1::Interval> SeriesWindow(
    const Context& context, const v1::Indicator& indicator,
    const v1::Baseline& asked, const std::optional<ChangeTimes>& change);

// Fills points, centre, limits, pooled value and findings from the points of
// the window as they are now. RULE_VIOLATED when there are none.
absl::Status FillContent(const Context& context, const v1::Indicator& indicator,
                         v1::Baseline& baseline);

// From given figures instead (a proposal takes those of its comparison).
absl::Status FillContent(const v1::Indicator& indicator,
                         std::vector<v1::FrozenPoint> points,
                         v1::Baseline& baseline);

// SHA-256 of what is frozen: indicator, breakdown, kind, window, method,
// figures and limits; not of names, people or times of recording.
std::string ContentHash(const v1::Baseline& baseline);

// The newest accepted baseline of an opportunity on an indicator, else the
// newest one whose content is fixed.
std::optional<v1::Baseline> CurrentBaseline(const KvReader& state,
                                            std::string_view tenant,
                                            std::string_view opportunity,
                                            std::string_view indicator);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_BASELINES_H_
