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
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

absl::Status CheckWeights(const v1::Policy& policy) {
  std::set<std::string> seen;
  int64_t total = 0;
  for (const v1::ScoreWeight& row : policy.score_weights()) {
    if (!IsScoreTerm(row.term()) || !seen.insert(row.term()).second) {
      return FieldError(
          "policy.score_weights.term",
          StrCat("\"", row.term(),
                 "\" is unknown or named twice; there are votes, benefit, "
                 "priority, effort, risk, confidence and "
                 "critical_business_area."));
    }
    if (row.weight() < 0 || row.weight() > limits::kScoreWeightMax) {
      return FieldError("policy.score_weights.weight",
                        StrCat(row.weight(), " is outside of 0 to ",
                               limits::kScoreWeightMax, "."));
    }
    total += row.weight();
  }
  if (policy.score_weights_size() > 0 && total == 0) {
    return FieldError("policy.score_weights",
                      "at least one weight is above 0.");
  }
  return absl::OkStatus();
}

absl::Status CheckPolicy(const Context& context, const v1::Policy& policy) {
  const std::string name = ResourceName(context.tenant, "policies", "register");
  if (policy.name() != name) {
    return FieldError("policy.name",
                      StrCat("\"", policy.name(), "\" is not ", name,
                             ", the one policy there is."));
  }
  RETURN_IF_ERROR(CheckWeights(policy));
  RETURN_IF_ERROR(CheckCount("policy.intake_criteria",
                             policy.intake_criteria_size(),
                             limits::kIntakeCriteriaMax));
  for (const std::string& criterion : policy.intake_criteria()) {
    RETURN_IF_ERROR(CheckText("policy.intake_criteria", criterion,
                              csi::limits::kShortTextBytesMax));
  }
  if (policy.stale_days() < 0 || policy.stale_days() > limits::kStaleDaysMax) {
    return FieldError("policy.stale_days",
                      StrCat(policy.stale_days(), " is outside of 1 to ",
                             limits::kStaleDaysMax, "."));
  }
  return absl::OkStatus();
}

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
  for (const std::string_view activity : {kFreezeBaseline, kStepSeven}) {
    authority::Question question;
    question.activity = std::string(activity);
    question.as_of = context.now;
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
  RETURN_IF_ERROR(CheckPolicy(context, request.policy()));
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
  const v1::Policy built_in = BuiltInPolicy(context.tenant);
  policy = request.policy();
  policy.clear_etag();
  if (policy.score_weights().empty()) {
    *policy.mutable_score_weights() = built_in.score_weights();
  }
  if (policy.intake_criteria().empty()) {
    *policy.mutable_intake_criteria() = built_in.intake_criteria();
  }
  if (policy.stale_days() == 0) policy.set_stale_days(built_in.stale_days());
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
