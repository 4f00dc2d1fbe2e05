// Folds of events about one entry: head row, long texts, index rows, counts,
// history and the wake-up timer.
#include <algorithm>
#include <iterator>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/event_fields.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/replaced.h"

namespace csi::registry {
namespace {

using v1::OpportunityRow;

void Count(std::string_view tenant, v1::OpportunityState state, int64_t by,
           KvWriter& rows) {
  const std::string key = StateCountKey(tenant, state);
  v1::CounterRow row =
      GetRow<v1::CounterRow>(rows, key).value_or(v1::CounterRow());
  row.set_value(row.value() + static_cast<uint64_t>(by));
  if (row.value() == 0) {
    rows.Delete(key);
  } else {
    PutRow(rows, key, row);
  }
}

// Both sorted.
void MoveKeys(const std::vector<std::string>& before,
              const std::vector<std::string>& after, const std::string& id,
              KvWriter& state) {
  std::vector<std::string> keys;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                      std::back_inserter(keys));
  for (const std::string& key : keys) state.Delete(key);
  keys.clear();
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(keys));
  for (const std::string& key : keys) state.Put(key, id);
}

// The wake-up timer stands exactly while the entry is DEFERRED, that of the
// decay check while it is CLOSED and the day is still to come, that of the
// approval while too few people are for it.
std::vector<Timer> TimersOf(const std::string& tenant,
                            const v1::Opportunity& entry) {
  std::vector<Timer> timers;
  if (entry.state() == v1::OPPORTUNITY_STATE_DEFERRED) {
    timers.push_back({StartOf(entry.wake_up_date()), tenant,
                      std::string(kWakeUpTimer), entry.name()});
  }
  if (entry.state() == v1::OPPORTUNITY_STATE_CLOSED &&
      entry.has_decay_check_date() && !entry.decay_check_due()) {
    timers.push_back({StartOf(entry.decay_check_date()), tenant,
                      std::string(kDecayTimer), entry.name()});
  }
  if (entry.has_approval_due_time()) {
    timers.push_back({FromTimestamp(entry.approval_due_time()), tenant,
                      std::string(kEntryApprovalTimer), entry.name()});
  }
  return timers;
}

bool Holds(const std::vector<Timer>& timers, const Timer& wanted) {
  for (const Timer& timer : timers) {
    if (timer.kind == wanted.kind && timer.due == wanted.due) return true;
  }
  return false;
}

void KeepTimers(const std::string& tenant, const v1::Opportunity& before,
                const v1::Opportunity& after, Effects& effects) {
  const std::vector<Timer> were = TimersOf(tenant, before);
  const std::vector<Timer> are = TimersOf(tenant, after);
  for (const Timer& timer : were) {
    if (!Holds(are, timer)) effects.CancelTimer(timer);
  }
  for (const Timer& timer : are) {
    if (!Holds(were, timer)) effects.SetTimer(timer);
  }
}

std::string RelatedOf(const v1::JournalEvent& event) {
  using v1::JournalEvent;
  if (event.has_opportunity_rfc_recorded()) {
    return event.opportunity_rfc_recorded().rfc().rfc();
  }
  if (event.has_opportunity_verdict_recorded()) {
    return event.opportunity_verdict_recorded().verdict().comparison();
  }
  if (event.has_opportunity_linked()) {
    return event.opportunity_linked().link().target();
  }
  if (event.has_objection_raised()) {
    return event.objection_raised().objection().name();
  }
  if (event.has_objection_answered()) {
    return event.objection_answered().objection().name();
  }
  if (event.has_objection_promoted()) {
    return event.objection_promoted().objection().name();
  }
  if (event.has_comment_added()) return event.comment_added().comment().name();
  if (event.has_prioritization_concluded()) {
    return event.prioritization_concluded().prioritization();
  }
  if (event.has_plan_recommended()) {
    return event.plan_recommended().recommendation().name();
  }
  if (event.has_plan_decided()) {
    return event.plan_decided().recommendation().name();
  }
  if (event.has_plan_approval_expired()) {
    return event.plan_approval_expired().recommendation().name();
  }
  if (event.has_plan_deferral_ended()) {
    return event.plan_deferral_ended().recommendation().name();
  }
  if (event.has_plan_escalated()) {
    return event.plan_escalated().recommendation().name();
  }
  return TextIn(event, "run");
}

}  // namespace

void AddHistory(const v1::JournalEvent& event, const Fact& fact,
                v1::OpportunityState from, const v1::ReplacedValues& replaced,
                OpportunityRow& row, KvWriter& state) {
  const v1::Opportunity& entry = row.opportunity();
  row.set_history_size(row.history_size() + 1);
  v1::HistoryEntry line;
  line.set_sequence(row.history_size());
  line.set_event(EventName(event));
  *line.mutable_event_time() = ToTimestamp(fact.time);
  line.set_from_state(from);
  line.set_to_state(entry.state());
  line.set_reason(TextIn(event, "reason"));
  line.set_related(RelatedOf(event));
  if (const auto* grant = GrantIn(event)) *line.mutable_grant() = *grant;
  if (!fact.actor.empty()) {
    line.set_actor(ResourceName(fact.tenant, "people", fact.actor));
  } else {
    // A reaction: who acted stands in the grant of the foreign event.
    line.set_actor(line.grant().person());
  }
  if (!fact.on_behalf_of.empty()) {
    line.set_on_behalf_of(
        ResourceName(fact.tenant, "people", fact.on_behalf_of));
  }
  if (event.has_opportunity_updated()) {
    *line.mutable_changed_fields() =
        event.opportunity_updated().changed_fields();
  }
  if (replaced.ByteSizeLong() > 0) *line.mutable_replaced() = replaced;
  PutRow(state,
         HistoryKey(fact.tenant, LastPart(entry.name()), row.history_size()),
         line);
}

void AddHistoryBeside(const v1::JournalEvent& event, const Fact& fact,
                      std::string_view subject, KvWriter& state) {
  const absl::StatusOr<std::string> id =
      IdOf("subject", subject, fact.tenant, "opportunities");
  if (!id.ok()) return;
  std::optional<OpportunityRow> row = ReadHead(state, fact.tenant, *id);
  if (!row) return;
  AddHistory(event, fact, row->opportunity().state(), {}, *row, state);
  PutRow(state, EntryKey(fact.tenant, *id), *row);
}

void StoreHead(std::string_view tenant, const OpportunityRow* before,
               const OpportunityRow& after, KvWriter& state) {
  const v1::Opportunity& entry = after.opportunity();
  const std::string id(LastPart(entry.name()));
  std::vector<std::string> old_keys;
  if (before != nullptr) old_keys = IndexKeys(tenant, before->opportunity());
  MoveKeys(old_keys, IndexKeys(tenant, entry), id, state);
  const v1::OpportunityState from = before == nullptr
                                        ? v1::OPPORTUNITY_STATE_UNSPECIFIED
                                        : before->opportunity().state();
  if (from != entry.state()) {
    if (before != nullptr) Count(tenant, from, -1, state);
    Count(tenant, entry.state(), 1, state);
  }
  PutRow(state, EntryKey(tenant, id), after);
}

void ApplyEntry(const v1::JournalEvent& event, const Fact& fact,
                Effects& effects) {
  KvWriter& state = effects.state();
  const std::string name = DigestIn(event)->name();
  const std::string id(LastPart(name));
  const std::optional<OpportunityRow> before = ReadHead(state, fact.tenant, id);
  if (before.has_value() == event.has_opportunity_logged()) {
    effects.Broken(
        StrCat(EventName(event), " of ", name,
               before ? ": it exists already." : ": it was never logged."));
    return;
  }
  OpportunityRow after = before.value_or(OpportunityRow());
  const bool texts = TouchesTexts(event);
  const bool words = TouchesWords(event);
  const std::string text_key = EntryTextKey(fact.tenant, id);
  if (texts || words) {
    if (auto row = GetRow<v1::Opportunity>(state, text_key)) {
      after.mutable_opportunity()->MergeFrom(*row);
    }
  }
  std::vector<std::string> old_words;
  if (words && before) old_words = WordKeys(fact.tenant, after.opportunity());
  const v1::Opportunity whole = after.opportunity();
  Evolve(event, fact.time, after);
  v1::ReplacedValues replaced;
  if (before) replaced = ReplacedBy(whole, after.opportunity());
  if (words) {
    MoveKeys(old_words, WordKeys(fact.tenant, after.opportunity()), id, state);
  }
  if (texts) {
    const v1::Opportunity row = TextsOf(after.opportunity());
    if (row.ByteSizeLong() == 0) {
      state.Delete(text_key);
    } else {
      PutRow(state, text_key, row);
    }
  }
  if (texts || words) ClearTexts(*after.mutable_opportunity());
  if (event.has_opportunity_logged()) {
    v1::CounterRow next;
    next.set_value(after.opportunity().number() + 1);
    PutRow(state, NextNumberKey(fact.tenant), next);
    if (event.opportunity_logged().proposed()) {
      const v1::OpportunitySource& source = after.opportunity().source();
      state.Put(
          SourceEventKey(fact.tenant, source.event_source(), source.event_id()),
          id);
    }
  }
  const v1::OpportunityRow none;
  const v1::Opportunity& was = (before ? *before : none).opportunity();
  AddHistory(event, fact, was.state(), replaced, after, state);
  StoreHead(fact.tenant, before ? &*before : nullptr, after, state);
  KeepTimers(fact.tenant, was, after.opportunity(), effects);
}

}  // namespace csi::registry
