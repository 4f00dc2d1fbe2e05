// SetSuccessFactor.
#include <set>

#include "common/base/limits.h"
#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr char kKpis[] = "success_factor.kpis";

absl::Status CheckMetrics(const Context& context, const std::string& field,
                          const v1::Kpi& kpi) {
  if (kpi.metrics_size() > limits::kMetricsPerKpiMax) {
    return FieldError(field,
                      StrCat("at most ", limits::kMetricsPerKpiMax,
                             " metrics; there are ", kpi.metrics_size(), "."));
  }
  for (const std::string& metric : kpi.metrics()) {
    RETURN_IF_ERROR(
        Load<v1::Indicator>(context, kIndicatorTag, field, metric, "indicators")
            .status());
  }
  return absl::OkStatus();
}

absl::Status CheckFactor(const Context& context,
                         const v1::SuccessFactor& factor) {
  if (factor.title().empty()) {
    return FieldError("success_factor.title", "say what must go right.");
  }
  RETURN_IF_ERROR(CheckLength("success_factor.title", factor.title(),
                              csi::limits::kNameBytesMax));
  RETURN_IF_ERROR(CheckLength("success_factor.goal", factor.goal(),
                              csi::limits::kNameBytesMax));
  if (factor.kpis_size() > limits::kKpisPerFactorMax) {
    return FieldError(kKpis, StrCat("at most ", limits::kKpisPerFactorMax,
                                    "; there are ", factor.kpis_size(), "."));
  }
  std::set<std::string> seen;
  for (int i = 0; i < factor.kpis_size(); ++i) {
    const v1::Kpi& kpi = factor.kpis(i);
    const std::string field = StrCat(kKpis, "[", i, "]");
    RETURN_IF_ERROR(Load<v1::Indicator>(context, kIndicatorTag,
                                        field + ".indicator", kpi.indicator(),
                                        "indicators")
                        .status());
    if (!seen.insert(kpi.indicator()).second) {
      return FieldError(field, StrCat(kpi.indicator(), " stands there twice."));
    }
    RETURN_IF_ERROR(CheckMetrics(context, field + ".metrics", kpi));
  }
  return absl::OkStatus();
}

absl::Status CheckRoom(const Context& context) {
  int count = 0;
  context.state->ScanPrefix(KeyPrefix(kSuccessFactorTag, {context.tenant}),
                            [&](std::string_view, std::string_view) {
                              return ++count < limits::kFactorsMax;
                            });
  if (count < limits::kFactorsMax) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_RULE_VIOLATED,
      StrCat("There are ", count,
             " critical success factors, which is the most; use "
             "one that is retired."),
      {{"rule", "SUCCESS_FACTORS"}, {"limit", StrCat(limits::kFactorsMax)}});
}

}  // namespace

absl::Status DecideSetSuccessFactor(const v1::SetSuccessFactorRequest& request,
                                    const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  std::optional<v1::SuccessFactor> known;
  std::string id = request.success_factor_id();
  if (!id.empty()) {
    known = GetRow<v1::SuccessFactor>(
        *context.state, Key(kSuccessFactorTag, {context.tenant, id}));
  }
  if (!known) {
    ASSIGN_OR_RETURN(
        id, NewId(context, "success_factor_id", request.success_factor_id(),
                  kSuccessFactorTag, "successFactors"));
    RETURN_IF_ERROR(CheckRoom(context));
  }
  v1::SuccessFactor factor = request.success_factor();
  if (known) {
    RETURN_IF_ERROR(CheckEtag(factor.etag(), known->revision(), known->name()));
  }
  // Of both scopes: nobody takes a factor away from those who answer for it.
  std::vector<common::v1::Scope> scopes = {factor.scope()};
  if (known) scopes.push_back(known->scope());
  for (const common::v1::Scope& scope : scopes) {
    ASSIGN_OR_RETURN(
        *factor.mutable_set_by(),
        Authorize(context, StrCat("set the success factor ", factor.title()),
                  {{kDefineMeasures, ResponsibleOrAccountable()},
                   {kDefineMonitoring, ResponsibleOrAccountable()}},
                  {scope, "", ""}));
  }
  RETURN_IF_ERROR(CheckFactor(context, factor));
  factor.clear_etag();
  factor.set_name(ResourceName(context.tenant, "successFactors", id));
  factor.set_uid(known ? known->uid() : context.ids->Next());
  factor.set_revision(known ? known->revision() + 1 : 1);
  *factor.mutable_create_time() =
      known ? known->create_time() : TimestampOf(context.now);
  *factor.mutable_update_time() = TimestampOf(context.now);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_success_factor_set()
       ->mutable_success_factor() = std::move(factor);
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto reply = std::make_unique<v1::SuccessFactor>(
        GetRow<v1::SuccessFactor>(state, Key(kSuccessFactorTag, {tenant, id}))
            .value_or(v1::SuccessFactor()));
    reply->set_etag(EtagOf(reply->revision()));
    return reply;
  });
  return absl::OkStatus();
}

}  // namespace csi::reporting
