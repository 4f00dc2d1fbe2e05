#include "services/workflow/domain/apply_people.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "common/base/strings.h"
#include "services/workflow/domain/folder.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"

namespace csi::workflow {
namespace {

using Case = v1::PeopleEvent::EventCase;

class PeopleFold {
 public:
  PeopleFold(const Fact& about, Effects& effects)
      : tenant_(about.tenant),
        now_us_(absl::ToUnixMicros(about.time)),
        effects_(effects),
        rows_(effects.state()) {}

  void Told(const v1::ToldFact& fact) {
    v1::NoteRow note;
    *note.mutable_fact() = fact;
    note.mutable_fact()->clear_people();
    note.set_create_us(now_us_);
    uint32_t readers = 0;
    for (const v1::Recipient& person : fact.people()) {
      v1::ToldRow row;
      *row.mutable_person() = person;
      row.mutable_person()->clear_person();
      const std::string key = ToldKey(tenant_, person.person(), fact.id());
      if (rows_.Has(key)) continue;
      PutRow(rows_, key, row);
      ++readers;
      v1::InboxCountRow count = CountOf(person.person());
      count.set_told(count.told() + 1);
      count.set_unread(count.unread() + 1);
      if (count.told() > limits::kToldPerPersonMax) {
        DropOldest(person.person(), count);
      }
      PutRow(rows_, InboxCountKey(tenant_, person.person()), count);
    }
    note.set_readers(readers);
    PutRow(rows_, NoteKey(tenant_, fact.id()), note);
    if (fact.due_us() != 0) effects_.SetTimer(AcknowledgeTimer(note));
  }

  void Acknowledged(const v1::AcknowledgedFact& fact) {
    const std::string& person = fact.person();
    v1::InboxCountRow count = CountOf(person);
    const auto read = [&](std::string_view id) {
      ReadTold(person, id, count);
      ReadWork(person, id);
    };
    if (!fact.items().empty()) {
      for (const std::string& id : fact.items()) read(id);
    } else {
      for (const std::string& id : ItemsOf(person)) read(id);
    }
    PutRow(rows_, InboxCountKey(tenant_, person), count);
  }

  void Reminder(const v1::ReminderFact& fact) {
    const std::string key = ReminderKey(tenant_, fact.about());
    if (auto before = GetRow<v1::ReminderFact>(rows_, key)) {
      effects_.CancelTimer(ReminderTimer(*before));
      rows_.Delete(key);
    }
    if (fact.at_us() == 0) return;
    PutRow(rows_, key, fact);
    effects_.SetTimer(ReminderTimer(fact));
  }

  void HandOver(const v1::HandOverFact& fact) {
    const std::string key = HandOverKey(tenant_, fact.subject());
    if (auto before = GetRow<v1::HandOverFact>(rows_, key)) {
      effects_.CancelTimer(HandOverTimer(*before));
      rows_.Delete(key);
    }
    if (fact.at_us() == 0) return;
    PutRow(rows_, key, fact);
    effects_.SetTimer(HandOverTimer(fact));
  }

  template <class Row, class Value>
  Row Next(const std::string& key, Value* (Row::*mutable_value)(),
           const Value& value) {
    auto before = GetRow<Row>(rows_, key);
    Row row;
    row.set_revision((before ? before->revision() : 0) + 1);
    *(row.*mutable_value)() = value;
    return row;
  }

  void Preferences(v1::NotificationPreferences value) {
    const std::string key = PreferencesKey(tenant_, value.name());
    value.clear_name();
    PutRow(rows_, key,
           Next(key, &v1::PreferencesRow::mutable_preferences, value));
  }

  void Time(const v1::TimeSettings& value) {
    const std::string key = TimeSettingsKey(tenant_);
    PutRow(rows_, key,
           Next(key, &v1::TimeSettingsRow::mutable_settings, value));
  }

  void Channel(v1::DeliveryChannel value) {
    const std::string key = ChannelKey(tenant_, value.name());
    value.clear_name();
    v1::ChannelRow row = Next(key, &v1::ChannelRow::mutable_channel, value);
    row.set_update_us(now_us_);
    PutRow(rows_, key, row);
  }

  void Delivery(v1::Delivery value) {
    const std::string key = DeliveryKey(tenant_, value.name());
    auto before = GetRow<v1::DeliveryRow>(rows_, key);
    value.clear_name();
    v1::DeliveryRow row = Next(key, &v1::DeliveryRow::mutable_delivery, value);
    row.set_create_us(before ? before->create_us() : now_us_);
    row.set_update_us(now_us_);
    PutRow(rows_, key, row);
  }

  void ServiceEvent(const v1::ServiceEvent& event) {
    rows_.Put(ServiceEventKey(tenant_, event.source(), event.event_id()), "");
  }

  void DropChannel(const std::string& id) {
    rows_.Delete(ChannelKey(tenant_, id));
  }

 private:
  v1::InboxCountRow CountOf(const std::string& person) const {
    auto row = GetRow<v1::InboxCountRow>(rows_, InboxCountKey(tenant_, person));
    return row ? *std::move(row) : v1::InboxCountRow();
  }

  Timer AcknowledgeTimer(const v1::NoteRow& note) const {
    return {absl::FromUnixMicros(note.fact().due_us()), tenant_,
            kAcknowledgeTimer, note.fact().id()};
  }

  Timer ReminderTimer(const v1::ReminderFact& fact) const {
    return {absl::FromUnixMicros(fact.at_us()), tenant_, kReminderTimer,
            fact.about()};
  }

  Timer HandOverTimer(const v1::HandOverFact& fact) const {
    return {absl::FromUnixMicros(fact.at_us()), tenant_, kHandOverTimer,
            StrCat(fact.portion(), "/", fact.subject())};
  }

  // The ids of notes sort by time, so the first row is the oldest.
  void DropOldest(const std::string& person, v1::InboxCountRow& count) {
    const std::string prefix = ToldPrefix(tenant_, person);
    std::string note;
    bool unread = false;
    rows_.ScanPrefix(prefix, [&](std::string_view key, std::string_view value) {
      note = std::string(key.substr(prefix.size()));
      v1::ToldRow row;
      unread =
          row.ParseFromString(std::string(value)) && row.acknowledge_us() == 0;
      return false;
    });
    rows_.Delete(ToldKey(tenant_, person, note));
    count.set_told(count.told() - 1);
    if (unread) count.set_unread(count.unread() - 1);
    ForgetReader(note);
  }

  void ForgetReader(const std::string& id) {
    const std::string key = NoteKey(tenant_, id);
    auto note = GetRow<v1::NoteRow>(rows_, key);
    if (!note) return;
    if (note->readers() > 1) {
      note->set_readers(note->readers() - 1);
      PutRow(rows_, key, *note);
      return;
    }
    if (note->fact().due_us() != 0 && !note->answered()) {
      effects_.CancelTimer(AcknowledgeTimer(*note));
    }
    rows_.Delete(key);
  }

  std::vector<std::string> ItemsOf(const std::string& person) const {
    std::vector<std::string> ids;
    for (const std::string& prefix :
         {ToldPrefix(tenant_, person),
          KeyPrefix("wf.inbox", {tenant_, person})}) {
      rows_.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
        ids.emplace_back(key.substr(prefix.size()));
        return true;
      });
    }
    return ids;
  }

  void ReadTold(const std::string& person, std::string_view id,
                v1::InboxCountRow& count) {
    const std::string key = ToldKey(tenant_, person, id);
    auto row = GetRow<v1::ToldRow>(rows_, key);
    if (!row || row->acknowledge_us() != 0) return;
    row->set_acknowledge_us(now_us_);
    PutRow(rows_, key, *row);
    count.set_unread(count.unread() - 1);
    auto note = GetRow<v1::NoteRow>(rows_, NoteKey(tenant_, id));
    if (!note || note->fact().due_us() == 0 || note->answered()) return;
    effects_.CancelTimer(AcknowledgeTimer(*note));
    note->set_answered(true);
    PutRow(rows_, NoteKey(tenant_, id), *note);
  }

  void ReadWork(const std::string& person, std::string_view id) {
    const std::string key = InboxKey(tenant_, person, id);
    auto row = GetRow<v1::InboxRow>(rows_, key);
    if (!row || row->acknowledge_us() != 0) return;
    row->set_acknowledge_us(now_us_);
    PutRow(rows_, key, *row);
  }

  const std::string& tenant_;
  const int64_t now_us_;
  Effects& effects_;
  KvWriter& rows_;
};

// A folder on the run of a fact; its head must be there.
v1::Origin OriginOf(const std::string& run, uint32_t step) {
  v1::Origin origin;
  origin.set_run(run);
  origin.set_step(step);
  return origin;
}

void ApplyMoved(const v1::ItemsMovedFact& fact, const Fact& about,
                Effects& effects) {
  const v1::Origin origin = OriginOf(fact.run(), fact.step());
  Folder fold(origin, about, effects);
  if (!fold.LoadHead()) return;
  fold.MoveItems(fact, WaitersFrom(fact.to()));
}

void ApplyEscalated(const v1::EscalatedFact& fact, const Fact& about,
                    Effects& effects) {
  const v1::Origin origin = OriginOf(fact.run(), fact.step());
  Folder fold(origin, about, effects);
  if (!fold.LoadHead()) return;
  v1::StepRow row = fold.LoadStep(fact.step());
  fold.Escalate(fact.level(), fact.next_us(), row);
  fold.Notify(v1::InboxItem::KIND_ESCALATION, 0, fact.due_us(),
              WaitersFrom(fact.told()), *row.mutable_waiting());
  fold.SaveStep(fact.step(), std::move(row));
}

}  // namespace

void ApplyPeople(const v1::PeopleEvent& event, const Fact& about,
                 Effects& effects) {
  PeopleFold fold(about, effects);
  switch (event.event_case()) {
    case Case::kTold:
      return fold.Told(event.told());
    case Case::kAcknowledged:
      return fold.Acknowledged(event.acknowledged());
    case Case::kMoved:
      return ApplyMoved(event.moved(), about, effects);
    case Case::kEscalated:
      return ApplyEscalated(event.escalated(), about, effects);
    case Case::kServiceEvent:
      return fold.ServiceEvent(event.service_event().event());
    case Case::kReminder:
      return fold.Reminder(event.reminder());
    case Case::kHandOver:
      return fold.HandOver(event.hand_over());
    case Case::kPreferences:
      return fold.Preferences(event.preferences());
    case Case::kTimeSettings:
      return fold.Time(event.time_settings());
    case Case::kChannel:
      return fold.Channel(event.channel());
    case Case::kChannelDeleted:
      return fold.DropChannel(event.channel_deleted().id());
    case Case::kDelivery:
      return fold.Delivery(event.delivery());
    case Case::EVENT_NOT_SET:
      return effects.Broken("an event about people is empty");
  }
}

}  // namespace csi::workflow
