// The register's events as rows of entries.
#include "absl/time/civil_time.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/fold.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

namespace registry = ::csi::registry::v1;

// A day in the register means from its beginning, UTC.
google::protobuf::Timestamp StartOfDay(const google::type::Date& date) {
  return TimestampOf(
      absl::FromCivil(absl::CivilDay(date.year(), date.month(), date.day()),
                      absl::UTCTimeZone()));
}

bool IsDay(const google::type::Date& date) {
  return date.year() > 0 && date.month() > 0 && date.day() > 0;
}

void SetPrimary(const registry::IndicatorTarget& primary,
                v1::OpportunityView& row) {
  row.set_primary_indicator(primary.indicator());
  if (primary.has_base()) row.set_base(primary.base());
  if (primary.has_target()) row.set_target(primary.target());
  if (IsDay(primary.target_date())) {
    *row.mutable_target_time() = StartOfDay(primary.target_date());
  }
}

v1::OpportunityView RowOf(const registry::OpportunityDigest& digest) {
  v1::OpportunityView row;
  row.set_opportunity(digest.name());
  row.set_number(digest.number());
  row.set_title(digest.title());
  row.set_state(WithoutPrefix(registry::OpportunityState_Name(digest.state()),
                              "OPPORTUNITY_STATE_"));
  *row.mutable_scope() = digest.scope();
  row.set_accountable(digest.accountable());
  row.set_coordinator(digest.coordinator());
  SetPrimary(digest.primary_indicator(), row);
  for (const registry::IndicatorTarget& each : digest.secondary_indicators()) {
    row.add_secondary_indicators(each.indicator());
  }
  for (const registry::IndicatorTarget& each : digest.guard_indicators()) {
    row.add_guard_indicators(each.indicator());
  }
  if (IsDay(digest.effect_review_date())) {
    *row.mutable_effect_review_time() = StartOfDay(digest.effect_review_date());
  }
  if (IsDay(digest.due_date())) {
    *row.mutable_due_time() = StartOfDay(digest.due_date());
  }
  if (digest.trigger_period().has_start_time()) {
    *row.mutable_trigger_time() = digest.trigger_period().start_time();
  }
  row.set_run(digest.run());
  *row.mutable_create_time() = digest.create_time();
  row.set_approach(
      WithoutPrefix(registry::Approach_Name(digest.approach()), "APPROACH_"));
  row.set_retrospective(digest.retrospective());
  row.set_closure_code(WithoutPrefix(
      registry::ClosureCode_Name(digest.closure_code()), "CLOSURE_CODE_"));
  return row;
}

void Step(KvWriter& views, const std::string& tenant, const std::string& state,
          int by) {
  if (state.empty()) return;
  const std::string key = Key(kStateCountTag, {tenant, state});
  v1::Counter counter = GetRow<v1::Counter>(views, key).value_or(v1::Counter());
  counter.set_count(counter.count() + by);
  PutRow(views, key, counter);
}

// Moves the entry from its old state's list and count to the new one's.
void MoveState(KvWriter& views, const std::string& tenant, std::string_view id,
               const std::string& from, const std::string& to) {
  if (from == to) return;
  if (!from.empty()) {
    views.Delete(Key(kOpportunityStateTag, {tenant, from, id}));
  }
  views.Put(Key(kOpportunityStateTag, {tenant, to, id}), "");
  Step(views, tenant, from, -1);
  Step(views, tenant, to, 1);
}

void MoveIndicator(KvWriter& views, const std::string& tenant,
                   std::string_view id, const std::string& from,
                   const std::string& to) {
  if (from == to) return;
  if (!from.empty()) {
    views.Delete(Key(kByIndicatorTag, {tenant, LastPart(from), id}));
  }
  if (!to.empty()) {
    views.Put(Key(kByIndicatorTag, {tenant, LastPart(to), id}), "");
  }
}

}  // namespace

void FoldRegistryEvent(const common::v1::CloudEvent& event, KvWriter& views) {
  const std::unique_ptr<google::protobuf::Message> message = MessageOf(event);
  if (!message) return;
  const auto* field = FieldOf(*message, "opportunity",
                              registry::OpportunityDigest::descriptor());
  if (field == nullptr) return;
  const auto& digest = static_cast<const registry::OpportunityDigest&>(*field);
  const std::string_view id = LastPart(digest.name());
  const v1::OpportunityView before =
      OpportunityOf(views, event.tenant(), digest.name())
          .value_or(v1::OpportunityView());
  v1::OpportunityView row = RowOf(digest);
  *row.mutable_state_time() =
      before.state() == row.state() ? before.state_time() : event.time();
  MoveState(views, event.tenant(), id, before.state(), row.state());
  MoveIndicator(views, event.tenant(), id, before.primary_indicator(),
                row.primary_indicator());
  PutRow(views, Key(kOpportunityViewTag, {event.tenant(), id}), row);
  const auto* grant =
      FieldOf(*message, "grant", common::v1::AuthorityGrant::descriptor());
  if (grant == nullptr) return;
  v1::ActView act;
  *act.mutable_grant() = static_cast<const common::v1::AuthorityGrant&>(*grant);
  const auto* reason = message->GetDescriptor()->FindFieldByName("reason");
  if (reason != nullptr && !reason->is_repeated() &&
      reason->type() == google::protobuf::FieldDescriptor::TYPE_STRING) {
    act.set_comment(message->GetReflection()->GetString(*message, reason));
  }
  if (!act.grant().person().empty()) {
    PutAct(event, digest.name(), std::move(act), views);
  }
}

}  // namespace csi::reporting
