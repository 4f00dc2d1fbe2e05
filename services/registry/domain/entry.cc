#include "services/registry/domain/entry.h"

#include <algorithm>

#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/words.h"

namespace csi::registry {

std::optional<v1::OpportunityRow> ReadHead(const KvReader& state,
                                           std::string_view tenant,
                                           std::string_view id) {
  return GetRow<v1::OpportunityRow>(state, EntryKey(tenant, id));
}

std::optional<v1::Opportunity> ReadEntry(const KvReader& state,
                                         std::string_view tenant,
                                         std::string_view id) {
  std::optional<v1::OpportunityRow> row = ReadHead(state, tenant, id);
  if (!row) return std::nullopt;
  v1::Opportunity entry = std::move(*row->mutable_opportunity());
  if (auto texts = GetRow<v1::Opportunity>(state, EntryTextKey(tenant, id))) {
    entry.MergeFrom(*texts);
  }
  entry.set_etag(EtagOf(entry.revision()));
  return entry;
}

v1::Opportunity TextsOf(const v1::Opportunity& entry) {
  v1::Opportunity texts;
  texts.set_description(entry.description());
  texts.set_justification(entry.justification());
  texts.set_lessons(entry.lessons());
  *texts.mutable_intake_criteria() = entry.intake_criteria();
  *texts.mutable_framework_clauses() = entry.framework_clauses();
  *texts.mutable_attachments() = entry.attachments();
  *texts.mutable_followers() = entry.followers();
  *texts.mutable_extra_fields() = entry.extra_fields();
  return texts;
}

void ClearTexts(v1::Opportunity& entry) {
  entry.clear_description();
  entry.clear_justification();
  entry.clear_lessons();
  entry.clear_intake_criteria();
  entry.clear_framework_clauses();
  entry.clear_attachments();
  entry.clear_followers();
  entry.clear_extra_fields();
}

bool TouchesTexts(const v1::JournalEvent& event) {
  if (event.has_opportunity_logged()) return true;
  if (event.has_opportunity_closed()) {
    return !event.opportunity_closed().lessons().empty();
  }
  if (!event.has_opportunity_updated()) return false;
  for (const std::string& field :
       event.opportunity_updated().changed_fields()) {
    if (field == "description" || field == "justification" ||
        field == "lessons" || field == "intake_criteria" ||
        field == "framework_clauses" || field == "attachments" ||
        field == "followers" || field == "extra_fields") {
      return true;
    }
  }
  return false;
}

bool TouchesWords(const v1::JournalEvent& event) {
  if (event.has_opportunity_logged()) return true;
  if (event.has_opportunity_closed()) {
    return !event.opportunity_closed().lessons().empty();
  }
  if (!event.has_opportunity_updated()) return false;
  const std::vector<std::string>& fields = WordFields();
  for (const std::string& field :
       event.opportunity_updated().changed_fields()) {
    if (std::find(fields.begin(), fields.end(), field) != fields.end()) {
      return true;
    }
  }
  return false;
}

v1::OpportunityDigest DigestOf(const v1::Opportunity& entry) {
  v1::OpportunityDigest digest;
  digest.set_name(entry.name());
  digest.set_number(entry.number());
  digest.set_title(entry.title());
  digest.set_kind(entry.kind());
  digest.set_approach(entry.approach());
  digest.set_type(entry.type());
  if (entry.has_scope()) *digest.mutable_scope() = entry.scope();
  *digest.mutable_affected() = entry.affected();
  digest.set_state(entry.state());
  digest.set_return_state(entry.return_state());
  digest.set_accountable(entry.accountable());
  digest.set_coordinator(entry.coordinator());
  digest.set_raised_by(entry.raised_by());
  if (entry.has_primary_indicator()) {
    *digest.mutable_primary_indicator() = entry.primary_indicator();
  }
  *digest.mutable_secondary_indicators() = entry.secondary_indicators();
  *digest.mutable_guard_indicators() = entry.guard_indicators();
  if (entry.has_effect_review_date()) {
    *digest.mutable_effect_review_date() = entry.effect_review_date();
  }
  if (entry.has_due_date()) *digest.mutable_due_date() = entry.due_date();
  digest.set_run(entry.run());
  *digest.mutable_rfcs() = entry.rfcs();
  digest.set_retrospective(entry.retrospective());
  digest.set_imported(entry.imported());
  if (entry.has_verdict()) *digest.mutable_verdict() = entry.verdict();
  digest.set_closure_code(entry.closure_code());
  digest.set_size(entry.size());
  if (entry.has_cost()) *digest.mutable_cost() = entry.cost();
  digest.set_priority(entry.priority());
  digest.set_score(entry.score());
  if (entry.source().has_trigger_period()) {
    *digest.mutable_trigger_period() = entry.source().trigger_period();
  }
  digest.set_parent(entry.parent());
  if (entry.has_create_time()) {
    *digest.mutable_create_time() = entry.create_time();
  }
  digest.set_revision(entry.revision());
  digest.set_critical_business_area(entry.critical_business_area());
  return digest;
}

}  // namespace csi::registry
