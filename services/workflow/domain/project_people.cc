#include "services/workflow/domain/project_people.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/workflow/v1/workflow_people_events.pb.h"
#include "services/workflow/domain/folder.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/tell.h"

namespace csi::workflow {
namespace {

using Case = v1::PeopleEvent::EventCase;
using Item = v1::InboxItem;

template <class Event>
void Push(std::string subject, Event event, std::vector<PublicEvent>& out) {
  out.push_back(
      {std::move(subject), std::make_unique<Event>(std::move(event))});
}

void Told(const v1::ToldFact& fact, const std::string& tenant,
          std::vector<PublicEvent>& out) {
  v1::PersonNotified event;
  event.set_notification(ResourceName(tenant, "notifications", fact.id()));
  event.set_rule(fact.rule());
  event.set_cause(fact.cause());
  event.set_what(fact.what());
  event.set_about(FullName(tenant, fact.about()));
  for (const v1::Recipient& person : fact.people()) {
    *event.add_people() = ToNotified(person, tenant);
  }
  if (fact.due_us() != 0) SetTime(fact.due_us(), event.mutable_due_time());
  const std::string subject = event.notification();
  Push(subject, std::move(event), out);
}

void Acknowledged(const v1::AcknowledgedFact& fact, const std::string& tenant,
                  std::vector<PublicEvent>& out) {
  v1::InboxAcknowledged event;
  event.set_person(ResourceName(tenant, "people", fact.person()));
  for (const std::string& item : fact.items()) {
    event.add_inbox_items(StrCat(event.person(), "/inboxItems/", item));
  }
  const std::string subject = event.person();
  Push(subject, std::move(event), out);
}

void Moved(const v1::ItemsMovedFact& fact, const Fact& about,
           std::vector<PublicEvent>& out) {
  v1::InboxItemsMoved event;
  event.set_run(ResourceName(about.tenant, "runs", fact.run()));
  event.set_step(fact.step());
  for (const std::string& person : fact.from()) {
    event.add_from(ResourceName(about.tenant, "people", person));
  }
  for (const v1::Mover& mover : fact.to()) {
    event.add_to(ResourceName(about.tenant, "people", mover.person()));
  }
  const std::string subject = event.run();
  Push(subject, std::move(event), out);
  ProjectWait({fact.kind(), fact.run(), fact.step(), fact.consultation(),
               fact.due_us()},
              WaitersFrom(fact.to()), about, out);
}

void Escalated(const v1::EscalatedFact& fact, const Fact& about,
               std::vector<PublicEvent>& out) {
  v1::StepEscalated event;
  event.set_run(ResourceName(about.tenant, "runs", fact.run()));
  event.set_step(fact.step());
  event.set_level(fact.level());
  SetTime(fact.due_us(), event.mutable_due_time());
  for (const v1::Mover& mover : fact.told()) {
    event.add_told(ResourceName(about.tenant, "people", mover.person()));
  }
  const std::string subject = event.run();
  Push(subject, std::move(event), out);
  ProjectWait(
      {Item::KIND_ESCALATION, fact.run(), fact.step(), 0, fact.due_us()},
      WaitersFrom(fact.told()), about, out);
}

template <class Event>
void PushDelivery(v1::Delivery delivery, bool with_body,
                  std::vector<PublicEvent>& out) {
  Event event;
  const std::string subject = delivery.name();
  if (!with_body) delivery.clear_body();
  *event.mutable_delivery() = std::move(delivery);
  Push(subject, std::move(event), out);
}

void Delivered(v1::Delivery delivery, const std::string& tenant,
               std::vector<PublicEvent>& out) {
  delivery.set_name(ResourceName(tenant, "deliveries", delivery.name()));
  switch (delivery.state()) {
    case v1::Delivery::STATE_RETRYING:
      return PushDelivery<v1::DeliveryRetried>(std::move(delivery), true, out);
    case v1::Delivery::STATE_DISCARDED:
      return PushDelivery<v1::DeliveryDiscarded>(std::move(delivery), false,
                                                 out);
    case v1::Delivery::STATE_DELIVERED:
      return PushDelivery<v1::DeliveryRecovered>(std::move(delivery), false,
                                                 out);
    default:
      return PushDelivery<v1::DeliveryFailed>(std::move(delivery), false, out);
  }
}

void Settings(const v1::PeopleEvent& event, const std::string& tenant,
              std::vector<PublicEvent>& out) {
  if (event.has_preferences()) {
    v1::NotificationPreferencesSet set;
    *set.mutable_preferences() = event.preferences();
    const std::string subject =
        StrCat(ResourceName(tenant, "people", event.preferences().name()),
               "/notificationPreferences");
    set.mutable_preferences()->set_name(subject);
    return Push(subject, std::move(set), out);
  }
  if (event.has_time_settings()) {
    v1::TimeSettingsSet set;
    *set.mutable_settings() = event.time_settings();
    const std::string subject = StrCat("tenants/", tenant, "/timeSettings");
    set.mutable_settings()->set_name(subject);
    return Push(subject, std::move(set), out);
  }
  const std::string subject =
      ResourceName(tenant, "deliveryChannels",
                   event.has_channel() ? event.channel().name()
                                       : event.channel_deleted().id());
  if (event.has_channel()) {
    v1::DeliveryChannelSet set;
    *set.mutable_channel() = event.channel();
    set.mutable_channel()->set_name(subject);
    return Push(subject, std::move(set), out);
  }
  v1::DeliveryChannelDeleted deleted;
  deleted.set_channel(subject);
  Push(subject, std::move(deleted), out);
}

}  // namespace

void ProjectPeople(const v1::PeopleEvent& event, const Fact& fact,
                   std::vector<PublicEvent>& out) {
  switch (event.event_case()) {
    case Case::kTold:
      return Told(event.told(), fact.tenant, out);
    case Case::kAcknowledged:
      return Acknowledged(event.acknowledged(), fact.tenant, out);
    case Case::kMoved:
      return Moved(event.moved(), fact, out);
    case Case::kEscalated:
      return Escalated(event.escalated(), fact, out);
    case Case::kServiceEvent: {
      v1::ServiceEventReceived received;
      *received.mutable_event() = event.service_event().event();
      const std::string subject = received.event().service();
      return Push(subject, std::move(received), out);
    }
    case Case::kDelivery:
      return Delivered(event.delivery(), fact.tenant, out);
    case Case::kPreferences:
    case Case::kTimeSettings:
    case Case::kChannel:
    case Case::kChannelDeleted:
      return Settings(event, fact.tenant, out);
    case Case::kHandOver:
    case Case::kReminder:  // of no interest before it is due
    case Case::EVENT_NOT_SET:
      return;
  }
}

}  // namespace csi::workflow
