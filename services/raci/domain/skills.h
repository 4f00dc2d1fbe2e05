// Skills that a role needs beside those that people have. Names are compared
// without regard to case and to spaces at the ends. Pure functions.
#ifndef CSI_SERVICES_RACI_DOMAIN_SKILLS_H_
#define CSI_SERVICES_RACI_DOMAIN_SKILLS_H_

#include <vector>

#include "csi/raci/v1/raci_planning.pb.h"

namespace csi::raci {

// One row for each skill that `role` needs, in the role's order, with person,
// role and levels; the assignment is the caller's to add.
std::vector<v1::SkillRow> CompareSkills(const v1::Role& role,
                                        const v1::Person& person);

// Whether `a` is the better suggestion.
bool IsBetter(const v1::HolderSuggestion& a, const v1::HolderSuggestion& b);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_SKILLS_H_
