// What a matrix asks of single people, once its roles are filled: load and
// crowding through several roles at once (V1, V3, V5, P9), own work approved
// (P11), skills that a role needs and its holder lacks (P5), and a service that
// runs on a matrix which is not in force (P7). Advice, never a refusal.
// Thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_LOAD_RULES_H_
#define CSI_SERVICES_RACI_DOMAIN_LOAD_RULES_H_

#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci.pb.h"
#include "services/raci/domain/people_rules.h"
#include "services/raci/rules/rule_book.h"

namespace csi::raci {

// What one activity weighs for one person, by letter (ours; the sources give no
// figures). Being informed costs nothing worth counting.
inline constexpr int kLoadOfAccountable = 3;
inline constexpr int kLoadOfResponsible = 2;
inline constexpr int kLoadOfConsulted = 1;

void CheckLoad(const KvReader& rows, std::string_view tenant,
               const v1::Matrix& matrix, const std::vector<HeldLetter>& held,
               absl::Time as_of, const RuleBook& rules,
               std::vector<common::v1::Finding>& findings);

// H8 counts columns; where one person holds them all there is nothing to find.
void DropSamePersonFindings(const v1::Matrix& matrix,
                            const std::vector<HeldLetter>& held,
                            std::vector<common::v1::Finding>& findings);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_LOAD_RULES_H_
