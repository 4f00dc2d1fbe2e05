// The work of a plan, and its end.
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/commands/plan_commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/plans.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

constexpr size_t kShort = csi::limits::kShortTextBytesMax;

v1::PlanTask* FindTask(v1::Plan& plan, std::string_view id) {
  for (v1::PlanTask& task : *plan.mutable_tasks()) {
    if (task.id() == id) return &task;
  }
  return nullptr;
}

absl::Status CheckTaskOpen(const v1::PlanTask& task) {
  if (task.state() == v1::PLAN_TASK_STATE_OPEN) return absl::OkStatus();
  const std::string state =
      task.state() == v1::PLAN_TASK_STATE_DONE ? "DONE" : "DROPPED";
  return Refusal(
      common::v1::ERROR_REASON_WRONG_STATE,
      StrCat("Task ", task.id(), " \"", task.title(), "\" is ", state, " by ",
             task.changed_by(), " already; that needs OPEN. Add another task."),
      {{"state", state}, {"allowed", "OPEN"}});
}

void StampTask(const Context& context, v1::PlanTask& task) {
  task.set_changed_by(ActorName(context));
  *task.mutable_change_time() = ToTimestamp(context.now);
}

// Emits the event around a plan whose task was changed.
void EmitTask(const Context& context, v1::Plan plan, const v1::PlanTask& task,
              v1::JournalEvent event, Outcome& outcome) {
  v1::PlanTaskChanged& changed = *event.mutable_plan_task_changed();
  if (changed.grant().person().empty()) changed.clear_grant();
  *changed.mutable_task() = task;
  StampPlan(context, plan);
  ReplyWithPlan(plan, outcome);
  *changed.mutable_plan() = std::move(plan);
  outcome.Emit<v1::JournalEvent>() = std::move(event);
}

absl::Status CheckTask(const Context& context, const v1::PlanTask& task) {
  if (task.title().empty()) {
    return FieldError("task.title", "it is required: say what is to be done.");
  }
  RETURN_IF_ERROR(CheckText("task.title", task.title(), kShort));
  RETURN_IF_ERROR(CheckPerson(context, "task.owner", task.owner()));
  return CheckDay("task.due_date", task.has_due_date(), task.due_date());
}

int OpenTasks(const v1::Plan& plan) {
  int open = 0;
  for (const v1::PlanTask& task : plan.tasks()) {
    open += task.state() == v1::PLAN_TASK_STATE_OPEN ? 1 : 0;
  }
  return open;
}

}  // namespace

absl::Status DecideSetPlanTask(const v1::SetPlanTaskRequest& request,
                               const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckTask(context, request.task()));
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId(context, "task.id", request.task().id()));
  ASSIGN_OR_RETURN(v1::Plan plan,
                   LoadPlan(context, request.name(), request.etag()));
  v1::JournalEvent event;
  ASSIGN_OR_RETURN(
      *event.mutable_plan_task_changed()->mutable_grant(),
      AuthorizePlanEdit(context, StrCat("change tasks of plan ", plan.name()),
                        plan));
  RETURN_IF_ERROR(CheckPlanOpen(plan, "changed"));
  v1::PlanTask* task = FindTask(plan, id);
  if (task == nullptr) {
    RETURN_IF_ERROR(
        CheckCount("plan.tasks", plan.tasks_size() + 1, limits::kPlanTasksMax));
    task = plan.add_tasks();
  } else {
    RETURN_IF_ERROR(CheckTaskOpen(*task));
  }
  *task = request.task();
  task->set_id(id);
  task->set_state(v1::PLAN_TASK_STATE_OPEN);
  task->clear_note();
  StampTask(context, *task);
  const v1::PlanTask after = *task;
  EmitTask(context, std::move(plan), after, std::move(event), outcome);
  return absl::OkStatus();
}

absl::Status DecideCompletePlanTask(const v1::CompletePlanTaskRequest& request,
                                    const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), request.dropped()));
  if (request.task_id().empty()) {
    return FieldError("task_id", "it is required: name the task.");
  }
  ASSIGN_OR_RETURN(v1::Plan plan,
                   LoadPlan(context, request.name(), request.etag()));
  v1::PlanTask* task = FindTask(plan, request.task_id());
  if (task == nullptr) {
    return NoSuch(StrCat("task in ", plan.name()), request.task_id());
  }
  v1::JournalEvent event;
  const std::string what = StrCat("end task ", task->id(), " of ", plan.name());
  RETURN_IF_ERROR(CheckActor(context, what));
  const bool own = ActorName(context) == task->owner() &&
                   authority::Directory(*context.views, context.tenant)
                       .PersonExists(task->owner(), context.now);
  if (!own) {
    ASSIGN_OR_RETURN(*event.mutable_plan_task_changed()->mutable_grant(),
                     AuthorizePlanEdit(context, what, plan));
  }
  RETURN_IF_ERROR(CheckPlanOpen(plan, "changed"));
  RETURN_IF_ERROR(CheckTaskOpen(*task));
  task->set_state(request.dropped() ? v1::PLAN_TASK_STATE_DROPPED
                                    : v1::PLAN_TASK_STATE_DONE);
  task->set_note(request.reason());
  StampTask(context, *task);
  event.mutable_plan_task_changed()->set_reason(request.reason());
  const v1::PlanTask after = *task;
  EmitTask(context, std::move(plan), after, std::move(event), outcome);
  return absl::OkStatus();
}

absl::Status DecideClosePlan(const v1::ClosePlanRequest& request,
                             const Context& context, Outcome& outcome) {
  if (request.outcome() == v1::PLAN_OUTCOME_UNSPECIFIED ||
      !v1::PlanOutcome_IsValid(request.outcome())) {
    return FieldError("outcome",
                      "it is required: ACHIEVED, PARTLY_ACHIEVED, "
                      "NOT_ACHIEVED or ABANDONED.");
  }
  if (request.outcome_text().empty()) {
    return FieldError("outcome_text",
                      "it is required: say what came of the target result.");
  }
  RETURN_IF_ERROR(CheckText("outcome_text", request.outcome_text(), kShort));
  ASSIGN_OR_RETURN(v1::Plan plan,
                   LoadPlan(context, request.name(), request.etag()));
  v1::JournalEvent event;
  v1::PlanClosed& closed = *event.mutable_plan_closed();
  ASSIGN_OR_RETURN(
      *closed.mutable_grant(),
      AuthorizePlan(context, StrCat("close plan ", plan.name()), plan));
  RETURN_IF_ERROR(CheckPlanOpen(plan, "closed"));
  if (const int open = OpenTasks(plan); open > 0) {
    return PlanRule("TASKS_OPEN",
                    StrCat("Plan ", plan.name(), " has ", open,
                           " open tasks; end each of them first, done or "
                           "dropped (CompletePlanTask)."));
  }
  plan.set_state(v1::PLAN_STATE_CLOSED);
  plan.set_outcome(request.outcome());
  plan.set_outcome_text(request.outcome_text());
  plan.set_closed_by(ActorName(context));
  *plan.mutable_close_time() = ToTimestamp(context.now);
  StampPlan(context, plan);
  ReplyWithPlan(plan, outcome);
  *closed.mutable_plan() = std::move(plan);
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

}  // namespace csi::registry
