#include "services/workflow/domain/people_resources.h"

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/people_keys.h"

namespace csi::workflow {

v1::NotificationPreferences ReadPreferences(const KvReader& state,
                                            std::string_view tenant,
                                            std::string_view person) {
  auto row = GetRow<v1::PreferencesRow>(state, PreferencesKey(tenant, person));
  v1::NotificationPreferences preferences;
  if (row) preferences = row->preferences();
  preferences.set_name(StrCat(ResourceName(tenant, "people", person),
                              "/notificationPreferences"));
  preferences.set_etag(EtagOf(row ? row->revision() : 0));
  return preferences;
}

v1::TimeSettings ReadTimeSettings(const KvReader& state,
                                  std::string_view tenant) {
  auto row = GetRow<v1::TimeSettingsRow>(state, TimeSettingsKey(tenant));
  v1::TimeSettings settings;
  if (row) settings = row->settings();
  settings.set_name(StrCat("tenants/", tenant, "/timeSettings"));
  settings.set_etag(EtagOf(row ? row->revision() : 0));
  return settings;
}

v1::DeliveryChannel ToChannel(std::string_view tenant, std::string_view id,
                              const v1::ChannelRow& row) {
  v1::DeliveryChannel channel = row.channel();
  channel.set_name(ResourceName(tenant, "deliveryChannels", id));
  channel.set_etag(EtagOf(row.revision()));
  SetTime(row.update_us(), channel.mutable_update_time());
  return channel;
}

v1::Delivery ToDelivery(std::string_view tenant, std::string_view id,
                        const v1::DeliveryRow& row) {
  v1::Delivery delivery = row.delivery();
  delivery.set_name(ResourceName(tenant, "deliveries", id));
  SetTime(row.create_us(), delivery.mutable_create_time());
  SetTime(row.update_us(), delivery.mutable_update_time());
  return delivery;
}

uint32_t UnreadCount(const KvReader& state, std::string_view tenant,
                     std::string_view person) {
  auto count = GetRow<v1::InboxCountRow>(state, InboxCountKey(tenant, person));
  uint32_t unread = count ? count->unread() : 0;
  state.ScanPrefix(KeyPrefix("wf.inbox", {tenant, person}),
                   [&](std::string_view, std::string_view value) {
                     v1::InboxRow row;
                     if (row.ParseFromString(std::string(value)) &&
                         row.acknowledge_us() == 0) {
                       ++unread;
                     }
                     return true;
                   });
  return unread;
}

}  // namespace csi::workflow
