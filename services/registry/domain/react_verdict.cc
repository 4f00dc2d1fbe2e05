// What a verdict of reporting does to its entry.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/registry/domain/decay.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/react.h"
#include "services/registry/domain/state_machine.h"

namespace csi::registry {
namespace {

namespace rep = ::csi::reporting::v1;

constexpr std::string_view kValuePrefix = "VERDICT_VALUE_";

v1::VerdictDigest DigestOfVerdict(const rep::ComparisonDigest& comparison,
                                  bool accepted) {
  v1::VerdictDigest verdict;
  verdict.set_comparison(comparison.comparison());
  const std::string& value = rep::VerdictValue_Name(comparison.value());
  if (value.size() > kValuePrefix.size()) {
    verdict.set_value(value.substr(kValuePrefix.size()));
  }
  *verdict.mutable_reasons() = comparison.reasons();
  *verdict.mutable_notes() = comparison.notes();
  verdict.set_interim(comparison.interim());
  verdict.set_sentence(comparison.sentence());
  verdict.set_accepted(accepted);
  return verdict;
}

bool IsBetter(std::string_view value) {
  return value == "IMPROVED" || value == "LIKELY_IMPROVED";
}

bool IsLost(std::string_view value) {
  return value == "NO_MATERIAL_CHANGE" || value == "LIKELY_WORSENED" ||
         value == "WORSENED";
}

// A later comparison of a closed improvement's own indicator shows that the
// effect did not last.
bool ShowsDecay(const v1::Opportunity& entry, const v1::VerdictDigest& after,
                const rep::ComparisonDigest& comparison) {
  return entry.state() == v1::OPPORTUNITY_STATE_CLOSED && !after.accepted() &&
         !after.interim() && IsBetter(entry.verdict().value()) &&
         IsLost(after.value()) &&
         entry.verdict().comparison() != after.comparison() &&
         entry.primary_indicator().indicator() == comparison.indicator();
}

// Back to ACCEPTED, or to NEW where nobody is accountable now: a fact is not
// refused.
void ReopenAfterDecay(const common::v1::CloudEvent& event,
                      const v1::VerdictDigest& after, const Context& context,
                      v1::OpportunityRow& row, Outcome& outcome) {
  const v1::Opportunity& entry = row.opportunity();
  v1::JournalEvent reopened;
  v1::OpportunityReopened& fact = *reopened.mutable_opportunity_reopened();
  fact.set_from_state(entry.state());
  fact.set_reason(StrCat("The effect did not last: ", after.value(), " after ",
                         entry.verdict().value(), "."));
  fact.set_cause_type(event.type());
  fact.set_cause_id(event.id());
  const auto accountable = ResolveAccountable(context, entry.scope());
  if (accountable.ok()) {
    *fact.mutable_accountable_grant() = *accountable;
    fact.set_accountable(accountable->person());
  }
  EmitEntryEvent(context, std::move(reopened), row, outcome);
}

}  // namespace

void ReactToVerdict(const common::v1::CloudEvent& event, const Context& context,
                    Outcome& outcome) {
  const bool accepted = event.type() == "csi.reporting.v1.VerdictAccepted";
  rep::ComparisonDigest comparison;
  common::v1::AuthorityGrant grant;
  if (accepted) {
    rep::VerdictAccepted data;
    if (!data.ParseFromString(event.data())) return;
    comparison = data.comparison();
    grant = comparison.accepted_by();
  } else {
    rep::VerdictReached data;
    if (!data.ParseFromString(event.data())) return;
    comparison = data.comparison();
  }
  const auto id = IdOf("opportunity", comparison.opportunity(), context.tenant,
                       "opportunities");
  if (!id.ok()) return;
  auto row = ReadHead(*context.state, context.tenant, *id);
  if (!row) return;
  // A copy: opening the entry again clears it.
  const v1::VerdictDigest before = row->opportunity().verdict();
  const v1::VerdictDigest after = DigestOfVerdict(comparison, accepted);
  // Later figures do not take back what was accepted; what shows that the
  // effect was lost opens the entry again, with its figures.
  if (ShowsDecay(row->opportunity(), after, comparison)) {
    ReopenAfterDecay(event, after, context, *row, outcome);
  } else if (before.accepted() && !accepted) {
    return;
  }
  if (google::protobuf::util::MessageDifferencer::Equals(before, after)) {
    return;
  }
  v1::JournalEvent recorded;
  v1::OpportunityVerdictRecorded& verdict =
      *recorded.mutable_opportunity_verdict_recorded();
  *verdict.mutable_verdict() = after;
  verdict.set_cause_type(event.type());
  verdict.set_cause_id(event.id());
  if (!grant.person().empty()) *verdict.mutable_grant() = grant;
  EmitEntryEvent(context, std::move(recorded), *row, outcome);

  // An active run closes its entry itself when it completes.
  const v1::Opportunity& entry = row->opportunity();
  if (!accepted || after.interim() || entry.run_active() ||
      entry.state() != v1::OPPORTUNITY_STATE_IN_REVIEW) {
    return;
  }
  v1::JournalEvent closed;
  v1::OpportunityMoved& moved = *closed.mutable_opportunity_moved();
  moved.set_from_state(entry.state());
  moved.set_to_state(v1::OPPORTUNITY_STATE_CLOSED);
  if (!grant.person().empty()) *moved.mutable_grant() = grant;
  moved.set_reason(comparison.accept_reason());
  moved.set_cause_type(event.type());
  moved.set_cause_id(event.id());
  *moved.mutable_cause_time() = event.time();
  if (const auto day =
          DecayCheckDate(*context.state, context.tenant, context.now)) {
    *moved.mutable_decay_check_date() = *day;
  }
  EmitEntryEvent(context, std::move(closed), *row, outcome);
}

}  // namespace csi::registry
