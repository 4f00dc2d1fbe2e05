// Who may: the questions that a decision asks the directory.
#include <set>
#include <string_view>
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/views.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {

using common::v1::AuthorityGrant;

absl::Status RequireActor(const Context& context) {
  if (!context.actor.empty()) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_NO_ACTOR,
                 "No actor is named; strangers may read only. Name the person "
                 "who acts (csictl --as PERSON, metadata csi-actor).");
}

std::string ActorName(const Context& context) {
  return ResourceName(context.tenant, "people", context.actor);
}

Waiters WaitersOf(const std::vector<authority::Holder>& holders) {
  Waiters waiters;
  std::set<std::string_view> seen;
  for (const authority::Holder& holder : holders) {
    if (seen.size() == limits::kWaitersMax) break;
    if (!seen.insert(holder.person).second) continue;
    v1::Waiter& waiter = *waiters.Add();
    waiter.set_person(IdPart(holder.person));
    waiter.set_role(IdPart(holder.role));
  }
  return waiters;
}

authority::Question Work::QuestionFor(std::string_view activity) const {
  authority::Question question;
  question.activity = std::string(activity);
  question.variant = run_.matrix_variant();
  question.scope = scope();
  question.as_of = context_->now;
  // Step matrices have the computed column in the federated variant only; the
  // other activities (raise-rfc) have it always.
  const bool step_activity = activity.starts_with("step-");
  if (!step_activity || run_.matrix_variant() == "federated") {
    auto opportunity =
        FindOpportunity(*context_->views, context_->tenant, run_.opportunity());
    question.accountable_person =
        opportunity && !opportunity->accountable().empty()
            ? opportunity->accountable()
            : NameOrEmpty(context_->tenant, "people", run_.accountable());
  }
  return question;
}

absl::StatusOr<AuthorityGrant> Work::Authorize(std::string_view activity,
                                               const Letters& letters,
                                               std::string_view what) const {
  RETURN_IF_ERROR(RequireActor(*context_));
  const std::string actor = ActorName(*context_);
  authority::Answer answer =
      directory_.Check(actor, letters, QuestionFor(activity));
  if (!answer.allowed) {
    return authority::NotAuthorized(directory_, actor, what, answer);
  }
  AuthorityGrant grant = CompactGrant(answer.grant, context_->actor);
  grant.set_raci_revision(context_->view_revision("raci"));
  return grant;
}

bool IsException(const AuthorityGrant& grant) {
  for (const std::string& exception : grant.exceptions()) {
    if (exception == "ACTING" || exception == "BOOTSTRAP") return true;
  }
  return false;
}

absl::Status Work::RequireAccountable(std::string_view activity) const {
  const authority::LetterHolders accountable = directory_.HoldersOfLetter(
      common::v1::LETTER_ACCOUNTABLE, QuestionFor(activity));
  const Waiters persons = WaitersOf(accountable.holders);
  if (persons.size() == 1) return absl::OkStatus();
  if (persons.empty()) {
    std::string roles;
    for (const std::string& role : accountable.vacant_roles) {
      StrAppend(&roles, roles.empty() ? " (" : ", ", IdPart(role));
    }
    if (!roles.empty()) roles += ")";
    return Refusal(common::v1::ERROR_REASON_VACANT,
                   StrCat("Nobody is accountable for activity ", activity,
                          " in the scope "
                          "of ",
                          name(), roles,
                          ". Appoint a holder (csictl assignment "
                          "create), then try again."),
                   {{"activity", std::string(activity)}});
  }
  std::string names;
  for (const v1::Waiter& waiter : persons) {
    StrAppend(&names, names.empty() ? "" : " and ",
              directory_.DisplayName(
                  ResourceName(context_->tenant, "people", waiter.person())));
  }
  return Refusal(common::v1::ERROR_REASON_TWO_ACCOUNTABLE,
                 StrCat("More than one person is accountable for activity ",
                        activity, ": ", names,
                        ". Only one person can be accountable; end one of the "
                        "assignments."),
                 {{"activity", std::string(activity)}});
}

Waiters Work::Holders(uint32_t step, common::v1::Letter letter) const {
  authority::LetterHolders found = directory_.HoldersOfLetter(
      letter, QuestionFor(StepOf(*definition_, step).activity()));
  for (authority::Holder& deputy : found.deputies) {
    found.holders.push_back(std::move(deputy));
  }
  return WaitersOf(found.holders);
}

common::v1::Scope Work::scope() const {
  return ExpandScope(run_.scope(), context_->tenant);
}

std::vector<authority::Holder> Work::HoldersOf(const std::string& role) const {
  return directory_.HoldersOf(role, scope(), context_->now, /*all=*/true);
}

}  // namespace csi::workflow
