// What is wrong with a matrix by its letters alone, before anybody holds a
// role: rules H1 and H2, and with a rule book those of shape_rules.h. Works on
// any matrix, stored or read from a file. Pure functions, thread-safe.
#ifndef CSI_SERVICES_RACI_RULES_FORM_RULES_H_
#define CSI_SERVICES_RACI_RULES_FORM_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "csi/raci/v1/raci.pb.h"
#include "services/raci/rules/rule_book.h"

namespace csi::raci {

// H1 and H2, what forbids to use the matrix; in the order of the activities.
std::vector<common::v1::Finding> CheckForm(const v1::Matrix& matrix);

// All that letters show, as the rules are set; those of CheckForm come first.
std::vector<common::v1::Finding> CheckLetters(const v1::Matrix& matrix,
                                              const RuleBook& rules);

// The columns (their titles) that have the letter in a row.
std::vector<std::string> ColumnsWith(const v1::Matrix& matrix,
                                     std::string_view activity,
                                     common::v1::Letter letter);

bool HasLetter(const v1::MatrixCell& cell, common::v1::Letter letter);

common::v1::Finding MakeFinding(std::string_view rule,
                                common::v1::Severity severity,
                                std::string place, std::string message,
                                std::string why, std::string suggestion);

bool HasError(const std::vector<common::v1::Finding>& findings);

// "a", "a and b", "a, b and c".
std::string JoinNames(const std::vector<std::string>& names);

inline constexpr std::string_view kOnlyOne =
    "Only one person can be accountable.";
inline constexpr std::string_view kWhyOne =
    "Where more than one is accountable, in practice no one is.";

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_RULES_FORM_RULES_H_
