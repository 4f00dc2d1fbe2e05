#include "services/raci/domain/load_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/authority/directory.h"
#include "common/authority/lookup.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/raci/domain/skills.h"
#include "services/raci/rules/form_rules.h"
#include "services/raci/rules/shape_rules.h"

namespace csi::raci {
namespace {

using common::v1::Letter;
using common::v1::LETTER_ACCOUNTABLE;
using common::v1::LETTER_CONSULTED;
using common::v1::LETTER_RESPONSIBLE;

// All that one person has in the matrix.
struct Person {
  std::map<Letter, std::set<std::string>> activities;
  std::map<Letter, std::set<std::string>> columns;
  std::set<std::string> roles;       // through which the person is R
  std::set<std::string> for_others;  // whose deputy the person is now
};

std::set<std::string> Union(const std::set<std::string>& a,
                            const std::set<std::string>& b) {
  std::set<std::string> all = a;
  all.insert(b.begin(), b.end());
  return all;
}

class Load {
 public:
  Load(const KvReader& rows, std::string_view tenant, const v1::Matrix& matrix,
       const std::vector<HeldLetter>& held, absl::Time as_of,
       const RuleBook& rules, std::vector<common::v1::Finding>& findings)
      : rows_(rows),
        tenant_(tenant),
        directory_(rows, tenant),
        lookup_(rows, tenant, as_of),
        matrix_(matrix),
        held_(held),
        rules_(rules),
        findings_(findings) {}

  void Run() {
    Gather();
    for (const auto& [name, person] : people_) {
      CheckCrowding(name, person);
      CheckSkills(name, person);
    }
    for (const v1::MatrixActivity& activity : matrix_.activities()) {
      CheckOwnWork(activity);
    }
    CheckInForce();
  }

 private:
  // A deputy does now what the absent one would do.
  void Gather() {
    for (const HeldLetter& one : held_) {
      std::string name = one.person;
      const std::string deputy = lookup_.DeputyOf(one.person);
      if (!deputy.empty()) {
        name = deputy;
        people_[name].for_others.insert(one.person);
      }
      Person& person = people_[name];
      person.activities[one.letter].insert(one.activity);
      person.columns[one.letter].insert(one.column);
      if (one.letter == LETTER_RESPONSIBLE && !one.role.empty() &&
          deputy.empty()) {
        person.roles.insert(one.role);
      }
    }
  }

  void Add(std::string_view rule, std::string place, std::string message,
           std::string_view why, std::string_view suggestion) {
    rules_.Add(findings_,
               MakeFinding(rule, common::v1::SEVERITY_UNSPECIFIED,
                           std::move(place), std::move(message),
                           std::string(why), std::string(suggestion)));
  }

  template <class Map>
  static std::set<std::string> Of(const Map& map, Letter letter) {
    const auto found = map.find(letter);
    return found == map.end() ? std::set<std::string>() : found->second;
  }

  void CheckCrowding(const std::string& name, const Person& person) {
    const size_t all = static_cast<size_t>(matrix_.activities_size());
    const std::set<std::string> does =
        Of(person.activities, LETTER_RESPONSIBLE);
    const std::set<std::string> owns =
        Of(person.activities, LETTER_ACCOUNTABLE);
    const std::string title = directory_.DisplayName(name);
    // Through one column alone the column's own finding says it already.
    const bool does_in_many = Of(person.columns, LETTER_RESPONSIBLE).size() > 1;
    const bool owns_in_many = Of(person.columns, LETTER_ACCOUNTABLE).size() > 1;
    if (does_in_many && rules_.IsMany("V1", does.size(), all)) {
      Add("V1", name,
          StrCat(title, " is responsible for ", does.size(), " of ", all,
                 " activities, through several roles."),
          "One person can stay on top of only so much work.",
          "Give one of the roles to somebody else.");
    }
    if (owns_in_many && rules_.IsMany("V3", owns.size(), all)) {
      Add("V3", name,
          StrCat(title, " is accountable for ", owns.size(), " of ", all,
                 " activities, through several roles."),
          "Decisions wait for one desk, and are made far from the work.",
          "Push accountability down to where the work is done.");
    }
    if ((does_in_many || owns_in_many) &&
        rules_.IsMany("V5", does.size(), all) &&
        rules_.IsMany("V5", owns.size(), all)) {
      Add("V5", name,
          StrCat(title, " does and answers for most: R in ", does.size(),
                 ", A in ", owns.size(), " of ", all, " activities."),
          "Doing and deciding everything wears people out.",
          "Hand over roles until one of the two is few.");
    }
    const size_t busy = Union(does, owns).size();
    if (!rules_.IsMany("P9", busy, all)) return;
    const size_t load =
        owns.size() * kLoadOfAccountable + does.size() * kLoadOfResponsible +
        Of(person.activities, LETTER_CONSULTED).size() * kLoadOfConsulted;
    std::vector<std::string> absent;
    for (const std::string& other : person.for_others) {
      absent.push_back(directory_.DisplayName(other));
    }
    Add("P9", name,
        StrCat(title, " works in ", busy, " of ", all,
               " activities, a load of ", load, " (A counts ",
               kLoadOfAccountable, ", R ", kLoadOfResponsible, ", C ",
               kLoadOfConsulted, ")",
               absent.empty() ? "" : StrCat(", also for ", JoinNames(absent)),
               "."),
        "Where one person is in most of the work, all of it waits for them.",
        "Appoint others to some of the roles, or name deputies.");
  }

  void CheckSkills(const std::string& name, const Person& person) {
    const auto row = lookup_.PersonRow(name);
    if (row == nullptr) return;
    for (const std::string& role : person.roles) {
      const auto needs = ReadRow<v1::Role>(
          rows_,
          authority::ResourceKey(authority::kRoleTag, tenant_, LastPart(role)));
      if (!needs) continue;
      std::vector<std::string> missing;
      for (const v1::SkillRow& skill : CompareSkills(*needs, *row)) {
        if (!skill.gap()) continue;
        missing.push_back(
            skill.required_level() == 0
                ? skill.skill()
                : StrCat(skill.skill(), " at level ", skill.required_level()));
      }
      if (missing.empty()) continue;
      Add("P5", name,
          StrCat(directory_.DisplayName(name), " is ",
                 directory_.RoleTitle(role), " and lacks ", JoinNames(missing),
                 "."),
          "Work needs the skills that its role asks for.",
          "Train, record the skill (UpdatePerson), or appoint somebody else.");
    }
  }

  // One cell with A and R is meant so (H3); two columns that one person fills
  // are not seen in the matrix.
  void CheckOwnWork(const v1::MatrixActivity& activity) {
    std::set<std::string> owners;
    std::set<std::string> doers;
    std::set<std::string> owner_columns;
    std::set<std::string> doer_columns;
    for (const HeldLetter& one : held_) {
      if (one.activity != activity.id()) continue;
      if (one.letter == LETTER_ACCOUNTABLE) {
        owners.insert(one.person);
        owner_columns.insert(one.column);
      } else if (one.letter == LETTER_RESPONSIBLE) {
        doers.insert(one.person);
        doer_columns.insert(one.column);
      }
    }
    if (owners.size() != 1 || doers != owners ||
        doer_columns == owner_columns) {
      return;
    }
    Add("P11", StrCat("activity ", activity.id()),
        StrCat(directory_.DisplayName(*owners.begin()),
               " holds all that is R and A for \"", activity.title(),
               "\", through different columns."),
        "Who approves the own work finds no fault in it.",
        "Appoint somebody else to one of the roles.");
  }

  void CheckInForce() {
    if (matrix_.name().empty() || matrix_.scope().service().empty()) return;
    const auto service = ReadRow<v1::Service>(
        rows_, authority::ResourceKey(authority::kServiceTag, tenant_,
                                      LastPart(matrix_.scope().service())));
    if (!service) return;
    const bool draft = matrix_.state() == v1::Matrix::STATE_DRAFT;
    const bool waits = draft || matrix_.state() == v1::Matrix::STATE_TESTED;
    const bool runs =
        service->lifecycle_stage() == v1::LIFECYCLE_STAGE_OPERATION ||
        service->lifecycle_stage() == v1::LIFECYCLE_STAGE_IMPROVEMENT;
    const bool moves =
        service->lifecycle_stage() == v1::LIFECYCLE_STAGE_TRANSITION;
    if (!(runs && waits) && !(moves && draft)) return;
    Add("P7", "matrix",
        StrCat(service->display_name(), " is in ",
               runs ? "operation, and the matrix is not in force."
                    : "transition, and the matrix is still a draft."),
        "Who does what is designed before transition, tested in it and in "
        "force before operation.",
        runs ? "DeployMatrix." : "TestMatrix.");
  }

  const KvReader& rows_;
  const std::string_view tenant_;
  const authority::Directory directory_;
  const authority::Lookup lookup_;
  const v1::Matrix& matrix_;
  const std::vector<HeldLetter>& held_;
  const RuleBook& rules_;
  std::vector<common::v1::Finding>& findings_;
  std::map<std::string, Person> people_;
};

}  // namespace

void CheckLoad(const KvReader& rows, std::string_view tenant,
               const v1::Matrix& matrix, const std::vector<HeldLetter>& held,
               absl::Time as_of, const RuleBook& rules,
               std::vector<common::v1::Finding>& findings) {
  Load(rows, tenant, matrix, held, as_of, rules, findings).Run();
}

void DropSamePersonFindings(const v1::Matrix& matrix,
                            const std::vector<HeldLetter>& held,
                            std::vector<common::v1::Finding>& findings) {
  std::map<std::string, std::string> process_of;
  for (const v1::MatrixActivity& activity : matrix.activities()) {
    process_of[activity.id()] = activity.process();
  }
  std::map<std::string, std::set<std::string>> owners;
  for (const HeldLetter& one : held) {
    if (one.letter != LETTER_ACCOUNTABLE) continue;
    owners[StrCat("process ", process_of[one.activity])].insert(one.person);
  }
  std::erase_if(findings, [&](const common::v1::Finding& finding) {
    if (finding.rule() != "H8") return false;
    const auto found = owners.find(finding.place());
    return found != owners.end() && found->second.size() == 1;
  });
}

}  // namespace csi::raci
