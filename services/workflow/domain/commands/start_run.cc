// StartRun and StartNextCycle.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/views.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using common::v1::ERROR_REASON_ALREADY_EXISTS;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;
using common::v1::ERROR_REASON_VACANT;
using common::v1::ERROR_REASON_WRONG_STATE;

absl::StatusOr<std::string> NewRunId(const Context& context,
                                     const std::string& wanted) {
  if (wanted.empty()) return context.ids->Next();
  if (!IsResourceId(wanted) || wanted.size() > limits::kRunIdBytesMax) {
    return FieldError("run_id", StrCat("lower-case letters, digits and '-', at "
                                       "most ",
                                       limits::kRunIdBytesMax, " characters."));
  }
  if (context.state->Has(RunKey(context.tenant, wanted))) {
    const std::string name = ResourceName(context.tenant, "runs", wanted);
    return Refusal(ERROR_REASON_ALREADY_EXISTS,
                   StrCat(name,
                          " exists already; choose another run_id or "
                          "leave it empty."),
                   {{"name", name}});
  }
  return wanted;
}

absl::StatusOr<v1::OpportunityView> LoadOpportunity(const Context& context,
                                                    const std::string& id) {
  auto view = FindOpportunity(*context.views, context.tenant, id);
  if (view) return *std::move(view);
  const std::string name = ResourceName(context.tenant, "opportunities", id);
  return Refusal(ERROR_REASON_NOT_FOUND,
                 StrCat("The register has no opportunity ", name, "."),
                 {{"name", name}});
}

absl::Status CheckEntry(const Context& context, const std::string& id,
                        const v1::OpportunityView& entry,
                        const Definition& definition) {
  const std::string name = ResourceName(context.tenant, "opportunities", id);
  if (auto active = context.state->Get(ActiveKey(context.tenant, id))) {
    return Refusal(ERROR_REASON_ALREADY_EXISTS,
                   StrCat(name, " has an active run already: ",
                          ResourceName(context.tenant, "runs", *active),
                          ". An opportunity has one at a time."),
                   {{"run", ResourceName(context.tenant, "runs", *active)}});
  }
  if (entry.state() != "ACCEPTED") {
    return Refusal(ERROR_REASON_WRONG_STATE,
                   StrCat(name, " is ", entry.state(),
                          "; a run starts from "
                          "ACCEPTED (csictl opportunity accept)."),
                   {{"state", entry.state()}});
  }
  if (entry.approach() == "EXTERNAL_PROJECT") {
    return Refusal(ERROR_REASON_RULE_VIOLATED,
                   StrCat(name,
                          " is worked as an external project and moves by "
                          "verbs of the register, not by a run."),
                   {{"rule", "EXTERNAL_PROJECT"}});
  }
  if (definition.approach() != "QUICK_WIN") return absl::OkStatus();
  if (entry.approach() == "QUICK_WIN" && entry.size() == "S") {
    return absl::OkStatus();
  }
  return Refusal(ERROR_REASON_RULE_VIOLATED,
                 StrCat("Definition ", definition.name(),
                        " is for entries of "
                        "approach QUICK_WIN and size S; ",
                        name, " has ", entry.approach(), " and size ",
                        entry.size().empty() ? "not stated" : entry.size(),
                        ". Use seven-step."),
                 {{"rule", "QUICK_WIN_SIZE"}});
}

// The entry's accountable person must still be there.
absl::Status CheckAccountable(const Work& work,
                              const v1::OpportunityView& entry) {
  const std::string& person = entry.accountable();
  if (!person.empty() &&
      work.directory().PersonExists(person, work.context().now)) {
    return absl::OkStatus();
  }
  const std::string who = person.empty()
                              ? "Nobody"
                              : StrCat(work.directory().DisplayName(person),
                                       " has left, so nobody");
  return Refusal(
      ERROR_REASON_VACANT,
      StrCat(who, " is accountable for opportunity ", work.run().opportunity(),
             ". Appoint an owner of its service or process, then "
             "let the register resolve it again."),
      {{"opportunity", work.run().opportunity()}});
}

// Emits the start of a run whose row has opportunity, definition, variant,
// cycle and predecessor.
absl::Status Begin(const Context& context, const std::string& run_id,
                   v1::RunRow row, const std::string& comment,
                   Outcome& outcome) {
  ASSIGN_OR_RETURN(v1::OpportunityView entry,
                   LoadOpportunity(context, row.opportunity()));
  *row.mutable_scope() = CompactScope(entry.scope());
  row.set_accountable(IdPart(entry.accountable()));
  ASSIGN_OR_RETURN(std::string id, NewRunId(context, run_id));
  ASSIGN_OR_RETURN(Work work, Work::Begin(context, id, std::move(row)));
  const v1::StepDefinition& first = StepOf(work.definition(), 1);
  Letters letters = LettersOf(first.letters().work());
  for (common::v1::Letter letter : LettersOf(first.letters().approve())) {
    letters.push_back(letter);
  }
  ASSIGN_OR_RETURN(common::v1::AuthorityGrant grant,
                   work.Authorize(first.activity(), letters, "start the run"));
  RETURN_IF_ERROR(
      CheckEntry(context, work.run().opportunity(), entry, work.definition()));
  RETURN_IF_ERROR(CheckAccountable(work, entry));
  if (!IsException(grant)) {
    RETURN_IF_ERROR(work.RequireAccountable(first.activity()));
  }

  Move move;
  move.step = 1;
  move.state = v1::Run::STATE_RUNNING;
  move.entry_state = first.entry().entered();
  move.grant = &grant;
  move.reason = comment;
  v1::RunStartedFact& fact = *work.Emit(outcome, move).mutable_run_started();
  fact.set_matrix_variant(work.run().matrix_variant());
  fact.set_accountable(work.run().accountable());
  fact.set_previous_run(work.run().previous_run());
  *fact.mutable_start() = work.StartOf(1);
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    auto head = GetRow<v1::RunRow>(state, RunKey(tenant, id));
    return std::make_unique<v1::Run>(
        ReadRun(state, tenant, id, head ? *head : v1::RunRow()));
  });
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideStartRun(const v1::StartRunRequest& request,
                            const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string opportunity,
                   IdOf("opportunity", request.opportunity(), context.tenant,
                        "opportunities"));
  std::string id;
  if (!request.definition().empty()) {
    ASSIGN_OR_RETURN(id, IdOf("definition", request.definition(),
                              context.tenant, "definitions"));
  }
  if (!request.matrix_variant().empty() &&
      request.matrix_variant() != "central" &&
      request.matrix_variant() != "federated") {
    return FieldError("matrix_variant", "central or federated.");
  }
  ASSIGN_OR_RETURN(v1::OpportunityView entry,
                   LoadOpportunity(context, opportunity));
  if (id.empty()) {
    id = entry.approach() == "QUICK_WIN" ? "quick-win" : "seven-step";
  }
  const DefinitionPtr definition =
      FindDefinition(*context.state, context.tenant, id, 0);
  if (definition == nullptr) return NoDefinition(context.tenant, id);
  v1::RunRow row;
  row.set_opportunity(opportunity);
  row.set_definition(id);
  row.set_definition_revision(definition->revision());
  row.set_matrix_variant(
      request.matrix_variant().empty() ? "central" : request.matrix_variant());
  row.set_cycle(1);
  return Begin(context, request.run_id(), std::move(row), request.comment(),
               outcome);
}

absl::Status DecideStartNextCycle(const v1::StartNextCycleRequest& request,
                                  const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work ended, Work::Load(context, request.name()));
  const v1::RunRow& run = ended.run();
  RETURN_IF_ERROR(CheckEtag(request.etag(), run.revision(), ended.name()));
  const v1::StepDefinition& first = StepOf(ended.definition(), 1);
  Letters letters = LettersOf(first.letters().work());
  for (common::v1::Letter letter : LettersOf(first.letters().approve())) {
    letters.push_back(letter);
  }
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      ended.Authorize(first.activity(), letters, "start the next cycle"));
  if (run.state() != v1::Run::STATE_COMPLETED || !run.next_run().empty()) {
    return Refusal(
        ERROR_REASON_WRONG_STATE,
        run.next_run().empty()
            ? StrCat(ended.name(), " is ", StateWord(run.state()),
                     "; a next cycle follows a COMPLETED run.")
            : StrCat(ended.name(), " has a next cycle already: ",
                     ResourceName(context.tenant, "runs", run.next_run())),
        {{"state", StateWord(run.state())}});
  }
  ASSIGN_OR_RETURN(std::string id, NewRunId(context, request.run_id()));
  v1::RunRow row;
  row.set_opportunity(run.opportunity());
  row.set_definition(run.definition());
  row.set_definition_revision(
      FindDefinition(*context.state, context.tenant, run.definition(), 0)
          ->revision());
  row.set_matrix_variant(run.matrix_variant());
  row.set_cycle(run.cycle() + 1);
  row.set_previous_run(ended.id());
  Move move;
  move.state = run.state();
  move.grant = &grant;
  move.reason = request.comment();
  ended.Emit(outcome, move).mutable_next_cycle_started()->set_next_run(id);
  return Begin(context, id, std::move(row), request.comment(), outcome);
}

}  // namespace csi::workflow
