// Keys of the workflow state and its views.
//
//   wf.run    tenant run                    RunRow
//   wf.state  tenant state(2) run           index of runs by state
//   wf.stuck  tenant run                    index of stuck runs
//   wf.stucks                               their number, 8 bytes big-endian
//   wf.opp    tenant opportunity run        index of runs by opportunity
//   wf.active tenant opportunity            id of the one active run
//   wf.step   tenant run step(2)            StepRow
//   wf.art    tenant run step(2)            ArtefactRow
//   wf.con    tenant run step(2) number(4)  ConsultationRow
//   wf.rfc    tenant run rfc                RfcRow
//   wf.ext    tenant system external-id     run NUL rfc
//   wf.seen   tenant hash                   run NUL rfc, or parked id
//   wf.park   tenant change                 ParkedRow
//   wf.parkx  tenant system external-id change   index of parked changes
//   wf.inbox  tenant person item            InboxRow
//   wf.def    tenant definition revision(4) Definition
//   wf.draft  tenant definition             DraftRow
//   v.wf.opp  tenant opportunity            OpportunityView (view)
//   v.wf.base tenant opportunity baseline   BaselineView (view)
//
// Numbers are decimal with leading zeros, as many digits as stated.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_KEYS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_KEYS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "common/kv/keys.h"

namespace csi::workflow {

std::string TwoDigits(uint32_t number);
std::string FourDigits(uint32_t number);

inline std::string RunKey(std::string_view t, std::string_view run) {
  return Key("wf.run", {t, run});
}
inline std::string StateKey(std::string_view t, int state,
                            std::string_view run) {
  return Key("wf.state", {t, TwoDigits(static_cast<uint32_t>(state)), run});
}
inline std::string StuckKey(std::string_view t, std::string_view run) {
  return Key("wf.stuck", {t, run});
}
// Of all tenants of the partition.
inline std::string StuckCountKey() { return Key("wf.stucks", {}); }
inline std::string OpportunityRunKey(std::string_view t, std::string_view o,
                                     std::string_view run) {
  return Key("wf.opp", {t, o, run});
}
inline std::string ActiveKey(std::string_view t, std::string_view o) {
  return Key("wf.active", {t, o});
}
inline std::string StepKey(std::string_view t, std::string_view run,
                           uint32_t step) {
  return Key("wf.step", {t, run, TwoDigits(step)});
}
inline std::string ArtefactKey(std::string_view t, std::string_view run,
                               uint32_t step) {
  return Key("wf.art", {t, run, TwoDigits(step)});
}
inline std::string ConsultationKey(std::string_view t, std::string_view run,
                                   uint32_t step, uint32_t number) {
  return Key("wf.con", {t, run, TwoDigits(step), FourDigits(number)});
}
inline std::string RfcKey(std::string_view t, std::string_view run,
                          std::string_view rfc) {
  return Key("wf.rfc", {t, run, rfc});
}
inline std::string ExternalKey(std::string_view t, std::string_view system,
                               std::string_view external_id) {
  return Key("wf.ext", {t, system, external_id});
}
// Source and event id are the caller's text, so the key takes their hash.
std::string SeenKey(std::string_view t, std::string_view source,
                    std::string_view event_id);
inline std::string ParkedKey(std::string_view t, std::string_view change) {
  return Key("wf.park", {t, change});
}
inline std::string ParkedIndexKey(std::string_view t, std::string_view system,
                                  std::string_view external_id,
                                  std::string_view change) {
  return Key("wf.parkx", {t, system, external_id, change});
}
inline std::string InboxKey(std::string_view t, std::string_view person,
                            std::string_view item) {
  return Key("wf.inbox", {t, person, item});
}
inline std::string DefinitionKey(std::string_view t, std::string_view id,
                                 uint32_t revision) {
  return Key("wf.def", {t, id, FourDigits(revision)});
}
inline std::string DraftKey(std::string_view t, std::string_view id) {
  return Key("wf.draft", {t, id});
}
inline std::string OpportunityViewKey(std::string_view t, std::string_view o) {
  return Key("v.reg.opp", {t, o});
}
inline std::string BaselineViewKey(std::string_view t, std::string_view o,
                                   std::string_view baseline) {
  return Key("v.rep.base", {t, o, baseline});
}

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_KEYS_H_
