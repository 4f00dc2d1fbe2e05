// Keys of what people are told and how; see keys.h.
//
//   wf.told    tenant person note      ToldRow
//   wf.note    tenant note             NoteRow
//   wf.count   tenant person           InboxCountRow
//   wf.pref    tenant person           PreferencesRow
//   wf.time    tenant                  TimeSettingsRow
//   wf.chan    tenant channel          ChannelRow
//   wf.dlv     tenant delivery         DeliveryRow
//   wf.svc     tenant hash             id of the note that a service event made
//   wf.remind  tenant hash             ReminderFact that waits
//   wf.vacant  tenant item             VacantRow
//   wf.move    tenant subject          HandOverFact of a hand-over that goes on
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_KEYS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_KEYS_H_

#include <string>
#include <string_view>

#include "common/kv/keys.h"

namespace csi::workflow {

inline std::string ToldKey(std::string_view t, std::string_view person,
                           std::string_view note) {
  return Key("wf.told", {t, person, note});
}
inline std::string ToldPrefix(std::string_view t, std::string_view person) {
  return KeyPrefix("wf.told", {t, person});
}
inline std::string NoteKey(std::string_view t, std::string_view note) {
  return Key("wf.note", {t, note});
}
inline std::string InboxCountKey(std::string_view t, std::string_view person) {
  return Key("wf.count", {t, person});
}
inline std::string PreferencesKey(std::string_view t, std::string_view person) {
  return Key("wf.pref", {t, person});
}
inline std::string TimeSettingsKey(std::string_view t) {
  return Key("wf.time", {t});
}
inline std::string ChannelKey(std::string_view t, std::string_view channel) {
  return Key("wf.chan", {t, channel});
}
inline std::string DeliveryKey(std::string_view t, std::string_view delivery) {
  return Key("wf.dlv", {t, delivery});
}
inline std::string VacantKey(std::string_view t, std::string_view item) {
  return Key("wf.vacant", {t, item});
}
inline std::string HandOverKey(std::string_view t, std::string_view subject) {
  return Key("wf.move", {t, subject});
}
// The caller's texts go into the key as their hash.
std::string ServiceEventKey(std::string_view t, std::string_view source,
                            std::string_view event_id);
std::string ReminderKey(std::string_view t, std::string_view about);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_KEYS_H_
