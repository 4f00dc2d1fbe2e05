// What operators ask: which runs are stuck, and how far a run is.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "common/base/nearest_rank.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/stuck.h"
#include "services/workflow/server/lookups.h"
#include "services/workflow/server/queries.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;
using Step = v1::Step;

constexpr double kDayUs = 86400e6;
constexpr size_t kMedianPercent = 50;
constexpr size_t kUpperPercent = 85;
// A step that is being worked is not done, however long it takes.
constexpr double kOpenShareMax = 0.9;

template <class Take>
void ForEachInState(const QueryContext& context, Run::State state, Take take) {
  const std::string prefix = KeyPrefix(
      "wf.state", {context.tenant, TwoDigits(static_cast<uint32_t>(state))});
  context.state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    return take(std::string(key.substr(prefix.size())));
  });
}

void TellWhy(const QueryContext& context, v1::StuckRun& out) {
  v1::ExplainRunRequest request;
  request.set_name(out.run());
  v1::RunExplanation explanation;
  if (!ExplainRun(context, request, &explanation).ok() ||
      explanation.blockers().empty()) {
    return;
  }
  const v1::Blocker& first = explanation.blockers(0);
  out.set_what(first.what());
  out.set_remedy(first.remedy());
  *out.mutable_who() = first.who();
}

// Days that each step took in completed runs of a definition.
std::map<std::string, std::vector<double>> Evidence(
    const QueryContext& context, const std::string& definition) {
  std::map<std::string, std::vector<double>> days;
  size_t runs = 0;
  ForEachInState(context, Run::STATE_COMPLETED, [&](const std::string& id) {
    const auto run =
        GetRow<v1::RunRow>(context.state, RunKey(context.tenant, id));
    if (!run || run->definition() != definition) return true;
    for (uint32_t number = 1; number <= run->step(); ++number) {
      const auto step = GetRow<v1::StepRow>(
          context.state, StepKey(context.tenant, id, number));
      if (!step || step->phase() != Step::PHASE_APPROVED ||
          step->create_us() == 0 || step->approve_us() < step->create_us()) {
        continue;
      }
      days[step->key()].push_back(
          static_cast<double>(step->approve_us() - step->create_us()) / kDayUs);
    }
    return ++runs < limits::kForecastRunsMax;
  });
  return days;
}

void TellStep(const v1::StepDefinition& step,
              const std::map<std::string, std::vector<double>>& evidence,
              v1::RunForecast::StepEvidence& out) {
  out.set_step(step.number());
  out.set_step_key(step.key());
  const auto found = evidence.find(step.key());
  const size_t samples = found == evidence.end() ? 0 : found->second.size();
  out.set_samples(static_cast<uint32_t>(samples));
  if (samples < limits::kForecastSamplesMin) {
    out.set_median_days(step.due_days());
    out.set_upper_days(step.due_days());
    return;
  }
  out.set_median_days(NearestRank(found->second, kMedianPercent));
  out.set_upper_days(NearestRank(found->second, kUpperPercent));
}

void TellEnd(const QueryContext& context, const FoundRun& run,
             const v1::StepRow& current, v1::RunForecast& out) {
  double behind = 0;
  double all = 0;
  double likely = 0;
  double late = 0;
  std::string thin;
  const double elapsed = static_cast<double>(absl::ToUnixMicros(context.now) -
                                             current.create_us()) /
                         kDayUs;
  for (const v1::RunForecast::StepEvidence& step : out.steps()) {
    all += step.median_days();
    if (step.done()) {
      behind += step.median_days();
      continue;
    }
    const bool is_current = step.step() == run.row.step();
    const double spent = is_current ? elapsed : 0;
    behind += std::min(spent, kOpenShareMax * step.median_days());
    likely += std::max(0.0, step.median_days() - spent);
    late += std::max(0.0, step.upper_days() - spent);
    if (step.samples() >= limits::kForecastSamplesMin) continue;
    StrAppend(&thin, thin.empty() ? "" : ", ", step.step_key(), " (",
              step.samples(), ")");
  }
  out.set_percent_complete(
      all <= 0 ? 0 : static_cast<uint32_t>(100 * behind / all));
  out.set_evidence_suffices(thin.empty());
  if (!thin.empty()) {
    out.set_basis(StrCat("Too little evidence for an end: fewer than ",
                         limits::kForecastSamplesMin,
                         " completed runs have done ", thin,
                         ". The percentage rests on the days of the "
                         "definition there."));
    return;
  }
  out.set_basis(
      "Median and 85th of 100 of the days that each step took in "
      "completed runs of this definition.");
  const int64_t now_us = absl::ToUnixMicros(context.now);
  SetTime(now_us + static_cast<int64_t>(likely * kDayUs),
          out.mutable_likely_end_time());
  SetTime(now_us + static_cast<int64_t>(late * kDayUs),
          out.mutable_late_end_time());
}

}  // namespace

absl::Status ListStuckRuns(const QueryContext& context,
                           const v1::ListStuckRunsRequest& request,
                           v1::ListStuckRunsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  const std::string prefix = KeyPrefix("wf.stuck", {context.tenant});
  const auto size = static_cast<size_t>(page.size);
  std::vector<std::string> ids;  // one more than the page has
  uint64_t total = 0;
  context.state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    ++total;
    const std::string_view id = key.substr(prefix.size());
    if (id > page.after_key && ids.size() <= size) ids.emplace_back(id);
    return true;
  });
  out->set_total_size(total);
  if (ids.size() > size) {
    ids.pop_back();
    out->set_next_page_token(page.TokenAfter(ids.back()));
  }
  for (const std::string& id : ids) {
    const auto run =
        GetRow<v1::RunRow>(context.state, RunKey(context.tenant, id));
    if (!run) continue;
    v1::StuckRun& one = *out->add_stuck_runs();
    TellStuck(context.state, context.tenant, id, *run, one);
    one.set_run(ResourceName(context.tenant, "runs", id));
    one.set_opportunity(
        ResourceName(context.tenant, "opportunities", run->opportunity()));
    one.set_step(run->step());
    one.set_step_key(run->step_key());
    TellWhy(context, one);
  }
  return absl::OkStatus();
}

absl::Status ForecastRun(const QueryContext& context,
                         const v1::ForecastRunRequest& request,
                         v1::RunForecast* out) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", request.name(), context.tenant, "runs"));
  ASSIGN_OR_RETURN(FoundRun run, FindRun(context, id));
  out->set_run(request.name());
  const auto evidence = Evidence(context, run.row.definition());
  const bool completed = run.row.state() == Run::STATE_COMPLETED;
  for (const v1::StepDefinition& step : run.definition->steps()) {
    v1::RunForecast::StepEvidence& told = *out->add_steps();
    TellStep(step, evidence, told);
    told.set_done(completed || step.number() < run.row.step());
  }
  if (IsOver(run.row.state())) {
    out->set_percent_complete(completed ? 100 : 0);
    out->set_basis("The run has ended.");
    return absl::OkStatus();
  }
  const auto current = GetRow<v1::StepRow>(
      context.state, StepKey(context.tenant, id, run.row.step()));
  TellEnd(context, run, current ? *current : v1::StepRow(), *out);
  return absl::OkStatus();
}

}  // namespace csi::workflow
