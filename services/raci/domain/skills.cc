#include "services/raci/domain/skills.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "services/raci/table/cell_text.h"

namespace csi::raci {
namespace {

std::string Folded(std::string_view name) {
  return FoldCase(StdView(absl::StripAsciiWhitespace(View(name))));
}

}  // namespace

std::vector<v1::SkillRow> CompareSkills(const v1::Role& role,
                                        const v1::Person& person) {
  // The highest level where a skill is listed twice.
  std::map<std::string, int> held;
  for (const v1::Skill& skill : person.skills()) {
    auto [known, first] =
        held.try_emplace(Folded(skill.skill()), skill.level());
    if (!first) known->second = std::max(known->second, skill.level());
  }
  std::vector<v1::SkillRow> rows;
  for (const v1::RequiredSkill& required : role.required_skills()) {
    const auto found = held.find(Folded(required.skill()));
    v1::SkillRow row;
    row.set_person(person.name());
    row.set_display_name(person.display_name());
    row.set_role(role.name());
    row.set_skill(required.skill());
    row.set_required_level(required.level());
    if (found != held.end()) row.set_held_level(found->second);
    row.set_gap(found == held.end() || found->second < required.level());
    rows.push_back(std::move(row));
  }
  return rows;
}

bool IsBetter(const v1::HolderSuggestion& a, const v1::HolderSuggestion& b) {
  const auto rank = [](const v1::HolderSuggestion& s) {
    return std::tuple(-s.skills_met(), s.allocation_percent(), s.assignments(),
                      s.person());
  };
  return rank(a) < rank(b);
}

}  // namespace csi::raci
