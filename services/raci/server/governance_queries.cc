// GetResponsibilityTable, GetRuleSettings, GetCoverage.
#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/raci/domain/coverage_matrix.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/limits.h"
#include "services/raci/domain/resource.h"
#include "services/raci/server/lists.h"
#include "services/raci/server/queries.h"

namespace csi::raci {

absl::Status GetResponsibilityTable(
    const QueryContext& context,
    const v1::GetResponsibilityTableRequest& request,
    v1::ResponsibilityTable* reply) {
  return GetOne(context, request, "responsibilityTables", kTableTag,
                "ListResponsibilityTables", reply);
}

absl::Status GetRuleSettings(const QueryContext& context,
                             const v1::GetRuleSettingsRequest& request,
                             v1::RuleSettingsVersion* reply) {
  const std::string key =
      request.revision() == 0
          ? RulesKey(context.tenant)
          : RulesVersionKey(context.tenant, request.revision());
  auto version = GetRow<v1::RuleSettingsVersion>(context.state, key);
  if (!version && request.revision() != 0) {
    return FieldError("revision",
                      StrCat("there is no version ", request.revision(),
                             "; leave it out to see how many there are."));
  }
  if (!version) {
    version.emplace();
    version->set_name(StrCat("tenants/", context.tenant, "/ruleSettings"));
  }
  *reply = WithEtag(*std::move(version));
  return absl::OkStatus();
}

absl::Status GetCoverage(const QueryContext& context,
                         const v1::GetCoverageRequest& request,
                         v1::GetCoverageResponse* reply) {
  const std::string& subject = request.subject();
  if (subject.find("/services/") != std::string::npos) {
    RETURN_IF_ERROR(Load<v1::Service>(context.state, context.tenant, "subject",
                                      subject, "services",
                                      authority::kServiceTag, "ListServices")
                        .status());
  } else if (!subject.empty()) {
    RETURN_IF_ERROR(Load<v1::Process>(context.state, context.tenant, "subject",
                                      subject, "processes",
                                      authority::kProcessTag, "ListProcesses")
                        .status());
  }
  if (request.activities_size() > limits::kCoverageActivitiesMax) {
    return FieldError("activities",
                      StrCat("at most ", limits::kCoverageActivitiesMax,
                             " activities are looked at."));
  }
  *reply = CoverageOf(context.state, context.tenant, request, context.now);
  return absl::OkStatus();
}

}  // namespace csi::raci
