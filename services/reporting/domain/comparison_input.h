// Gathers what a before/after comparison looks at: the frozen baseline, the
// points after it, the changes with their actual times, the target and the
// other changes; as a question to the statistics. Pure; reads state and views.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_COMPARISON_INPUT_H_
#define CSI_SERVICES_REPORTING_DOMAIN_COMPARISON_INPUT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/points/point_block.h"
#include "services/reporting/statistics/verdict.h"

namespace csi::reporting {

// The changes that are judged.
struct JudgedChange {
  std::vector<statistics::TimeWindow> windows;
  std::string name;  // "RFC-501", as in "after RFC-501"
  bool from_rfcs = false;
};

// From the RFCs of the opportunity, else from the request. RULE_VIOLATED when
// neither says anything, FIELD_INVALID when both do.
absl::StatusOr<JudgedChange> ChangeOf(const Context& context,
                                      const v1::CompareWindowsRequest& request);

// What a comparison of one indicator rests on.
struct ComparisonInput {
  statistics::ChangeQuestion question;
  // The point behind each of question.periods.
  std::vector<StoredPoint> points;
};

// `baseline` may be null: the last whole periods before the change are taken
// (for guards and secondary indicators). `settings` carries window lengths,
// worthwhile change and dates.
ComparisonInput GatherInput(const Context& context,
                            const v1::Indicator& indicator,
                            const v1::Baseline* baseline,
                            const JudgedChange& change,
                            const v1::Comparison& settings);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_COMPARISON_INPUT_H_
