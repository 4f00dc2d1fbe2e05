// Rule P8: letters of a matrix against the tables of responsibility. Who is R
// or A for an activity that a row speaks of ought to have a primary or
// secondary part in that row. Advice, never a refusal. Thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_PART_RULES_H_
#define CSI_SERVICES_RACI_DOMAIN_PART_RULES_H_

#include <string_view>
#include <vector>

#include "common/kv/kv.h"
#include "csi/raci/v1/raci.pb.h"
#include "services/raci/rules/rule_book.h"

namespace csi::raci {

// Roles that a table does not compare, people and computed columns are not
// judged; nor is a part that nobody knows.
void CheckParts(const KvReader& rows, std::string_view tenant,
                const v1::Matrix& matrix, const RuleBook& rules,
                std::vector<common::v1::Finding>& findings);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_PART_RULES_H_
