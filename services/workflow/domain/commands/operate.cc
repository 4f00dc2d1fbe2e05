// OperateRuns: one thing to many runs. Each run is decided as its own command
// would be, with its own authority; a refusal stops nobody else.
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/commands/bulk.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/run_filter.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using Operation = v1::RunOperation;

struct Target {
  std::string id;
  v1::RunRow row;
};

// Runs that the filter takes, by id, behind `after`; one more than `size` if
// there are others.
std::vector<Target> TargetsOf(const Context& context, const RunFilter& filter,
                              const std::string& after, size_t size) {
  std::vector<Target> targets;
  const std::string prefix = KeyPrefix("wf.run", {context.tenant});
  const std::string from = after.empty() ? prefix : prefix + after + '\0';
  context.state->Scan(from, PrefixEnd(prefix),
                      [&](std::string_view key, std::string_view value) {
                        Target target;
                        target.id = std::string(key.substr(prefix.size()));
                        if (!target.row.ParseFromString(std::string(value)) ||
                            !filter.Takes(*context.state, context.tenant,
                                          target.id, target.row)) {
                          return true;
                        }
                        targets.push_back(std::move(target));
                        return targets.size() <= size;
                      });
  return targets;
}

// A request about the run with the reason.
template <class Request>
Request About(const std::string& name, const std::string& reason) {
  Request request;
  request.set_name(name);
  request.set_reason(reason);
  return request;
}

absl::Status Operate(const Operation& operation, const std::string& name,
                     uint32_t step, const std::string& reason,
                     const Context& context, Outcome& one) {
  switch (operation.operation_case()) {
    case Operation::kReassign: {
      auto request = About<v1::ReassignWorkRequest>(name, reason);
      request.set_person(operation.reassign().person());
      return DecideReassignWork(request, context, one);
    }
    case Operation::kMove: {
      auto request = About<v1::MoveRunRequest>(name, reason);
      request.set_to_step(operation.move().to_step());
      return DecideMoveRun(request, context, one);
    }
    case Operation::kExtend: {
      auto request = About<v1::ExtendStepRequest>(name, reason);
      request.set_step(step);
      *request.mutable_due_time() = operation.extend().due_time();
      return DecideExtendStep(request, context, one);
    }
    case Operation::kCancel:
      return DecideCancelRun(About<v1::CancelRunRequest>(name, reason), context,
                             one);
    case Operation::kHold:
      return DecideHoldRun(About<v1::HoldRunRequest>(name, reason), context,
                           one);
    case Operation::kResume: {
      v1::ResumeRunRequest request;
      request.set_name(name);
      request.set_comment(reason);
      return DecideResumeRun(request, context, one);
    }
    case Operation::OPERATION_NOT_SET:
      break;
  }
  return FieldError("operation",
                    "name one: reassign, move, extend, cancel, hold, resume.");
}

absl::StatusOr<RunFilter> CheckRequest(const v1::OperateRunsRequest& request,
                                       const Context& context) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(RunFilter filter, RunFilter::Parse(request.filter()));
  if (filter.empty()) {
    return FieldError("filter",
                      "an empty one would take every run of the "
                      "tenant; say which.");
  }
  if (request.operation().operation_case() == Operation::OPERATION_NOT_SET) {
    return FieldError("operation",
                      "name one: reassign, move, extend, cancel, "
                      "hold, resume.");
  }
  if (request.max_runs() > limits::kRunsPerCallMax) {
    return FieldError("max_runs",
                      StrCat("at most ", limits::kRunsPerCallMax, "."));
  }
  return filter;
}

}  // namespace

absl::Status DecideOperateRuns(const v1::OperateRunsRequest& request,
                               const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(RunFilter filter, CheckRequest(request, context));
  std::string after;
  if (!request.after_run().empty()) {
    ASSIGN_OR_RETURN(
        after, IdOf("after_run", request.after_run(), context.tenant, "runs"));
  }
  const size_t size =
      request.max_runs() == 0 ? limits::kRunsPerCallUsual : request.max_runs();
  std::vector<Target> targets = TargetsOf(context, filter, after, size);
  v1::OperateRunsResponse response;
  response.set_more(targets.size() > size);
  if (response.more()) targets.pop_back();
  for (const Target& target : targets) {
    v1::RunOutcome& told = *response.add_outcomes();
    told.set_run(ResourceName(context.tenant, "runs", target.id));
    told.set_from_step(target.row.step());
    told.set_to_step(target.row.step());
    Outcome one;
    const absl::Status status =
        Operate(request.operation(), told.run(), target.row.step(),
                request.reason(), context, one);
    if (status.ok() && request.operation().has_move()) {
      told.set_to_step(request.operation().move().to_step());
    }
    TakeOver(request, status, std::move(one), told, response, outcome);
  }
  outcome.ReplyWith(std::move(response));
  return absl::OkStatus();
}

}  // namespace csi::workflow
