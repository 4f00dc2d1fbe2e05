#include "services/registry/domain/plan_approvers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/plans.h"
#include "services/registry/domain/scoring.h"

namespace csi::registry {
namespace {

using authority::Holder;
using common::v1::AuthorityGrant;

constexpr std::string_view kAccountability = "accountability";
constexpr std::string_view kSipEscalation = "sip-escalation";

bool Names(const std::vector<std::string>& persons, std::string_view person) {
  return std::find(persons.begin(), persons.end(), person) != persons.end();
}

void AddOnce(std::vector<Holder>& holders, Holder holder) {
  for (const Holder& known : holders) {
    if (known.person == holder.person) return;
  }
  holders.push_back(std::move(holder));
}

const Holder* Find(const std::vector<Holder>& holders,
                   std::string_view person) {
  for (const Holder& holder : holders) {
    if (holder.person == person) return &holder;
  }
  return nullptr;
}

std::vector<std::string> SubmittersOf(const v1::Recommendation& from) {
  std::vector<std::string> persons = {from.recommended_by()};
  if (!from.recorded_by().empty()) persons.push_back(from.recorded_by());
  return persons;
}

Holder Marked(Holder holder, std::string_view exception) {
  holder.exceptions.emplace_back(exception);
  return holder;
}

class Search {
 public:
  Search(const Context& context, const v1::Recommendation& what)
      : context_(context),
        what_(what),
        directory_(*context.views, context.tenant),
        policy_(CurrentPolicy(*context.state, context.tenant)),
        submitters_(SubmittersOf(what)) {}

  PlanApprovers Run() {
    const authority::Resolution resolution = directory_.Resolve(
        PlanQuestion(context_, what_.scope(), what_.size(),
                     what_.has_cost() ? &what_.cost() : nullptr));
    Accountable(resolution.accountable);
    for (const v1::PlanEscalation& step : what_.escalations()) Reached(step);
    if (found_.deciding.empty() && !found_.role.empty()) {
      LineAbove above = NextLine(context_, found_.role, kAccountability,
                                 what_.scope(), submitters_);
      for (Holder& holder : above.holders) {
        AddOnce(found_.deciding, Marked(std::move(holder), "ACTING"));
      }
    }
    if (found_.deciding.empty()) Alone();
    const int wanted = std::max(policy_.plan_quorum(), 1);
    if (wanted > 1) Beside(resolution.responsible);
    found_.quorum = std::max(std::min(wanted, Eligible()), 1);
    return std::move(found_);
  }

 private:
  bool Submits(std::string_view person) const {
    return Names(submitters_, person);
  }

  void Accountable(const authority::LetterHolders& letter) {
    std::set<std::string> persons;
    for (const Holder& holder : letter.holders) persons.insert(holder.person);
    if (persons.size() == 1) {
      const Holder& holder = letter.holders.front();
      found_.role = std::string(LastPart(holder.role));
      if (Submits(holder.person)) {
        held_ = holder;
      } else {
        AddOnce(found_.deciding, holder);
      }
    }
    for (const std::string& role : letter.vacant_roles) {
      if (!persons.empty()) break;
      if (found_.role.empty()) found_.role = std::string(LastPart(role));
      for (Holder& acting :
           directory_.ActingFor(LastPart(role), what_.scope(), context_.now)) {
        if (Submits(acting.person)) {
          held_ = std::move(acting);
        } else {
          AddOnce(found_.deciding, std::move(acting));
        }
      }
    }
    if (persons.size() != 1) return;
    for (const Holder& deputy : letter.deputies) {
      if (Submits(deputy.person)) continue;
      ++deputies_;
      AddOnce(found_.deciding, deputy);
    }
  }

  void Reached(const v1::PlanEscalation& step) {
    if (step.to_role().empty()) return;
    for (Holder& holder : directory_.HoldersOf(LastPart(step.to_role()),
                                               what_.scope(), context_.now)) {
      if (Submits(holder.person)) continue;
      AddOnce(found_.deciding, Marked(std::move(holder), "ESCALATED"));
    }
  }

  // Nobody but who recommends.
  void Alone() {
    if (!held_ && !Bootstraps()) return;
    if (policy_.strict_separation()) {
      found_.strictly_nobody = true;
      return;
    }
    AddOnce(found_.deciding, Marked(*std::move(held_), "SELF_APPROVED"));
  }

  // The first actor of a tenant without a CSI manager.
  bool Bootstraps() {
    for (const std::string& person : submitters_) {
      if (!directory_.MayBootstrap(person, context_.now)) continue;
      held_ = Holder{person, "", "", {"BOOTSTRAP"}};
      return true;
    }
    return false;
  }

  void Beside(const authority::LetterHolders& letter) {
    for (const Holder& holder : letter.holders) {
      if (Submits(holder.person) ||
          Find(found_.deciding, holder.person) != nullptr) {
        continue;
      }
      AddOnce(found_.agreeing, holder);
    }
  }

  // A deputy and who is absent are one.
  int Eligible() const {
    return static_cast<int>(found_.deciding.size() + found_.agreeing.size()) -
           deputies_;
  }

  const Context& context_;
  const v1::Recommendation& what_;
  const authority::Directory directory_;
  const v1::Policy policy_;
  const std::vector<std::string> submitters_;
  std::optional<Holder> held_;  // A, by who recommends
  int deputies_ = 0;
  PlanApprovers found_;
};

AuthorityGrant GrantOf(const Context& context, const Holder& holder,
                       common::v1::Letter letter) {
  AuthorityGrant grant;
  grant.set_person(holder.person);
  grant.set_letter(letter);
  grant.set_role(holder.role);
  grant.set_assignment(holder.assignment);
  for (const std::string& exception : holder.exceptions) {
    // A right that was given in bootstrap is not itself an exception.
    if (exception == "BOOTSTRAP" && !holder.assignment.empty()) continue;
    grant.add_exceptions(exception);
  }
  if (context.view_revision) {
    grant.set_raci_revision(context.view_revision("raci"));
  }
  return grant;
}

}  // namespace

LineAbove NextLine(const Context& context, std::string_view role,
                   std::string_view purpose, const common::v1::Scope& scope,
                   const std::vector<std::string>& without) {
  const authority::Directory directory(*context.views, context.tenant);
  std::string current(role);
  for (int hop = 0; hop < limits::kEscalationHopsMax; ++hop) {
    LineAbove found;
    std::string next;
    context.views->ScanPrefix(
        authority::LinesPrefix(context.tenant, current, purpose),
        [&](std::string_view, std::string_view to) {
          if (next.empty()) next = std::string(to);
          for (Holder& holder : directory.HoldersOf(to, scope, context.now)) {
            if (!Names(without, holder.person)) {
              found.holders.push_back(std::move(holder));
            }
          }
          found.role = std::string(to);
          return found.holders.empty();
        });
    if (!found.holders.empty()) return found;
    if (next.empty()) break;
    current = next;
  }
  return {};
}

LineAbove EscalationLine(const Context& context, std::string_view role,
                         const common::v1::Scope& scope) {
  LineAbove above = NextLine(context, role, kSipEscalation, scope, {});
  if (!above.role.empty()) return above;
  return NextLine(context, role, kAccountability, scope, {});
}

PlanApprovers ApproversOf(const Context& context,
                          const v1::Recommendation& recommendation) {
  return Search(context, recommendation).Run();
}

absl::StatusOr<AuthorityGrant> AuthorizeDecision(
    const Context& context, std::string_view what,
    const v1::Recommendation& recommendation, const PlanApprovers& approvers) {
  const std::string actor = ActorName(context);
  if (const Holder* holder = Find(approvers.deciding, actor)) {
    return GrantOf(context, *holder, common::v1::LETTER_ACCOUNTABLE);
  }
  if (const Holder* holder = Find(approvers.agreeing, actor)) {
    return GrantOf(context, *holder, common::v1::LETTER_RESPONSIBLE);
  }
  const authority::Directory directory(*context.views, context.tenant);
  const bool submits = Names(SubmittersOf(recommendation), actor);
  if (!submits && approvers.deciding.empty() &&
      directory.MayBootstrap(actor, context.now)) {
    return GrantOf(context, Holder{actor, "", "", {"BOOTSTRAP"}},
                   common::v1::LETTER_ACCOUNTABLE);
  }
  if (approvers.strictly_nobody) {
    return Refusal(
        common::v1::ERROR_REASON_NOT_AUTHORIZED,
        StrCat(directory.DisplayName(actor), " may not ", what,
               ": whoever recommends a plan does not decide it, and the policy "
               "of this register allows no exception. Nobody else could: "
               "appoint somebody to the line of accountability above, or have "
               "it recommended by somebody else."),
        {{"rule", "STRICT_SEPARATION"}});
  }
  std::vector<std::string> names;
  for (const Holder& holder : approvers.deciding) {
    names.push_back(directory.DisplayName(holder.person));
  }
  const std::string who =
      names.empty()
          ? StrCat("Nobody holds ",
                   approvers.role.empty() ? std::string("A of decide-sip there")
                                          : directory.RoleTitle(approvers.role),
                   "; appoint somebody.")
          : StrCat(absl::StrJoin(names, ", "), " can.");
  return Refusal(
      common::v1::ERROR_REASON_NOT_AUTHORIZED,
      StrCat(directory.DisplayName(actor), " may not ", what,
             submits ? ": whoever recommends a plan does not decide it while "
                       "somebody else can. "
                     : ": not accountable for decide-sip at this size and "
                       "cost. ",
             who),
      {{"rule", submits ? "SEPARATION_OF_DUTIES" : "NOT_AN_APPROVER"},
       {"could_instead", absl::StrJoin(names, ",")}});
}

}  // namespace csi::registry
