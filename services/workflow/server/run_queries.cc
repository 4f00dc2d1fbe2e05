// Definitions, runs, steps and artefacts.
#include <string>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/definitions/definition.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/run_filter.h"
#include "services/workflow/server/lookups.h"
#include "services/workflow/server/page_rows.h"
#include "services/workflow/server/queries.h"

namespace csi::workflow {

absl::Status NotFound(std::string_view what, std::string_view name) {
  return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                 StrCat("There is no ", what, " ", name, "."),
                 {{"name", std::string(name)}});
}

absl::StatusOr<FoundRun> FindRun(const QueryContext& context,
                                 const std::string& id) {
  auto row = GetRow<v1::RunRow>(context.state, RunKey(context.tenant, id));
  if (!row) {
    return NotFound("run", ResourceName(context.tenant, "runs", id));
  }
  DefinitionPtr definition =
      FindDefinition(context.state, context.tenant, row->definition(),
                     row->definition_revision());
  if (definition == nullptr) {
    return NotFound("definition", StrCat(row->definition(), " of revision ",
                                         row->definition_revision()));
  }
  return FoundRun{id, *std::move(row), std::move(definition)};
}

absl::Status GetRun(const QueryContext& context,
                    const v1::GetRunRequest& request, v1::Run* out) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", request.name(), context.tenant, "runs"));
  ASSIGN_OR_RETURN(FoundRun run, FindRun(context, id));
  *out = ReadRun(context.state, context.tenant, run.id, run.row);
  return absl::OkStatus();
}

absl::Status ListRuns(const QueryContext& context,
                      const v1::ListRunsRequest& request,
                      v1::ListRunsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  std::string prefix = KeyPrefix("wf.run", {context.tenant});
  const bool by_state = request.state() != v1::Run::STATE_UNSPECIFIED;
  if (!request.opportunity().empty()) {
    ASSIGN_OR_RETURN(std::string opportunity,
                     IdOf("opportunity", request.opportunity(), context.tenant,
                          "opportunities"));
    prefix = KeyPrefix("wf.opp", {context.tenant, opportunity});
  } else if (by_state) {
    prefix = KeyPrefix(
        "wf.state",
        {context.tenant, TwoDigits(static_cast<uint32_t>(request.state()))});
  }
  ASSIGN_OR_RETURN(RunFilter filter, RunFilter::Parse(request.filter()));
  const std::string from =
      page.after_key.empty() ? prefix : page.after_key + '\0';
  std::string last;
  // Rows that the filter does not take do not count, so that pages are full.
  context.state.Scan(
      from, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        const std::string id(key.substr(prefix.size()));
        const auto row =
            GetRow<v1::RunRow>(context.state, RunKey(context.tenant, id));
        // An opportunity has few runs, so its index is filtered by state here.
        if (!row || (by_state && row->state() != request.state())) return true;
        if (!filter.Takes(context.state, context.tenant, id, *row)) return true;
        if (out->runs_size() == page.size) {
          out->set_next_page_token(page.TokenAfter(last));
          return false;
        }
        *out->add_runs() = ReadRun(context.state, context.tenant, id, *row);
        last = std::string(key);
        return true;
      });
  return absl::OkStatus();
}

absl::Status GetStep(const QueryContext& context,
                     const v1::GetStepRequest& request, v1::Step* out) {
  ASSIGN_OR_RETURN(StepId id,
                   StepIdOf("name", request.name(), context.tenant, "steps"));
  ASSIGN_OR_RETURN(FoundRun run, FindRun(context, id.run));
  if (id.step > LastStep(*run.definition)) {
    return NotFound("step", request.name());
  }
  auto row = GetRow<v1::StepRow>(context.state,
                                 StepKey(context.tenant, id.run, id.step));
  *out = ToStep(context.tenant, id.run, StepOf(*run.definition, id.step),
                run.row, row ? *row : v1::StepRow());
  return absl::OkStatus();
}

absl::Status ListSteps(const QueryContext& context,
                       const v1::ListStepsRequest& request,
                       v1::ListStepsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("parent", request.parent(), context.tenant, "runs"));
  ASSIGN_OR_RETURN(FoundRun run, FindRun(context, id));
  for (const v1::StepDefinition& step : run.definition->steps()) {
    if (TwoDigits(step.number()) <= page.after_key) continue;
    if (out->steps_size() == page.size) {
      out->set_next_page_token(page.TokenAfter(TwoDigits(step.number() - 1)));
      break;
    }
    auto row = GetRow<v1::StepRow>(context.state,
                                   StepKey(context.tenant, id, step.number()));
    *out->add_steps() =
        ToStep(context.tenant, id, step, run.row, row ? *row : v1::StepRow());
  }
  return absl::OkStatus();
}

absl::Status GetArtefact(const QueryContext& context,
                         const v1::GetArtefactRequest& request,
                         v1::Artefact* out) {
  ASSIGN_OR_RETURN(
      StepId id, StepIdOf("name", request.name(), context.tenant, "artefacts"));
  ASSIGN_OR_RETURN(FoundRun run, FindRun(context, id.run));
  if (id.step > LastStep(*run.definition)) {
    return NotFound("artefact", request.name());
  }
  auto row = GetRow<v1::ArtefactRow>(
      context.state, ArtefactKey(context.tenant, id.run, id.step));
  *out = ToArtefact(context.tenant, id.run, StepOf(*run.definition, id.step),
                    row ? *row : v1::ArtefactRow());
  return absl::OkStatus();
}

absl::Status ListArtefacts(const QueryContext& context,
                           const v1::ListArtefactsRequest& request,
                           v1::ListArtefactsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("parent", request.parent(), context.tenant, "runs"));
  ASSIGN_OR_RETURN(FoundRun run, FindRun(context, id));
  out->set_next_page_token(PageRows(
      context.state, page, KeyPrefix("wf.art", {context.tenant, id}),
      [&](std::string_view number, std::string_view value) {
        uint32_t step = 0;
        v1::ArtefactRow row;
        if (!absl::SimpleAtoi(View(number), &step) || step == 0 ||
            step > LastStep(*run.definition) ||
            !row.ParseFromString(std::string(value))) {
          return;
        }
        *out->add_artefacts() =
            ToArtefact(context.tenant, id, StepOf(*run.definition, step), row);
      }));
  return absl::OkStatus();
}

}  // namespace csi::workflow
