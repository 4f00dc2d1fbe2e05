// Definitions: drafts and revisions.
#include "common/kv/keys.h"
#include "services/workflow/domain/apply_families.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

void ApplyDrafted(const v1::DefinitionDraftedFact& fact, const Fact& about,
                  Effects& effects) {
  const std::string key = DraftKey(about.tenant, fact.id());
  auto before = GetRow<v1::DraftRow>(effects.state(), key);
  v1::DraftRow row = before ? *std::move(before) : v1::DraftRow();
  const int64_t now_us = absl::ToUnixMicros(about.time);
  if (row.revision() == 0) row.set_create_us(now_us);
  *row.mutable_definition() = fact.definition();
  row.set_base_revision(fact.base_revision());
  row.set_author(fact.grant().person().empty() ? about.actor
                                               : fact.grant().person());
  row.set_revision(row.revision() + 1);
  row.set_update_us(now_us);
  PutRow(effects.state(), key, row);
}

}  // namespace

void ApplyToDefinition(const v1::JournalEvent& event, const Fact& about,
                       Effects& effects) {
  if (event.has_definition_drafted()) {
    return ApplyDrafted(event.definition_drafted(), about, effects);
  }
  const v1::DefinitionPublishedFact& fact = event.definition_published();
  PutRow(effects.state(),
         DefinitionKey(about.tenant, fact.id(), fact.definition().revision()),
         fact.definition());
  effects.state().Delete(DraftKey(about.tenant, fact.id()));
}

}  // namespace csi::workflow
