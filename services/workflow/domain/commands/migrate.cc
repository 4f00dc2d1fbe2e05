// MigrateRuns: running work goes to another revision of its definition.
#include <algorithm>
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/commands/bulk.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/definitions.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/migration.h"
#include "services/workflow/domain/process_authority.h"

namespace csi::workflow {
namespace {

using common::v1::AuthorityGrant;

// The next runs of other revisions, by id; `more` if there are others.
std::vector<std::string> ActiveRuns(const Context& context,
                                    const std::string& definition,
                                    uint32_t revision, bool& more) {
  std::vector<std::string> ids;
  for (v1::Run::State state :
       {v1::Run::STATE_RUNNING, v1::Run::STATE_WAITING_FOR_CHANGE,
        v1::Run::STATE_WAITING_FOR_EFFECT, v1::Run::STATE_ON_HOLD}) {
    const std::string prefix =
        KeyPrefix("wf.state", {context.tenant, TwoDigits(state)});
    context.state->ScanPrefix(
        prefix, [&](std::string_view key, std::string_view) {
          std::string id(key.substr(prefix.size()));
          const auto row =
              GetRow<v1::RunRow>(*context.state, RunKey(context.tenant, id));
          if (row && row->definition() == definition &&
              row->definition_revision() != revision) {
            ids.push_back(std::move(id));
          }
          return true;
        });
  }
  std::sort(ids.begin(), ids.end());
  more = ids.size() > limits::kRunsPerCallMax;
  if (more) ids.resize(limits::kRunsPerCallMax);
  return ids;
}

absl::StatusOr<std::vector<std::string>> NamedRuns(
    const v1::MigrateRunsRequest& request, const Context& context) {
  if (request.runs_size() > static_cast<int>(limits::kRunsPerCallMax)) {
    return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                   StrCat("At most ", limits::kRunsPerCallMax, " runs a call."),
                   {{"bound", StrCat(limits::kRunsPerCallMax)}});
  }
  std::vector<std::string> ids;
  for (const std::string& name : request.runs()) {
    ASSIGN_OR_RETURN(std::string id,
                     IdOf("runs", name, context.tenant, "runs"));
    // Named twice is meant once: the second would find the first undone.
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      ids.push_back(std::move(id));
    }
  }
  return ids;
}

// One run; nothing is emitted unless it goes.
absl::Status Migrate(const Context& context, const std::string& id,
                     const DefinitionPtr& to, const MigrationRules& rules,
                     const Move& move, v1::RunOutcome& told, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::LoadId(context, id));
  told.set_from_step(work.run().step());
  if (work.run().definition() != to->name()) {
    return FieldError("runs", StrCat(work.name(), " runs by definition ",
                                     work.run().definition(), "."));
  }
  if (!work.IsActive() || work.run().definition_revision() == to->revision()) {
    return Refusal(
        common::v1::ERROR_REASON_WRONG_STATE,
        StrCat(work.name(), work.IsActive() ? " has this revision already."
                                            : " has ended."));
  }
  RETURN_IF_ERROR(CheckMapping(work.definition(), *to, rules));
  ASSIGN_OR_RETURN(v1::RunMigratedFact fact, PlanMigration(work, *to, rules));
  uint32_t step = 0;
  for (const v1::MigratedStep& moved : fact.steps()) {
    if (moved.from() == work.run().step()) step = moved.to();
  }
  told.set_to_step(step);
  told.set_message(StrCat("Revision ", work.run().definition_revision(), " to ",
                          to->revision(), ", step ", StepOf(*to, step).key(),
                          "."));
  Move own = move;
  own.step = work.run().step();
  own.state = work.run().state();
  v1::JournalEvent& event = work.Emit(outcome, own);
  event.mutable_origin()->set_step(step);
  event.mutable_origin()->set_step_key(StepOf(*to, step).key());
  event.mutable_origin()->set_definition_revision(to->revision());
  *event.mutable_run_migrated() = std::move(fact);
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideMigrateRuns(const v1::MigrateRunsRequest& request,
                               const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", request.name(), context.tenant, "definitions"));
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   AuthorizeProcess(context,
                                    {common::v1::LETTER_ACCOUNTABLE,
                                     common::v1::LETTER_RESPONSIBLE},
                                    StrCat("migrate runs of ", id)));
  const DefinitionPtr to =
      FindDefinition(*context.state, context.tenant, id, request.to_revision());
  if (to == nullptr) return NoDefinition(context.tenant, id);
  MigrationRules rules;
  rules.skip_new_steps = request.skip_new_steps();
  for (const v1::StepMapping& row : request.mapping()) {
    if (!rules.mapping.emplace(row.from_key(), row.to_key()).second) {
      return FieldError("mapping", StrCat(row.from_key(), " stands twice."));
    }
  }
  v1::MigrateRunsResponse response;
  bool more = false;
  ASSIGN_OR_RETURN(std::vector<std::string> ids, NamedRuns(request, context));
  if (ids.empty()) ids = ActiveRuns(context, id, to->revision(), more);
  Move move;
  move.grant = &grant;
  move.reason = request.reason();
  for (const std::string& run : ids) {
    v1::RunOutcome& told = *response.add_outcomes();
    told.set_run(ResourceName(context.tenant, "runs", run));
    Outcome one;
    const absl::Status status =
        Migrate(context, run, to, rules, move, told, one);
    TakeOver(request, status, std::move(one), told, response, outcome);
  }
  response.set_more(more);
  outcome.ReplyWith(std::move(response));
  return absl::OkStatus();
}

}  // namespace csi::workflow
