// A pack: roles, processes, lines, rights, limits and matrices as data that is
// built into the program (itil_2011.pack; the format stands at its top).
#ifndef CSI_SERVICES_RACI_DOMAIN_PACK_PACK_H_
#define CSI_SERVICES_RACI_DOMAIN_PACK_PACK_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "csi/raci/v1/raci.pb.h"
#include "csi/raci/v1/raci_governance.pb.h"

namespace csi::raci {

struct Pack {
  std::string id;
  std::string version;
  std::vector<v1::Process> processes;
  std::vector<v1::Role> roles;  // generic ones before those that specialise
  std::vector<v1::AppointmentRight> rights;
  std::vector<v1::ReportingLine> lines;
  std::vector<v1::AuthorityLimit> limits;
  std::vector<v1::Matrix> matrices;
  std::vector<v1::ResponsibilityTable> tables;
};

// The pack with the names of a tenant. INVALID_ARGUMENT names the line.
absl::StatusOr<Pack> ParsePack(std::string_view text, std::string_view tenant);

inline constexpr std::string_view kDefaultPack = "itil-2011";
// Text of a built-in pack, empty for an unknown id.
std::string_view PackText(std::string_view id);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_PACK_PACK_H_
