// What the letters of a whole row or column say about how work is shared: rules
// H4 to H8, V1 to V5 and P11. All of them are advice; none forbids to use the
// matrix unless settings make it an error. Pure functions, thread-safe.
#ifndef CSI_SERVICES_RACI_RULES_SHAPE_RULES_H_
#define CSI_SERVICES_RACI_RULES_SHAPE_RULES_H_

#include <vector>

#include "csi/raci/v1/raci.pb.h"
#include "services/raci/rules/rule_book.h"

namespace csi::raci {

// Rows first, in their order, then columns.
void CheckShape(const v1::Matrix& matrix, const RuleBook& rules,
                std::vector<common::v1::Finding>& findings);

// "Approve the budget", "Design review": work that judges other work.
bool IsApproval(std::string_view title);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_RULES_SHAPE_RULES_H_
