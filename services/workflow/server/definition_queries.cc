// Definitions: revisions, drafts, checks and differences.
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/definitions/definition_diff.h"
#include "services/workflow/domain/definitions.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/server/lookups.h"
#include "services/workflow/server/queries.h"

namespace csi::workflow {
namespace {

Findings FindingsOf(const QueryContext& context, const Definition& definition) {
  return FindWithDirectory(definition,
                           authority::Directory(context.views, context.tenant),
                           context.tenant, context.now);
}

}  // namespace

absl::Status GetDefinition(const QueryContext& context,
                           const v1::GetDefinitionRequest& request,
                           v1::Definition* out) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", request.name(), context.tenant, "definitions"));
  const DefinitionPtr found =
      FindDefinition(context.state, context.tenant, id, request.revision());
  if (found == nullptr) return NotFound("definition", request.name());
  *out = ToDefinition(context.tenant, *found);
  return absl::OkStatus();
}

absl::Status ListDefinitions(const QueryContext& context,
                             const v1::ListDefinitionsRequest& request,
                             v1::ListDefinitionsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  std::string last;
  for (const std::string& id : DefinitionIds(context.state, context.tenant)) {
    if (id <= page.after_key) continue;
    if (out->definitions_size() == page.size) {
      out->set_next_page_token(page.TokenAfter(last));
      break;
    }
    last = id;
    const DefinitionPtr newest =
        FindDefinition(context.state, context.tenant, id, 0);
    if (newest == nullptr) continue;
    *out->add_definitions() = ToDefinition(context.tenant, *newest);
  }
  return absl::OkStatus();
}

absl::Status GetDefinitionDraft(const QueryContext& context,
                                const v1::GetDefinitionDraftRequest& request,
                                v1::DefinitionDraft* out) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", request.name(), context.tenant, "definitions"));
  const auto row =
      GetRow<v1::DraftRow>(context.state, DraftKey(context.tenant, id));
  if (!row) return NotFound("draft of", request.name());
  *out = ToDraft(context.tenant, id, *row);
  const Findings findings = FindingsOf(context, row->definition());
  out->mutable_findings()->Add(findings.begin(), findings.end());
  return absl::OkStatus();
}

absl::Status ListDefinitionRevisions(
    const QueryContext& context,
    const v1::ListDefinitionRevisionsRequest& request,
    v1::ListDefinitionRevisionsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  ASSIGN_OR_RETURN(std::string id, IdOf("parent", request.parent(),
                                        context.tenant, "definitions"));
  const std::vector<DefinitionPtr> all =
      RevisionsOf(context.state, context.tenant, id);
  if (all.empty()) return NotFound("definition", request.parent());
  std::string last;
  for (const DefinitionPtr& each : all) {
    const std::string key = FourDigits(each->revision());
    if (key <= page.after_key) continue;
    if (out->definitions_size() == page.size) {
      out->set_next_page_token(page.TokenAfter(last));
      break;
    }
    last = key;
    *out->add_definitions() = ToDefinition(context.tenant, *each);
  }
  return absl::OkStatus();
}

absl::Status CheckDefinition(const QueryContext& context,
                             const v1::CheckDefinitionRequest& request,
                             v1::CheckDefinitionResponse* out) {
  const Findings findings = FindingsOf(context, request.definition());
  out->mutable_findings()->Add(findings.begin(), findings.end());
  return absl::OkStatus();
}

absl::Status CompareDefinitions(const QueryContext& context,
                                const v1::CompareDefinitionsRequest& request,
                                v1::DefinitionDiff* out) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", request.name(), context.tenant, "definitions"));
  const auto draft =
      GetRow<v1::DraftRow>(context.state, DraftKey(context.tenant, id));
  const bool to_draft = request.to_revision() == 0 && draft.has_value();
  DefinitionPtr to =
      to_draft ? std::make_shared<const Definition>(draft->definition())
               : FindDefinition(context.state, context.tenant, id,
                                request.to_revision());
  if (to == nullptr) return NotFound("definition", request.name());
  uint32_t first = request.from_revision();
  if (first == 0) first = to->revision() - 1;
  // What is compared with nothing is new as a whole.
  DefinitionPtr from =
      first == 0 ? std::make_shared<const Definition>()
                 : FindDefinition(context.state, context.tenant, id, first);
  if (from == nullptr) {
    return NotFound("revision", StrCat(first, " of ", request.name()));
  }
  out->set_name(request.name());
  out->set_from_revision(first);
  out->set_to_revision(to->revision());
  const DefinitionChanges changes = DiffDefinitions(*from, *to);
  out->mutable_changes()->Add(changes.begin(), changes.end());
  return absl::OkStatus();
}

}  // namespace csi::workflow
