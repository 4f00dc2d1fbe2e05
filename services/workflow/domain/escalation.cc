#include "services/workflow/domain/escalation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/authority/limits.h"
#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/business_time.h"
#include "services/workflow/domain/folder.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"

namespace csi::workflow {
namespace {

constexpr std::string_view kPurposes[] = {"sip-escalation", "csi-decisions",
                                          "accountability"};
constexpr uint32_t kLeads = 1;
constexpr uint32_t kAccountable = 2;

std::set<std::string> RolesOf(const Waiters& people) {
  std::set<std::string> roles;
  for (const v1::Waiter& waiter : people) {
    if (!waiter.role().empty()) roles.insert(waiter.role());
  }
  return roles;
}

Waiters Above(const Work& work, const Waiters& people) {
  std::vector<authority::Holder> all;
  for (const std::string& role : RolesOf(people)) {
    for (authority::Holder& holder : HoldersAbove(work, role)) {
      all.push_back(std::move(holder));
    }
  }
  return WaitersOf(all);
}

Waiters AtLevel(const Work& work, uint32_t step, uint32_t level) {
  if (level == kLeads) {
    return Above(work, work.Holders(step, common::v1::LETTER_RESPONSIBLE));
  }
  Waiters people = work.Holders(step, common::v1::LETTER_ACCOUNTABLE);
  for (uint32_t at = kAccountable; at < level; ++at) {
    people = Above(work, people);
  }
  return people;
}

bool Knows(const Work& work, uint32_t step, const std::string& person) {
  return work.context().state->Has(InboxKey(
      work.context().tenant, person,
      InboxItemId(work.id(), step, 0, v1::InboxItem::KIND_ESCALATION)));
}

}  // namespace

std::vector<authority::Holder> HoldersAbove(const Work& work,
                                            const std::string& role) {
  const KvReader& rows = *work.context().views;
  std::string current = role;
  for (int hop = 0; hop < authority::limits::kHandOnsMax; ++hop) {
    std::vector<authority::Holder> holders;
    std::string next;
    for (std::string_view purpose : kPurposes) {
      rows.ScanPrefix(
          authority::LinesPrefix(work.context().tenant, current, purpose),
          [&](std::string_view, std::string_view to) {
            if (next.empty()) next = IdPart(to);
            holders = work.directory().HoldersOf(IdPart(to), work.scope(),
                                                 work.context().now);
            return holders.empty();
          });
      if (!holders.empty()) return holders;
    }
    if (next.empty()) return {};
    current = next;
  }
  return {};
}

std::optional<Rung> NextRung(const Work& work, uint32_t step, uint32_t level,
                             const Waiters& besides) {
  for (; level <= limits::kEscalationLevelsMax; ++level) {
    Rung rung;
    rung.level = level;
    for (const v1::Waiter& waiter : AtLevel(work, step, level)) {
      const bool told = Knows(work, step, waiter.person()) ||
                        std::any_of(besides.begin(), besides.end(),
                                    [&](const v1::Waiter& other) {
                                      return other.person() == waiter.person();
                                    });
      if (!told) *rung.told.Add() = waiter;
    }
    if (!rung.told.empty()) return rung;
  }
  return std::nullopt;
}

int64_t NextRungUs(const Work& work, uint32_t step, const Rung& rung) {
  if (!NextRung(work, step, rung.level + 1, rung.told)) return 0;
  const Context& context = work.context();
  auto settings = GetRow<v1::TimeSettingsRow>(*context.state,
                                              TimeSettingsKey(context.tenant));
  const uint32_t days = settings ? settings->settings().escalation_days() : 0;
  return absl::ToUnixMicros(DueAfter(context, work.run().scope().service(),
                                     static_cast<int>(std::max(days, 1u))));
}

void FireEscalation(const Work& work, uint32_t step, uint32_t level,
                    Outcome& outcome) {
  const v1::StepRow row = work.StepRowOf(step);
  if (step != work.run().step() || row.overdue_us() == 0 ||
      row.escalation_level() + 1 != level || row.escalate_us() == 0 ||
      row.escalate_us() > work.now_us() ||
      work.run().state() == v1::Run::STATE_ON_HOLD ||
      work.run().clock_stopped_us() != 0) {
    return;
  }
  const auto rung = NextRung(work, step, level, {});
  if (!rung) return;
  v1::EscalatedFact& fact =
      *outcome.Emit<v1::JournalEvent>().mutable_people()->mutable_escalated();
  fact.set_run(work.id());
  fact.set_step(step);
  fact.set_level(rung->level);
  fact.set_due_us(row.due_us());
  fact.set_next_us(NextRungUs(work, step, *rung));
  for (const v1::Waiter& waiter : rung->told) {
    v1::Mover& told = *fact.add_told();
    told.set_person(waiter.person());
    told.set_role(waiter.role());
  }
}

}  // namespace csi::workflow
