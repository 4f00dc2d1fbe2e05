// A new version of the rules of the register.
#include <set>

#include "common/authority/lookup.h"
#include "common/authority/scopes.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/plans.h"
#include "services/registry/domain/policy.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

// Somebody beside the one holder: another holder, or the first filled line of
// accountability above.
bool HasSecondApprover(const Context& context,
                       const authority::Question& question) {
  const authority::Directory directory(*context.views, context.tenant);
  const authority::Resolution resolution = directory.Resolve(question);
  std::set<std::string> people;
  for (const authority::Holder& holder : resolution.accountable.holders) {
    people.insert(holder.person);
    const authority::Lookup lookup(*context.views, context.tenant, context.now);
    for (const authority::Holder& above : lookup.FirstFilledLine(
             LastPart(holder.role), authority::PartsOf(question.scope))) {
      people.insert(above.person);
    }
  }
  return people.size() > 1;
}

// Strict separation of duties must leave every approval possible.
absl::Status CheckSeparation(const Context& context, const v1::Policy& policy) {
  if (!policy.strict_separation()) return absl::OkStatus();
  for (const std::string_view activity :
       {kFreezeBaseline, kStepSeven, kDecideSip}) {
    authority::Question question;
    question.activity = std::string(activity);
    question.as_of = context.now;
    // Where no matrix speaks of plans, none is decided.
    if (activity == kDecideSip &&
        authority::Directory(*context.views, context.tenant)
            .Resolve(question)
            .matrix.empty()) {
      continue;
    }
    if (HasSecondApprover(context, question)) continue;
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat("Strict separation of duties would leave ", activity,
               " without anybody to approve what its accountable person "
               "submitted. Appoint a second person, or somebody to the line "
               "of accountability above, first."),
        {{"rule", "STRICT_SEPARATION"}, {"activity", std::string(activity)}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideSetPolicy(const v1::SetPolicyRequest& request,
                             const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckPolicy(context.tenant, request.policy()));
  const v1::Policy before = CurrentPolicy(*context.state, context.tenant);
  RETURN_IF_ERROR(
      CheckEtag(request.policy().etag(), before.revision(), before.name()));
  RETURN_IF_ERROR(CheckActor(context, "set the policy"));
  authority::Question question;
  question.activity = std::string(kMaintain);
  question.as_of = context.now;
  v1::JournalEvent event;
  ASSIGN_OR_RETURN(*event.mutable_policy_set()->mutable_grant(),
                   AuthorizeIn(context, "set the policy of the register",
                               {common::v1::LETTER_ACCOUNTABLE}, question));
  RETURN_IF_ERROR(CheckSeparation(context, request.policy()));
  v1::Policy& policy = *event.mutable_policy_set()->mutable_policy();
  policy = request.policy();
  policy.clear_etag();
  FillPolicy(context.tenant, policy);
  policy.set_uid(before.uid().empty() ? context.ids->Next() : before.uid());
  policy.set_revision(before.revision() + 1);
  *policy.mutable_update_time() = ToTimestamp(context.now);
  *policy.mutable_create_time() =
      before.has_create_time() ? before.create_time() : policy.update_time();
  policy.set_set_by(ActorName(context));
  v1::Policy reply = policy;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

}  // namespace csi::registry
