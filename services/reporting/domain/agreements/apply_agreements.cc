#include "services/reporting/domain/agreements/apply_agreements.h"

#include <memory>
#include <string>
#include <utility>

#include "common/calendar/service_hours.h"
#include "common/domain/names.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/breach_watch.h"
#include "services/reporting/domain/agreements/node_tree.h"
#include "services/reporting/domain/agreements/outage_rows.h"

namespace csi::reporting {
namespace {

template <class Event>
void Publish(std::string_view subject, Event event,
             std::vector<PublicEvent>& out) {
  out.push_back(
      {std::string(subject), std::make_unique<Event>(std::move(event))});
}

void PublishBreach(const v1::BreachRecorded& recorded,
                   std::vector<PublicEvent>& out) {
  const std::string& subject = recorded.breach().agreement();
  if (recorded.found()) {
    v1::AgreementBreached event;
    *event.mutable_breach() = recorded.breach();
    return Publish(subject, std::move(event), out);
  }
  v1::AgreementBreachCorrected event;
  *event.mutable_breach() = recorded.breach();
  Publish(subject, std::move(event), out);
}

}  // namespace

void PutAgreement(KvWriter& state, std::string_view tenant,
                  const v1::Agreement& agreement) {
  const std::string_view id = LastPart(agreement.name());
  PutRow(state, Key(kAgreementTag, {tenant, id}), agreement);
  state.Put(Key(kAgreementByNodeTag, {tenant, LastPart(agreement.node()), id}),
            "");
  const auto month = CalendarMonth::Parse(agreement.effective_month());
  if (!month.ok()) return;
  PutRow(state, NewestMonthKey(kAgreementTermsTag, tenant, id, month->Number()),
         agreement);
}

void ApplyAgreementEvent(const v1::JournalEvent& event, const Fact& fact,
                         Effects& effects) {
  switch (event.event_case()) {
    case v1::JournalEvent::kAgreementSet:
      PutAgreement(effects.state(), fact.tenant,
                   event.agreement_set().agreement());
      return;
    case v1::JournalEvent::kServiceNodeSet:
      PutServiceNode(effects.state(), fact.tenant,
                     event.service_node_set().service_node());
      return;
    case v1::JournalEvent::kOutageRecorded:
      PutOutage(effects.state(), fact.tenant, event.outage_recorded().outage());
      return;
    case v1::JournalEvent::kOutageCorrected:
      PutOutage(effects.state(), fact.tenant,
                event.outage_corrected().outage());
      return;
    case v1::JournalEvent::kBreachRecorded:
      ApplyBreach(event.breach_recorded(), fact, effects);
      return;
    case v1::JournalEvent::kAgreementWatchMoved:
      ApplyWatch(event.agreement_watch_moved(), fact, effects);
      return;
    default:
      return;
  }
}

void ProjectAgreementEvent(const v1::JournalEvent& event,
                           std::vector<PublicEvent>& out) {
  switch (event.event_case()) {
    case v1::JournalEvent::kAgreementSet:
      return Publish(event.agreement_set().agreement().name(),
                     event.agreement_set(), out);
    case v1::JournalEvent::kServiceNodeSet:
      return Publish(event.service_node_set().service_node().name(),
                     event.service_node_set(), out);
    case v1::JournalEvent::kOutageRecorded:
      return Publish(event.outage_recorded().outage().name(),
                     event.outage_recorded(), out);
    case v1::JournalEvent::kOutageCorrected:
      return Publish(event.outage_corrected().outage().name(),
                     event.outage_corrected(), out);
    case v1::JournalEvent::kBreachRecorded:
      return PublishBreach(event.breach_recorded(), out);
    default:
      return;
  }
}

}  // namespace csi::reporting
