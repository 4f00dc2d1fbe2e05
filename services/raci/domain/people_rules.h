// What is wrong with a matrix once its roles are filled by people: H1 on
// people, P1, P3 and P6. The matrix need not be deployed.
#ifndef CSI_SERVICES_RACI_DOMAIN_PEOPLE_RULES_H_
#define CSI_SERVICES_RACI_DOMAIN_PEOPLE_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::raci {

// One letter that one person has, and through which column and role.
struct HeldLetter {
  std::string activity;
  common::v1::Letter letter = common::v1::LETTER_UNSPECIFIED;
  std::string person;
  std::string column;
  std::string role;
};

struct PeopleReport {
  std::vector<common::v1::Finding> findings;
  // Roles (ids) that apply in the matrix's scope and have nobody.
  std::vector<std::string> vacant_roles;
  // Those of the findings that forbid to deploy: nobody, two people or a team
  // accountable. A vacant R is an error too, but does not.
  std::vector<common::v1::Finding> forbidding;
  bool two_accountable = false;
  std::vector<HeldLetter> held;
};

// `matrix` in its own scope at one time.
PeopleReport CheckPeople(const KvReader& rows, std::string_view tenant,
                         const v1::Matrix& matrix, absl::Time as_of);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_PEOPLE_RULES_H_
