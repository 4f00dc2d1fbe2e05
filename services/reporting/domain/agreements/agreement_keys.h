// Keys of agreements, service trees and outages; names stand without the tenant
// prefix: ids. Months count from January 1970; "~" means inverted, so that the
// newest comes first.
//
//   rep.agr   tenant agreement             Agreement, newest terms
//   rep.agrt  tenant agreement ~month      Agreement, terms from that month on
//   rep.agrn  tenant node agreement        (empty) ever bound to the node
//   rep.nod   tenant node                  ServiceNode, newest structure
//   rep.nodt  tenant node ~month           ServiceNode, structure from then on
//   rep.nodp  tenant part group            (empty) ever part of the group
//   rep.out   tenant outage                Outage
//   rep.outs  tenant source id             outage id, once for each source's id
//   rep.outn  tenant node month            NodeOutages that touch the month
//             (UTC); behind the months, kOpenMonth, those that are open
//   rep.outl  tenant node ~start outage    (empty) outages of a node
//   rep.brc   tenant agreement month       AgreementBreach
//   rep.agw   tenant agreement             AgreementWatch
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_KEYS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_KEYS_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "common/kv/keys.h"

namespace csi::reporting {

inline constexpr std::string_view kAgreementTag = "rep.agr";
inline constexpr std::string_view kAgreementTermsTag = "rep.agrt";
inline constexpr std::string_view kAgreementByNodeTag = "rep.agrn";
inline constexpr std::string_view kServiceNodeTag = "rep.nod";
inline constexpr std::string_view kNodeStructureTag = "rep.nodt";
inline constexpr std::string_view kGroupOfPartTag = "rep.nodp";
inline constexpr std::string_view kOutageTag = "rep.out";
inline constexpr std::string_view kOutageBySourceTag = "rep.outs";
inline constexpr std::string_view kNodeOutagesTag = "rep.outn";
inline constexpr std::string_view kOutageByNodeTag = "rep.outl";
inline constexpr std::string_view kBreachTag = "rep.brc";
inline constexpr std::string_view kAgreementWatchTag = "rep.agw";

// Where open outages stand: they touch every month from their start on.
inline constexpr int kOpenMonth = std::numeric_limits<int>::max();

inline std::string MonthKey(std::string_view tag, std::string_view tenant,
                            std::string_view id, int month) {
  return KeyPrefix(tag, {tenant, id}) + BigEndian(static_cast<uint64_t>(month));
}

inline std::string NewestMonthKey(std::string_view tag, std::string_view tenant,
                                  std::string_view id, int month) {
  return KeyPrefix(tag, {tenant, id}) +
         BigEndian(~static_cast<uint64_t>(month));
}

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_KEYS_H_
