#include "services/raci/domain/governance_fold.h"

#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/raci/domain/duty_timers.h"
#include "services/raci/domain/keys.h"

namespace csi::raci {
namespace {

// The etag follows from the revision and is not kept.
template <class Resource>
void Store(const std::string& key, Resource row, KvWriter& rows) {
  row.clear_etag();
  PutRow(rows, key, row);
}

}  // namespace

void FoldGovernance(const v1::JournalEvent& event, std::string_view tenant,
                    KvWriter& rows) {
  switch (event.event_case()) {
    case v1::JournalEvent::kResponsibilityTableSet: {
      const auto& table =
          event.responsibility_table_set().responsibility_table();
      Store(authority::ResourceKey(kTableTag, tenant, LastPart(table.name())),
            table, rows);
      return;
    }
    case v1::JournalEvent::kRuleSettingsSet: {
      const auto& version = event.rule_settings_set().version();
      Store(RulesKey(tenant), version, rows);
      Store(RulesVersionKey(tenant, version.revision()), version, rows);
      return;
    }
    case v1::JournalEvent::kCoverageStated: {
      const auto& coverage = event.coverage_stated().coverage();
      Store(CoverageKey(tenant, coverage.subject()), coverage, rows);
      return;
    }
    default:
      break;
  }
  if (const v1::Duty* duty = DutyOf(event); duty != nullptr) {
    Store(authority::ResourceKey(kDutyTag, tenant, LastPart(duty->name())),
          *duty, rows);
  }
}

}  // namespace csi::raci
