#include "services/registry/domain/decay.h"

#include "common/domain/names.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/scoring.h"

namespace csi::registry {

std::optional<google::type::Date> DecayCheckDate(const KvReader& state,
                                                 std::string_view tenant,
                                                 absl::Time now) {
  const int days = CurrentPolicy(state, tenant).decay_check_days();
  if (days == 0) return std::nullopt;
  return DayOf(now + absl::Hours(24) * days);
}

absl::Status FireDecayCheck(const Timer& timer, const Context& context,
                            Outcome& outcome) {
  std::optional<v1::OpportunityRow> row =
      ReadHead(*context.state, context.tenant, LastPart(timer.subject));
  if (!row) return absl::OkStatus();
  const v1::Opportunity& entry = row->opportunity();
  // The row may be gone on: reopened, or given another day.
  if (entry.state() != v1::OPPORTUNITY_STATE_CLOSED ||
      !entry.has_decay_check_date() || entry.decay_check_due() ||
      StartOf(entry.decay_check_date()) > context.now) {
    return absl::OkStatus();
  }
  v1::JournalEvent event;
  *event.mutable_decay_check_due()->mutable_decay_check_date() =
      entry.decay_check_date();
  EmitEntryEvent(context, std::move(event), *row, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
