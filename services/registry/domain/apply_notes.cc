// Folds of objections and comments.
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/keys.h"

namespace csi::registry {

void ApplyObjection(const v1::JournalEvent& event,
                    const v1::Objection& objection, const Fact& fact,
                    Effects& effects) {
  KvWriter& state = effects.state();
  const std::string id(LastPart(objection.name()));
  PutRow(state, ObjectionKey(fact.tenant, id), objection);
  if (event.has_objection_raised()) {
    const absl::Time raised = FromTimestamp(objection.create_time());
    state.Put(ObjectionTimeKey(fact.tenant, raised, id), "");
    state.Put(ObjectionSubjectKey(fact.tenant, objection.subject(), raised, id),
              "");
  }
  AddHistoryBeside(event, fact, objection.subject(), state);
}

void ApplyComment(const v1::JournalEvent& event, const Fact& fact,
                  Effects& effects) {
  KvWriter& state = effects.state();
  const v1::Comment& row = event.comment_added().comment();
  const std::string id(LastPart(row.name()));
  PutRow(state, CommentKey(fact.tenant, id), row);
  state.Put(CommentSubjectKey(fact.tenant, row.subject(),
                              FromTimestamp(row.create_time()), id),
            "");
  AddHistoryBeside(event, fact, row.subject(), state);
}

}  // namespace csi::registry
