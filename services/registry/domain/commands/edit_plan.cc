// Entering a plan that was decided elsewhere, changing fields, and the end.
#include <algorithm>
#include <set>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "google/protobuf/descriptor.h"
#include "services/registry/domain/commands/plan_commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/plans.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr size_t kShort = csi::limits::kShortTextBytesMax;

// Fields that UpdatePlan takes.
constexpr std::string_view kUpdatable[] = {"title",
                                           "description",
                                           "owner",
                                           "agreements",
                                           "rfcs",
                                           "budget",
                                           "spent",
                                           "planned_start_date",
                                           "planned_end_date",
                                           "slm_person",
                                           "slm_part"};

absl::Status CheckPlan(const Context& context, const v1::Plan& plan) {
  if (plan.title().empty()) {
    return FieldError("plan.title", "it is required.");
  }
  if (plan.owner().empty()) {
    return FieldError("plan.owner",
                      "it is required: say who sees to it that it is done.");
  }
  RETURN_IF_ERROR(CheckText("plan.title", plan.title(), kShort));
  RETURN_IF_ERROR(CheckText("plan.description", plan.description(),
                            csi::limits::kLongTextBytesMax));
  RETURN_IF_ERROR(
      CheckText("plan.target_result", plan.target_result(), kShort));
  RETURN_IF_ERROR(CheckText("plan.slm_part", plan.slm_part(), kShort));
  RETURN_IF_ERROR(CheckMoney("plan.budget", plan.has_budget(), plan.budget()));
  RETURN_IF_ERROR(CheckMoney("plan.spent", plan.has_spent(), plan.spent()));
  if (plan.has_budget() && plan.has_spent() &&
      plan.budget().currency_code() != plan.spent().currency_code()) {
    return FieldError("plan.spent.currency_code",
                      StrCat("the budget is in ", plan.budget().currency_code(),
                             "; say what was spent in that currency."));
  }
  RETURN_IF_ERROR(
      CheckAgreements(context, "plan.agreements", plan.agreements()));
  RETURN_IF_ERROR(CheckCount("plan.rfcs", plan.rfcs_size(), limits::kRfcsMax));
  for (const std::string& rfc : plan.rfcs()) {
    if (rfc.empty()) return FieldError("plan.rfcs", "one is empty.");
    RETURN_IF_ERROR(CheckText("plan.rfcs", rfc, kShort));
  }
  return CheckSchedule("plan", plan.has_planned_start_date(),
                       plan.planned_start_date(), plan.has_planned_end_date(),
                       plan.planned_end_date());
}

// People who are named anew: one who left since may stand in the plan.
absl::Status CheckPeople(const Context& context, bool owner, bool slm_person,
                         const v1::Plan& plan) {
  if (owner) {
    RETURN_IF_ERROR(CheckPerson(context, "plan.owner", plan.owner()));
  }
  if (!slm_person) return absl::OkStatus();
  return CheckPerson(context, "plan.slm_person", plan.slm_person());
}

bool MoreThan(const google::type::Money& one, const google::type::Money& two) {
  if (one.units() != two.units()) return one.units() > two.units();
  return one.nanos() > two.nanos();
}

// What was decided is changed by a decision alone.
absl::Status CheckBudget(const v1::Plan& before, const v1::Plan& after) {
  if (!after.has_budget()) return absl::OkStatus();
  if (before.has_budget() &&
      before.budget().currency_code() == after.budget().currency_code() &&
      !MoreThan(after.budget(), before.budget())) {
    return absl::OkStatus();
  }
  return PlanRule(
      "DECISION_NEEDED",
      StrCat("The budget of plan ", before.name(),
             " may become less by whoever works it; more, or another "
             "currency, needs a decision: recommend an amendment "
             "(RecommendPlan with amended_plan)."));
}

absl::Status CheckMask(const v1::UpdatePlanRequest& request) {
  if (request.update_mask().paths().empty()) {
    return FieldError("update_mask", "it is required: name the fields.");
  }
  for (const std::string& path : request.update_mask().paths()) {
    if (std::find(std::begin(kUpdatable), std::end(kUpdatable), path) !=
        std::end(kUpdatable)) {
      continue;
    }
    return FieldError(
        "update_mask",
        StrCat("\"", path,
               "\" cannot be changed so. There are title, description, owner, "
               "agreements, rfcs, budget, spent, planned_start_date, "
               "planned_end_date, slm_person and slm_part; entries are tied by "
               "LinkOpportunity, and scope, size and target_result are "
               "changed by an amendment (RecommendPlan)."));
  }
  return absl::OkStatus();
}

void CopyField(const v1::Plan& from, const std::string& path, v1::Plan& to) {
  const auto* field = v1::Plan::descriptor()->FindFieldByName(path);
  v1::Plan only;
  // Of one field: what is named and unset is cleared.
  only.CopyFrom(from);
  std::vector<const google::protobuf::FieldDescriptor*> set;
  only.GetReflection()->ListFields(only, &set);
  for (const auto* other : set) {
    if (other != field) only.GetReflection()->ClearField(&only, other);
  }
  to.GetReflection()->ClearField(&to, field);
  to.MergeFrom(only);
}

}  // namespace

absl::Status CheckAgreements(const Context& context, std::string_view field,
                             const RepeatedPtrField<std::string>& names) {
  RETURN_IF_ERROR(CheckCount(field, names.size(), limits::kPlanAgreementsMax));
  std::set<std::string> seen;
  for (const std::string& name : names) {
    RETURN_IF_ERROR(IdOf(field, name, context.tenant, "agreements").status());
    if (!seen.insert(name).second) {
      return FieldError(field, StrCat(name, " is named twice."));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSchedule(std::string_view what, bool has_start,
                           const google::type::Date& start, bool has_end,
                           const google::type::Date& end) {
  RETURN_IF_ERROR(
      CheckDay(StrCat(what, ".planned_start_date"), has_start, start));
  RETURN_IF_ERROR(CheckDay(StrCat(what, ".planned_end_date"), has_end, end));
  if (has_start && has_end && DayText(end) < DayText(start)) {
    return FieldError(StrCat(what, ".planned_end_date"),
                      StrCat(DayText(end), " is before the first day, ",
                             DayText(start), "."));
  }
  return absl::OkStatus();
}

absl::Status DecideCreatePlan(const v1::CreatePlanRequest& request,
                              const Context& context, Outcome& outcome) {
  const v1::Plan& wanted = request.plan();
  RETURN_IF_ERROR(CheckPlan(context, wanted));
  RETURN_IF_ERROR(CheckPeople(context, true, true, wanted));
  RETURN_IF_ERROR(CheckScope(context, "plan.scope", wanted.scope()));
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId(context, "plan_id", request.plan_id()));
  const std::string name = ResourceName(context.tenant, "plans", id);
  RETURN_IF_ERROR(CheckPlanEntries(context, "plan.opportunities",
                                   wanted.opportunities(), name));
  if (context.state->Has(PlanKey(context.tenant, id))) {
    return Refusal(
        common::v1::ERROR_REASON_ALREADY_EXISTS,
        StrCat("There is a plan ", id, " already. Take another id, or none."),
        {{"id", id}});
  }
  v1::JournalEvent event;
  v1::PlanCreated& created = *event.mutable_plan_created();
  ASSIGN_OR_RETURN(*created.mutable_grant(),
                   AuthorizePlan(context, "enter a plan", wanted));
  v1::Plan& plan = *created.mutable_plan();
  plan = wanted;
  plan.clear_tasks();
  plan.clear_escalations();
  plan.clear_recommendation();
  plan.clear_outcome();
  plan.clear_outcome_text();
  plan.clear_closed_by();
  plan.clear_close_time();
  plan.clear_revision();
  plan.set_name(name);
  plan.set_uid(context.ids->Next());
  *plan.mutable_create_time() = ToTimestamp(context.now);
  plan.set_state(v1::PLAN_STATE_OPEN);
  plan.set_retrospective(true);
  StampPlan(context, plan);
  ReplyWithPlan(plan, outcome);
  v1::JournalEvent& emitted = outcome.Emit<v1::JournalEvent>();
  emitted = std::move(event);
  TieEntries(context, emitted.plan_created().plan().opportunities(), name,
             emitted.plan_created().grant(), outcome);
  return absl::OkStatus();
}

absl::Status DecideUpdatePlan(const v1::UpdatePlanRequest& request,
                              const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckMask(request));
  ASSIGN_OR_RETURN(
      const v1::Plan before,
      LoadPlan(context, request.plan().name(), request.plan().etag()));
  v1::JournalEvent event;
  v1::PlanChanged& changed = *event.mutable_plan_changed();
  v1::Plan& plan = *changed.mutable_plan();
  plan = before;
  std::set<std::string> fields;
  for (const std::string& path : request.update_mask().paths()) {
    CopyField(request.plan(), path, plan);
    if (fields.insert(path).second) changed.add_changed_fields(path);
  }
  RETURN_IF_ERROR(CheckPlan(context, plan));
  RETURN_IF_ERROR(CheckPeople(context, fields.count("owner") != 0,
                              fields.count("slm_person") != 0, plan));
  ASSIGN_OR_RETURN(*changed.mutable_grant(),
                   AuthorizePlanEdit(
                       context, StrCat("change plan ", before.name()), before));
  if (changed.grant().person().empty()) changed.clear_grant();
  RETURN_IF_ERROR(CheckPlanOpen(before, "changed"));
  if (fields.count("budget") != 0) {
    RETURN_IF_ERROR(CheckBudget(before, plan));
  }
  StampPlan(context, plan);
  ReplyWithPlan(plan, outcome);
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

}  // namespace csi::registry
