// The register's events as rows of entries.
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/base/strings.h"
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

std::string TextField(const google::protobuf::Message& message,
                      std::string_view name) {
  const auto* field =
      message.GetDescriptor()->FindFieldByName(std::string(name));
  if (field == nullptr || field->is_repeated() ||
      field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

template <class Event>
const Event* As(const google::protobuf::Message& message) {
  return message.GetDescriptor() == Event::descriptor()
             ? static_cast<const Event*>(&message)
             : nullptr;
}

std::string StateWord(registry::OpportunityState state) {
  return WithoutPrefix(registry::OpportunityState_Name(state),
                       "OPPORTUNITY_STATE_");
}

// Acts that need no letter are open to everybody; the actor is on the event.
v1::ActView ActOf(const common::v1::CloudEvent& event,
                  const common::v1::AuthorityGrant& grant) {
  v1::ActView act;
  *act.mutable_grant() = grant;
  if (act.grant().person().empty()) {
    act.mutable_grant()->set_person(event.actor());
  }
  return act;
}

// The state that the event moved the entry to, from the event alone, so that
// the same event gives the same row.
std::string MovedTo(const google::protobuf::Message& message,
                    const registry::OpportunityDigest& digest) {
  const std::string now = StateWord(digest.state());
  if (message.GetDescriptor() ==
      registry::OpportunityVerdictRecorded::descriptor()) {
    return digest.state() == registry::OPPORTUNITY_STATE_CLOSED ? now : "";
  }
  if (const auto* moved = As<registry::OpportunityMoved>(message)) {
    return StateWord(moved->to_state());
  }
  const auto* from = message.GetDescriptor()->FindFieldByName("from_state");
  if (from == nullptr || from->enum_type() == nullptr) return "";
  const int before = message.GetReflection()->GetEnumValue(message, from);
  return before == digest.state() ? "" : now;
}

// What was done to one entry. That the register took note of a run or of a
// verdict is nobody's act, unless it moved the entry.
void PutEntryAct(const common::v1::CloudEvent& event,
                 const google::protobuf::Message& message,
                 const registry::OpportunityDigest& digest, KvWriter& views) {
  const auto* grant =
      FieldOf(message, "grant", common::v1::AuthorityGrant::descriptor());
  v1::ActView act = ActOf(
      event, grant == nullptr
                 ? common::v1::AuthorityGrant()
                 : static_cast<const common::v1::AuthorityGrant&>(*grant));
  if (act.grant().person().empty()) return;
  act.set_to_state(MovedTo(message, digest));
  act.set_cause_id(TextField(message, "cause_id"));
  if (!act.cause_id().empty() && act.to_state().empty()) return;
  act.set_comment(TextField(message, "reason"));
  if (const auto* accepted = As<registry::OpportunityAccepted>(message)) {
    act.set_detail(accepted->accountable());
  }
  PutAct(event, digest.name(), std::move(act), views);
}

// The two sides of a prioritisation, told under each entry they are about.
void PutSessionActs(const common::v1::CloudEvent& event,
                    const google::protobuf::Message& message, KvWriter& views) {
  if (const auto* cast = As<registry::VoteCast>(message)) {
    v1::ActView act = ActOf(event, cast->vote().grant());
    if (act.grant().person().empty()) {
      act.mutable_grant()->set_person(cast->vote().person());
    }
    act.set_detail(StrCat(cast->vote().value(), " of 5"));
    act.set_comment(cast->vote().comment());
    PutAct(event, cast->vote().opportunity(), std::move(act), views);
  }
  const auto* concluded = As<registry::PrioritizationConcluded>(message);
  if (concluded == nullptr) return;
  for (const registry::ScoreExplanation& ranked : concluded->ranking()) {
    v1::ActView act = ActOf(event, concluded->grant());
    act.set_detail(absl::StrFormat("rank %d of %d, score %.1f", ranked.rank(),
                                   concluded->ranking_size(), ranked.score()));
    for (const registry::PrioritizationDecision& each :
         concluded->decisions()) {
      if (each.opportunity() == ranked.opportunity()) {
        act.set_comment(each.decision());
      }
    }
    PutAct(event, ranked.opportunity(), std::move(act), views);
  }
}

// Objections and remarks on an entry, with their first words.
void PutVoices(const common::v1::CloudEvent& event,
               const google::protobuf::Message& message, KvWriter& views) {
  const auto put = [&](const std::string& subject, const std::string& person,
                       const std::string& words,
                       const common::v1::AuthorityGrant& grant) {
    if (!IdOf("subject", subject, event.tenant(), "opportunities").ok()) return;
    v1::ActView act = ActOf(event, grant);
    if (act.grant().person().empty()) act.mutable_grant()->set_person(person);
    act.set_comment(words);
    PutAct(event, subject, std::move(act), views);
  };
  if (const auto* raised = As<registry::ObjectionRaised>(message)) {
    put(raised->objection().subject(), raised->objection().raised_by(),
        raised->objection().text(), {});
  }
  if (const auto* answered = As<registry::ObjectionAnswered>(message)) {
    put(answered->objection().subject(), answered->objection().answered_by(),
        answered->objection().answer(), answered->grant());
  }
  if (const auto* promoted = As<registry::ObjectionPromoted>(message)) {
    put(promoted->objection().subject(), promoted->objection().answered_by(),
        promoted->objection().answer(), promoted->grant());
  }
}

// Entries that are tied to an agreement.
void FoldLink(const std::string& tenant,
              const registry::OpportunityLinked& linked, KvWriter& views) {
  if (linked.link().type() != registry::LINK_TYPE_AGREEMENT) return;
  const std::string key =
      Key(kByAgreementTag, {tenant, LastPart(linked.link().target()),
                            LastPart(linked.opportunity().name())});
  if (linked.removed()) {
    views.Delete(key);
  } else {
    views.Put(key, "");
  }
}

}  // namespace

void FoldRegistryEvent(const common::v1::CloudEvent& event, KvWriter& views) {
  const std::unique_ptr<google::protobuf::Message> message = MessageOf(event);
  if (!message) return;
  if (const auto* set = As<registry::PolicySet>(*message)) {
    v1::PolicyView policy;
    policy.set_strict_separation(set->policy().strict_separation());
    PutRow(views, Key(kPolicyViewTag, {event.tenant()}), policy);
  }
  if (const auto* linked = As<registry::OpportunityLinked>(*message)) {
    FoldLink(event.tenant(), *linked, views);
  }
  PutSessionActs(event, *message, views);
  PutVoices(event, *message, views);
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
  PutEntryAct(event, *message, digest, views);
}

}  // namespace csi::reporting
