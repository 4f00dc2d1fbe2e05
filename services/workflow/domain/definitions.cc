#include "services/workflow/domain/definitions.h"

#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/definitions/step_check.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {
namespace {

DefinitionPtr Parsed(std::string_view bytes) {
  auto definition = std::make_shared<Definition>();
  if (!definition->ParseFromString(std::string(bytes))) return nullptr;
  return definition;
}

// Definitions of the pack live as long as the program.
DefinitionPtr OfPack(std::string_view id, uint32_t revision) {
  const Definition* found = FindPackDefinition(id, revision);
  if (found == nullptr) return nullptr;
  return {DefinitionPtr(), found};
}

DefinitionPtr NewestOwn(const KvReader& state, std::string_view tenant,
                        std::string_view id) {
  std::string newest;
  state.ScanPrefix(KeyPrefix("wf.def", {tenant, id}),
                   [&](std::string_view, std::string_view value) {
                     newest = std::string(value);
                     return true;
                   });
  return newest.empty() ? nullptr : Parsed(newest);
}

struct Cells {
  bool known = false;
  bool accountable = false;
  bool filled = false;
};

Cells CellsOf(const authority::Directory& directory, std::string_view tenant,
              const std::string& activity, std::string_view variant,
              absl::Time now) {
  authority::Question question;
  question.activity = activity;
  question.variant = std::string(variant);
  question.as_of = now;
  // Stands for whoever will be accountable for an entry.
  question.accountable_person = ResourceName(tenant, "people", "-");
  const authority::Resolution found = directory.Resolve(question);
  Cells cells;
  cells.known = !found.matrix.empty();
  cells.filled = !found.accountable.holders.empty();
  cells.accountable = cells.filled || !found.accountable.vacant_roles.empty();
  return cells;
}

}  // namespace

DefinitionPtr FindDefinition(const KvReader& state, std::string_view tenant,
                             std::string_view id, uint32_t revision) {
  if (revision == 0) {
    DefinitionPtr own = NewestOwn(state, tenant, id);
    return own != nullptr ? own : OfPack(id, 0);
  }
  if (auto own = state.Get(DefinitionKey(tenant, id, revision))) {
    return Parsed(*own);
  }
  return OfPack(id, revision);
}

std::vector<std::string> DefinitionIds(const KvReader& state,
                                       std::string_view tenant) {
  std::set<std::string> ids;
  for (const Definition* pack : PackDefinitions()) ids.insert(pack->name());
  const std::string prefix = KeyPrefix("wf.def", {tenant});
  state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    const std::string_view rest = key.substr(prefix.size());
    ids.insert(std::string(rest.substr(0, rest.find('\0'))));
    return true;
  });
  return {ids.begin(), ids.end()};
}

std::vector<DefinitionPtr> RevisionsOf(const KvReader& state,
                                       std::string_view tenant,
                                       std::string_view id) {
  std::vector<DefinitionPtr> all;
  const DefinitionPtr newest = OfPack(id, 0);
  for (uint32_t i = 1; newest != nullptr && i <= newest->revision(); ++i) {
    if (state.Has(DefinitionKey(tenant, id, i))) continue;
    if (DefinitionPtr found = OfPack(id, i)) all.push_back(std::move(found));
  }
  state.ScanPrefix(KeyPrefix("wf.def", {tenant, id}),
                   [&](std::string_view, std::string_view value) {
                     if (DefinitionPtr found = Parsed(value)) {
                       all.push_back(std::move(found));
                     }
                     return true;
                   });
  return all;
}

uint32_t NextRevision(const KvReader& state, std::string_view tenant,
                      std::string_view id) {
  uint32_t newest = 0;
  for (const DefinitionPtr& each : RevisionsOf(state, tenant, id)) {
    newest = std::max(newest, each->revision());
  }
  return newest + 1;
}

Findings FindWithDirectory(const Definition& definition,
                           const authority::Directory& directory,
                           std::string_view tenant, absl::Time now) {
  Findings findings = FindInDefinition(definition);
  for (const v1::StepDefinition& step : definition.steps()) {
    if (step.activity().empty()) continue;
    const std::string place = StrCat("step ", step.key());
    const Cells central =
        CellsOf(directory, tenant, step.activity(), "central", now);
    const Cells federated =
        CellsOf(directory, tenant, step.activity(), "federated", now);
    if (!central.known && !federated.known) {
      AddFinding(
          "D3", common::v1::SEVERITY_ERROR, place,
          StrCat("no matrix in force has the activity ", step.activity(), "."),
          "Use an activity of a deployed matrix, or deploy one with it.",
          findings);
    } else if (!central.accountable && !federated.accountable) {
      AddFinding("D4", common::v1::SEVERITY_ERROR, place,
                 StrCat("nobody can approve it: activity ", step.activity(),
                        " has no accountable role."),
                 "Give the activity an A in the matrix.", findings);
    } else if (!central.filled && !federated.filled) {
      AddFinding("D4", common::v1::SEVERITY_WARNING, place,
                 StrCat("the role accountable for activity ", step.activity(),
                        " is vacant at present."),
                 "Appoint a holder before runs reach the step.", findings);
    }
  }
  return findings;
}

absl::Status NoDefinition(std::string_view tenant, std::string_view id) {
  const std::string name = ResourceName(tenant, "definitions", id);
  return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                 StrCat("There is no definition ", name,
                        "; csictl definition list shows them."),
                 {{"name", name}});
}

v1::DefinitionDraft ToDraft(std::string_view tenant, std::string_view id,
                            const v1::DraftRow& row) {
  v1::DefinitionDraft draft;
  draft.set_name(ResourceName(tenant, "definitions", id));
  draft.set_uid(draft.name());
  draft.set_etag(EtagOf(row.revision()));
  SetTime(row.create_us(), draft.mutable_create_time());
  SetTime(row.update_us(), draft.mutable_update_time());
  draft.set_revision(row.revision());
  *draft.mutable_definition() = ToDefinition(tenant, row.definition());
  draft.set_base_revision(row.base_revision());
  draft.set_author(NameOrEmpty(tenant, "people", row.author()));
  return draft;
}

}  // namespace csi::workflow
