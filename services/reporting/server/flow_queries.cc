// AnalyzeFlow: a bounded scan of the entries that the view knows.
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/reporting/domain/flow.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

constexpr int kPeriodsDefault = 12;

EntryFlow FlowOfEntry(const QueryContext& context,
                      const v1::OpportunityView& view) {
  EntryFlow entry;
  entry.name = view.opportunity();
  entry.logged_us = MicrosOf(view.create_time());
  entry.state = view.state();
  entry.retrospective = view.retrospective();
  if (view.has_due_time()) entry.due_us = MicrosOf(view.due_time());
  for (const v1::ActView& act : ActsOf(context.views, context.tenant,
                                       view.opportunity(), kFlowActsMax)) {
    if (act.to_state().empty()) continue;
    entry.moves.push_back({MicrosOf(act.time()), act.to_state()});
  }
  // Who came into its state otherwise, for example by an import.
  const bool known = entry.moves.empty()
                         ? entry.state == "NEW"
                         : entry.moves.back().state == entry.state;
  if (!known) {
    entry.moves.push_back({MicrosOf(view.state_time()), entry.state});
  }
  return entry;
}

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
  std::vector<v1::OpportunityView> views;
  bool truncated = false;
  const std::string prefix = KeyPrefix(kOpportunityViewTag, {context.tenant});
  context.views.Scan(prefix, PrefixEnd(prefix),
                     [&](std::string_view, std::string_view value) {
                       if (views.size() == kFlowEntriesMax) {
                         truncated = true;
                         return false;
                       }
                       auto view = ParseRow<v1::OpportunityView>(value);
                       if (view) views.push_back(*std::move(view));
                       return true;
                     });
  std::vector<EntryFlow> entries;
  entries.reserve(views.size());
  for (const v1::OpportunityView& view : views) {
    entries.push_back(FlowOfEntry(context, view));
  }
  *reply = FlowOf(entries, frequency,
                  request.periods() == 0 ? kPeriodsDefault : request.periods(),
                  absl::ToUnixMicros(context.now));
  reply->set_truncated(truncated);
  return absl::OkStatus();
}

}  // namespace csi::reporting
