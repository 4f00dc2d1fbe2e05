// AnalyzeFlow: a bounded scan of the entries that the view knows.
#include "services/reporting/domain/flow_source.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"

namespace csi::reporting {
namespace {

constexpr int kPeriodsDefault = 12;

}  // namespace

absl::Status AnalyzeFlow(const QueryContext& context,
                         const v1::AnalyzeFlowRequest& request,
                         v1::FlowAnalysis* reply) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  const v1::Frequency frequency =
      request.frequency() == v1::FREQUENCY_UNSPECIFIED ? v1::FREQUENCY_MONTH
                                                       : request.frequency();
  if (frequency != v1::FREQUENCY_WEEK && frequency != v1::FREQUENCY_MONTH &&
      frequency != v1::FREQUENCY_QUARTER) {
    return FieldError("frequency", "it must be WEEK, MONTH or QUARTER.");
  }
  if (request.periods() < 0 || request.periods() > kFlowPeriodsMax) {
    return FieldError("periods", StrCat("it must be 1 to ", kFlowPeriodsMax,
                                        "; 0 means ", kPeriodsDefault, "."));
  }
  const FlowSource source =
      ReadFlow(context.views, context.tenant, kFlowEntriesMax, kFlowActsMax);
  *reply = FlowOf(source.entries, frequency,
                  request.periods() == 0 ? kPeriodsDefault : request.periods(),
                  absl::ToUnixMicros(context.now));
  reply->set_truncated(source.truncated);
  return absl::OkStatus();
}

}  // namespace csi::reporting
