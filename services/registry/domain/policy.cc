#include "services/registry/domain/policy.h"

#include <set>
#include <string>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/extra_fields.h"
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

absl::Status CheckApprovalRules(const v1::Policy& policy) {
  RETURN_IF_ERROR(CheckCount("policy.approval_rules",
                             policy.approval_rules_size(),
                             limits::kApprovalRulesMax));
  for (const v1::ApprovalRule& rule : policy.approval_rules()) {
    RETURN_IF_ERROR(CheckMoney("policy.approval_rules.cost_min",
                               rule.has_cost_min(), rule.cost_min()));
    if (rule.quorum() < 2 || rule.quorum() > limits::kPlanQuorumMax) {
      return FieldError(
          "policy.approval_rules.quorum",
          StrCat(rule.quorum(), " is outside of 2 to ", limits::kPlanQuorumMax,
                 "; one person is what it takes anyway."));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPolicy(std::string_view tenant, const v1::Policy& policy) {
  const std::string name = ResourceName(tenant, "policies", "register");
  if (policy.name() != name) {
    return FieldError("policy.name",
                      StrCat("\"", policy.name(), "\" is not ", name,
                             ", the one policy there is."));
  }
  RETURN_IF_ERROR(CheckWeights(policy));
  RETURN_IF_ERROR(CheckApprovalRules(policy));
  RETURN_IF_ERROR(CheckExtraDefinitions(policy));
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
  if (policy.plan_quorum() < 0 ||
      policy.plan_quorum() > limits::kPlanQuorumMax) {
    return FieldError("policy.plan_quorum",
                      StrCat(policy.plan_quorum(), " is outside of 1 to ",
                             limits::kPlanQuorumMax, "."));
  }
  if (policy.approval_days() < 0 ||
      policy.approval_days() > limits::kApprovalDaysMax) {
    return FieldError("policy.approval_days",
                      StrCat(policy.approval_days(), " is outside of 1 to ",
                             limits::kApprovalDaysMax, "."));
  }
  if (policy.decay_check_days() < 0 ||
      policy.decay_check_days() > limits::kDecayCheckDaysMax) {
    return FieldError("policy.decay_check_days",
                      StrCat(policy.decay_check_days(), " is outside of 0 to ",
                             limits::kDecayCheckDaysMax, "."));
  }
  return absl::OkStatus();
}

void FillPolicy(std::string_view tenant, v1::Policy& policy) {
  const v1::Policy built_in = BuiltInPolicy(tenant);
  if (policy.score_weights().empty()) {
    *policy.mutable_score_weights() = built_in.score_weights();
  }
  if (policy.intake_criteria().empty()) {
    *policy.mutable_intake_criteria() = built_in.intake_criteria();
  }
  if (policy.stale_days() == 0) policy.set_stale_days(built_in.stale_days());
}

}  // namespace csi::registry
