// CreateIndicator, UpdateIndicator, ApproveIndicator.
#include <set>

#include "google/protobuf/util/field_mask_util.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr char kServiceLevel[] = "SERVICE_LEVEL_MANAGEMENT";
constexpr char kCsiManagement[] = "CSI_MANAGEMENT";
constexpr size_t kCommentBytesMax = 1000;

// What a caller may state; all else is the server's.
const std::set<std::string>& SettableFields() {
  static const auto* fields = new std::set<std::string>{
      "title",        "description", "unit",       "direction",
      "target_value", "kind",        "source",     "frequency",
      "aggregation",  "calendar",    "gap_policy", "dimensions",
      "lower_bound",  "upper_bound", "minimum_n",  "season_periods",
      "scope"};
  return *fields;
}

// Copies the settable fields alone.
v1::Indicator Stated(const v1::Indicator& from) {
  v1::Indicator stated = from;
  const auto* reflection = stated.GetReflection();
  const auto* descriptor = stated.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (SettableFields().count(field->name()) == 0) {
      reflection->ClearField(&stated, field);
    }
  }
  return stated;
}

absl::Status AuthorizeDefinition(const Context& context,
                                 const v1::Indicator& indicator) {
  return Authorize(context, StrCat("define the indicator ", indicator.title()),
                   {{kDefineMeasures, ResponsibleOrAccountable()},
                    {kDefineMonitoring, ResponsibleOrAccountable()}},
                   {indicator.scope(), "", ""})
      .status();
}

void ReplyWithIndicator(const Context& context, const std::string& id,
                        Outcome& outcome) {
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    return std::make_unique<v1::Indicator>(
        ReadIndicator(state, tenant, id).value_or(v1::Indicator()));
  });
}

// The newest definition becomes the one before; the next has no approvals.
v1::Indicator NextDefinition(const Context& context,
                             const v1::Indicator& before,
                             const v1::Indicator& stated) {
  v1::Indicator next = before;
  const auto* descriptor = next.GetDescriptor();
  const auto* reflection = next.GetReflection();
  for (const std::string& name : SettableFields()) {
    reflection->ClearField(&next, descriptor->FindFieldByName(name));
  }
  next.MergeFrom(stated);
  next.clear_approvals();
  next.set_state(v1::INDICATOR_STATE_PROPOSED);
  next.set_definition_revision(before.definition_revision() + 1);
  if (!Comparable(before, next)) {
    next.set_comparability(before.comparability() + 1);
  }
  next.set_revision(before.revision() + 1);
  *next.mutable_update_time() = TimestampOf(context.now);
  return next;
}

absl::Status CheckMask(const google::protobuf::FieldMask& mask) {
  for (const std::string& path : mask.paths()) {
    const std::string top = path.substr(0, path.find('.'));
    if (SettableFields().count(top) == 0) {
      return FieldError("update_mask",
                        StrCat("\"", path, "\" cannot be changed."));
    }
  }
  return absl::OkStatus();
}

// The definition after an update: masked fields replaced, or with an empty
// mask all that are set.
v1::Indicator Updated(const v1::Indicator& current,
                      const v1::UpdateIndicatorRequest& request) {
  v1::Indicator updated = Stated(current);
  const v1::Indicator stated = Stated(request.indicator());
  if (request.update_mask().paths_size() == 0) {
    if (stated.dimensions_size() > 0) updated.clear_dimensions();
    updated.MergeFrom(stated);
    return updated;
  }
  google::protobuf::util::FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(
      stated, request.update_mask(), options, &updated);
  return updated;
}

absl::Status CheckChange(const v1::Indicator& current,
                         const v1::Indicator& updated, int64_t point_count) {
  if (point_count == 0) return absl::OkStatus();
  std::set<std::string> kept(updated.dimensions().begin(),
                             updated.dimensions().end());
  bool lost = current.frequency() != updated.frequency();
  for (const std::string& name : current.dimensions()) {
    lost = lost || kept.count(name) == 0;
  }
  if (!lost) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_RULE_VIOLATED,
      StrCat(current.name(), " has ", point_count,
             " points; its frequency and dimensions order them and can no "
             "longer change (dimensions may be added). Define a new "
             "indicator."),
      {{"rule", "FREQUENCY_FIXED"}});
}

bool Given(const v1::Indicator& indicator, std::string_view capacity) {
  for (const v1::Approval& each : indicator.approvals()) {
    if (each.capacity() == capacity) return true;
  }
  return false;
}

}  // namespace

absl::Status DecideCreateIndicator(const v1::CreateIndicatorRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(const std::string id,
                   NewId(context, "indicator_id", request.indicator_id(),
                         kIndicatorTag, "indicators"));
  v1::Indicator indicator = Stated(request.indicator());
  RETURN_IF_ERROR(AuthorizeDefinition(context, indicator));
  RETURN_IF_ERROR(CheckDefinition(indicator));
  indicator.set_name(ResourceName(context.tenant, "indicators", id));
  indicator.set_uid(context.ids->Next());
  indicator.set_state(v1::INDICATOR_STATE_PROPOSED);
  indicator.set_definition_revision(1);
  indicator.set_comparability(1);
  indicator.set_revision(1);
  *indicator.mutable_create_time() = TimestampOf(context.now);
  *indicator.mutable_update_time() = TimestampOf(context.now);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_indicator_defined()
       ->mutable_indicator() = std::move(indicator);
  ReplyWithIndicator(context, id, outcome);
  return absl::OkStatus();
}

absl::Status DecideUpdateIndicator(const v1::UpdateIndicatorRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(
      const v1::Indicator current,
      Load<v1::Indicator>(context, kIndicatorTag, "indicator.name",
                          request.indicator().name(), "indicators"));
  RETURN_IF_ERROR(CheckEtag(request.indicator().etag(), current.revision(),
                            current.name()));
  RETURN_IF_ERROR(AuthorizeDefinition(context, current));
  RETURN_IF_ERROR(CheckMask(request.update_mask()));
  const v1::Indicator updated = Updated(current, request);
  RETURN_IF_ERROR(CheckDefinition(updated));
  const std::string id(LastPart(current.name()));
  RETURN_IF_ERROR(
      CheckChange(current, updated,
                  StatsOf(*context.state, context.tenant, id).point_count()));
  *outcome.Emit<v1::JournalEvent>()
       .mutable_indicator_defined()
       ->mutable_indicator() = NextDefinition(context, current, updated);
  ReplyWithIndicator(context, id, outcome);
  return absl::OkStatus();
}

absl::Status DecideApproveIndicator(const v1::ApproveIndicatorRequest& request,
                                    const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Indicator indicator,
                   Load<v1::Indicator>(context, kIndicatorTag, "name",
                                       request.name(), "indicators"));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), indicator.revision(), indicator.name()));
  RETURN_IF_ERROR(CheckLength("comment", request.comment(), kCommentBytesMax));
  // Service level management is accountable for the definition of monitoring;
  // the CSI manager is accountable for baselines drawn from it.
  const std::vector<std::pair<const char*, std::string_view>> capacities = {
      {kServiceLevel, kDefineMonitoring}, {kCsiManagement, kFreezeBaseline}};
  std::vector<v1::Approval> given;
  absl::Status refused;
  for (const auto& [capacity, activity] : capacities) {
    if (Given(indicator, capacity)) continue;
    auto grant = Authorize(
        context,
        StrCat("approve ", indicator.title(), " for ", std::string(capacity)),
        {{activity, {common::v1::LETTER_ACCOUNTABLE}}},
        {indicator.scope(), "", ""});
    if (!grant.ok()) {
      refused = grant.status();
      continue;
    }
    v1::Approval& approval = given.emplace_back();
    *approval.mutable_grant() = *std::move(grant);
    approval.set_capacity(capacity);
    *approval.mutable_approve_time() = TimestampOf(context.now);
  }
  if (indicator.state() == v1::INDICATOR_STATE_APPROVED) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(indicator.name(), " is APPROVED already (definition ",
                          indicator.definition_revision(), ")."),
                   {{"state", "APPROVED"}});
  }
  if (given.empty()) return refused;
  for (const v1::Approval& approval : given) {
    *indicator.add_approvals() = approval;
    if (Given(indicator, kServiceLevel) && Given(indicator, kCsiManagement)) {
      indicator.set_state(v1::INDICATOR_STATE_APPROVED);
      indicator.set_approved_revision(indicator.definition_revision());
    }
    indicator.set_revision(indicator.revision() + 1);
    *indicator.mutable_update_time() = TimestampOf(context.now);
    v1::IndicatorApproved& event =
        *outcome.Emit<v1::JournalEvent>().mutable_indicator_approved();
    *event.mutable_indicator() = indicator;
    *event.mutable_approval() = approval;
  }
  ReplyWithIndicator(context, std::string(LastPart(indicator.name())), outcome);
  return absl::OkStatus();
}

}  // namespace csi::reporting
