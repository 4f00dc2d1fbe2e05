// The change that a comparison judges: from RFCs, or as the request says.
#include <algorithm>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/reporting/domain/comparison_input.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {

using statistics::TimeWindow;

std::optional<TimeWindow> ActualWindow(const v1::RfcView& rfc, absl::Time now) {
  if (!rfc.has_actual_start_time()) return std::nullopt;
  TimeWindow window;
  window.start = absl::FromUnixMicros(MicrosOf(rfc.actual_start_time()));
  window.end = rfc.has_actual_end_time()
                   ? absl::FromUnixMicros(MicrosOf(rfc.actual_end_time()))
                   : std::max(now, window.start);
  return window;
}

absl::StatusOr<JudgedChange> ChangeOf(
    const Context& context, const v1::CompareWindowsRequest& request) {
  JudgedChange change;
  if (!request.opportunity().empty()) {
    for (const v1::RfcView& rfc :
         RfcsOf(*context.views, context.tenant, request.opportunity())) {
      const std::optional<TimeWindow> window = ActualWindow(rfc, context.now);
      if (!window) continue;
      change.windows.push_back(*window);
      change.name += (change.name.empty() ? "" : ", ") + RfcLabel(rfc);
      change.from_rfcs = true;
    }
  }
  const csi::common::v1::Interval& given = request.change_window();
  if (change.from_rfcs) {
    if (!request.has_change_window()) return change;
    return FieldError(
        "change_window",
        StrCat("the actual times of ", change.name, " decide; leave it out."));
  }
  if (!request.has_change_window()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   "No RFC of the opportunity has actual times, so there is "
                   "no before and after. Wait for the change, or give "
                   "change_window with its reason.",
                   {{"rule", "NO_CHANGE"}});
  }
  if (!given.has_start_time() || !given.has_end_time() ||
      MicrosOf(given.start_time()) > MicrosOf(given.end_time())) {
    return FieldError("change_window", "give both ends in order.");
  }
  if (request.change_reason().empty() && !request.illustrative()) {
    return FieldError("change_reason",
                      "say why these times are right, or mark the date as "
                      "illustrative.");
  }
  change.windows.push_back({absl::FromUnixMicros(MicrosOf(given.start_time())),
                            absl::FromUnixMicros(MicrosOf(given.end_time()))});
  change.name = StrCat("the date ", TimeWords(MicrosOf(given.start_time())));
  return change;
}

}  // namespace csi::reporting
