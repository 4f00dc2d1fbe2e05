// SetTarget.
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/realism.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

absl::Status CheckTarget(const Context& context, const v1::Target& target,
                         const v1::Indicator& indicator) {
  if (!target.has_value()) {
    return FieldError("target.value", "say what is to be reached.");
  }
  const bool below =
      indicator.has_lower_bound() && target.value() < indicator.lower_bound();
  const bool above =
      indicator.has_upper_bound() && target.value() > indicator.upper_bound();
  if (below || above) {
    return FieldError("target.value",
                      StrCat(target.value(), " lies outside of what ",
                             indicator.title(), " can be."));
  }
  if (target.has_target_time() && !IsValidTime(target.target_time())) {
    return FieldError("target.target_time", "it is not a date.");
  }
  if (target.opportunity().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(IdOf("target.opportunity", target.opportunity(),
                       context.tenant, "opportunities")
                      .status());
  if (!OpportunityOf(*context.views, context.tenant, target.opportunity())) {
    return NotFound("opportunities", target.opportunity());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideSetTarget(const v1::SetTargetRequest& request,
                             const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  std::optional<v1::Target> known;
  std::string id = request.target_id();
  if (!id.empty()) {
    known = GetRow<v1::Target>(*context.state,
                               Key(kTargetTag, {context.tenant, id}));
  }
  if (!known) {
    ASSIGN_OR_RETURN(id, NewId(context, "target_id", request.target_id(),
                               kTargetTag, "targets"));
  }
  const v1::Target& asked = request.target();
  ASSIGN_OR_RETURN(
      const v1::Indicator indicator,
      Load<v1::Indicator>(context, kIndicatorTag, "target.indicator",
                          asked.indicator(), "indicators"));
  if (known) {
    RETURN_IF_ERROR(CheckEtag(asked.etag(), known->revision(), known->name()));
  }
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      Authorize(context, StrCat("set a target for ", indicator.title()),
                {{kDefineMeasures, ResponsibleOrAccountable()},
                 {kDefineMonitoring, ResponsibleOrAccountable()}},
                {indicator.scope(), "", ""}));
  if (known && known->indicator() != asked.indicator()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat(known->name(), " is a target of ", known->indicator(),
                          ". Set a new one for ", asked.indicator(), "."),
                   {{"rule", "TARGET_OF_ONE_INDICATOR"}});
  }
  RETURN_IF_ERROR(CheckTarget(context, asked, indicator));
  v1::Target target;
  target.set_name(ResourceName(context.tenant, "targets", id));
  target.set_uid(known ? known->uid() : context.ids->Next());
  target.set_revision(known ? known->revision() + 1 : 1);
  *target.mutable_create_time() =
      known ? known->create_time() : TimestampOf(context.now);
  *target.mutable_update_time() = TimestampOf(context.now);
  target.set_indicator(asked.indicator());
  target.set_opportunity(asked.opportunity());
  target.set_value(asked.value());
  if (asked.has_target_time()) {
    *target.mutable_target_time() = asked.target_time();
  }
  *target.mutable_set_by() = std::move(grant);
  FillRealism(*context.state, context.tenant, indicator, target);
  *outcome.Emit<v1::JournalEvent>().mutable_target_set()->mutable_target() =
      std::move(target);
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto reply = std::make_unique<v1::Target>(
        GetRow<v1::Target>(state, Key(kTargetTag, {tenant, id}))
            .value_or(v1::Target()));
    reply->set_etag(EtagOf(reply->revision()));
    return reply;
  });
  return absl::OkStatus();
}

}  // namespace csi::reporting
