// Changes and the news about them.
#include <algorithm>
#include <utility>

#include "common/kv/keys.h"
#include "services/workflow/domain/apply_families.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;
using Step = v1::Step;
using Case = v1::JournalEvent::EventCase;

void PutExternal(const std::string& id, const v1::RfcRow& row, Folder& fold) {
  if (row.external_id().empty()) return;
  std::string value = fold.origin().run();
  value.push_back('\0');
  value += id;
  fold.state().Put(
      ExternalKey(fold.tenant(), row.external_system(), row.external_id()),
      value);
}

void ApplyRfcRequested(const v1::RfcRequestedFact& fact, Folder& fold) {
  v1::RfcRow row = fact.rfc();
  row.set_revision(1);
  row.set_create_us(fold.now_us());
  row.set_update_us(fold.now_us());
  PutExternal(fact.id(), row, fold);
  PutRow(fold.state(), RfcKey(fold.tenant(), fold.origin().run(), fact.id()),
         row);
  fold.head().set_rfcs(fold.head().rfcs() + 1);
  fold.SaveHead();
}

// The row after, with what the event left out taken from the row before.
void PutRfcAfter(const std::string& id, v1::RfcRow after, Folder& fold) {
  const std::string key = RfcKey(fold.tenant(), fold.origin().run(), id);
  auto before = GetRow<v1::RfcRow>(fold.state(), key);
  if (before) {
    after.set_title(before->title());
    after.set_description(before->description());
    after.set_revision(before->revision() + 1);
    after.set_create_us(before->create_us());
  }
  after.set_update_us(fold.now_us());
  PutExternal(id, after, fold);
  PutRow(fold.state(), key, after);
}

void RemoveParked(const std::string& id, Folder& fold) {
  const std::string key = ParkedKey(fold.tenant(), id);
  auto row = GetRow<v1::ParkedRow>(fold.state(), key);
  if (!row) return;
  fold.state().Delete(key);
  const std::string index =
      ParkedIndexKey(fold.tenant(), row->event().external_system(),
                     row->event().external_id(), id);
  if (fold.state().Has(index)) fold.state().Delete(index);
}

void ApplyRfcNews(const v1::RfcNews& fact, Folder& fold) {
  PutRfcAfter(fact.rfc(), fact.after(), fold);
  std::string seen = fold.origin().run();
  seen.push_back('\0');
  seen += fact.rfc();
  fold.state().Put(SeenKey(fold.tenant(), fact.source(), fact.event_id()),
                   seen);
  if (!fact.parked().empty()) RemoveParked(fact.parked(), fold);
  for (int flag : fact.flags()) fold.AddFlag(static_cast<Run::Flag>(flag));
  fold.SaveHead();
}

}  // namespace

void ApplyParked(const v1::ChangeParkedFact& fact, const Fact& about,
                 Effects& effects) {
  KvWriter& rows = effects.state();
  v1::ParkedRow row;
  row.set_cause(fact.cause());
  *row.mutable_event() = fact.event();
  row.set_create_us(absl::ToUnixMicros(about.time));
  PutRow(rows, ParkedKey(about.tenant, fact.id()), row);
  const v1::ChangeEvent& event = fact.event();
  if (!event.external_id().empty()) {
    rows.Put(ParkedIndexKey(about.tenant, event.external_system(),
                            event.external_id(), fact.id()),
             "");
  }
  rows.Put(SeenKey(about.tenant, event.source(), event.event_id()), fact.id());
}

void ApplyToChange(const v1::JournalEvent& event, Folder& fold) {
  switch (event.event_case()) {
    case Case::kRfcRequested:
      return ApplyRfcRequested(event.rfc_requested(), fold);
    case Case::kRfcNews:
      return ApplyRfcNews(event.rfc_news(), fold);
    default:
      PutRfcAfter(event.rfc_bound().id(), event.rfc_bound().after(), fold);
      return fold.SaveHead();
  }
}

}  // namespace csi::workflow
