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

template <class Resource>
void StoreAs(std::string_view tag, const Resource& row, std::string_view tenant,
             KvWriter& rows) {
  Store(authority::ResourceKey(tag, tenant, LastPart(row.name())), row, rows);
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
    case v1::JournalEvent::kStrategySet:
      StoreAs(kStrategyTag, event.strategy_set().strategy(), tenant, rows);
      return;
    case v1::JournalEvent::kNoticePublished:
      StoreAs(kNoticeTag, event.notice_published().notice(), tenant, rows);
      return;
    case v1::JournalEvent::kNoticeWithdrawn:
      StoreAs(kNoticeTag, event.notice_withdrawn().notice(), tenant, rows);
      return;
    case v1::JournalEvent::kNoticeAcknowledged: {
      const auto& read = event.notice_acknowledged();
      v1::NoticeReceipt receipt;
      receipt.set_person(read.person());
      *receipt.mutable_acknowledge_time() = read.acknowledge_time();
      PutRow(rows, ReceiptKey(tenant, read.notice(), read.person()), receipt);
      return;
    }
    case v1::JournalEvent::kOrganisationalFunctionSet:
      StoreAs(kFunctionTag,
              event.organisational_function_set().organisational_function(),
              tenant, rows);
      return;
    case v1::JournalEvent::kPartySet:
      StoreAs(kPartyTag, event.party_set().party(), tenant, rows);
      return;
    case v1::JournalEvent::kTransferAnnounced: {
      const v1::Transfer& transfer = event.transfer_announced().transfer();
      StoreAs(kTransferTag, transfer, tenant, rows);
      v1::Transfer last;
      last.set_name(transfer.name());
      PutRow(rows, OpenTransferKey(tenant, transfer.service()), last);
      return;
    }
    case v1::JournalEvent::kTransferCancelled:
      StoreAs(kTransferTag, event.transfer_cancelled().transfer(), tenant,
              rows);
      return;
    default:
      break;
  }
  if (const v1::Duty* duty = DutyOf(event); duty != nullptr) {
    Store(authority::ResourceKey(kDutyTag, tenant, LastPart(duty->name())),
          *duty, rows);
  }
}

}  // namespace csi::raci
