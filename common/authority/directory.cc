#include "common/authority/directory.h"

#include "common/authority/lookup.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"

namespace csi::authority {
namespace {

namespace pb = ::csi::raci::v1;

bool HasAuthority(const pb::Role& role, std::string_view authority) {
  for (const std::string& held : role.authorities()) {
    if (held == authority) return true;
  }
  return false;
}

}  // namespace

Directory::Directory(const KvReader& rows, std::string_view tenant)
    : rows_(rows), tenant_(tenant) {}

bool Directory::InBootstrap(absl::Time as_of) const {
  bool filled = false;
  rows_.ScanPrefix(RoleAssignmentsPrefix(tenant_, kCsiManager),
                   [&](std::string_view, std::string_view value) {
                     pb::Assignment assignment;
                     assignment.ParseFromArray(value.data(),
                                               static_cast<int>(value.size()));
                     filled = Covers(assignment.interval(), as_of);
                     return !filled;
                   });
  return !filled;
}

bool Directory::MayBootstrap(std::string_view person, absl::Time as_of) const {
  if (person.empty()) return false;
  const auto first = rows_.Get(FirstActorKey(tenant_));
  if (first && *first != LastPart(person)) return false;
  if (!InBootstrap(as_of)) return false;
  // A leaver does not regain authority through the back door.
  auto row = Lookup(rows_, tenant_, as_of).PersonRow(person);
  return !row || Covers(row->active_interval(), as_of);
}

std::vector<Holder> Directory::HoldersOf(std::string_view role,
                                         const common::v1::Scope& scope,
                                         absl::Time as_of, bool all) const {
  return Lookup(rows_, tenant_, as_of)
      .Role(role, PartsOf(scope), all, /*persons_only=*/false)
      .holders;
}

std::optional<Holder> Directory::Holding(std::string_view person,
                                         std::string_view role,
                                         const common::v1::Scope& scope,
                                         absl::Time as_of) const {
  for (Holder& holder : HoldersOf(role, scope, as_of, /*all=*/true)) {
    if (holder.person == person) return std::move(holder);
  }
  return std::nullopt;
}

std::vector<Holder> Directory::ActingFor(std::string_view role,
                                         const common::v1::Scope& scope,
                                         absl::Time as_of) const {
  std::vector<Holder> acting =
      Lookup(rows_, tenant_, as_of).FirstFilledLine(role, PartsOf(scope));
  for (Holder& holder : acting) holder.exceptions.push_back("ACTING");
  return acting;
}

std::optional<Holder> Directory::HoldingAuthority(std::string_view person,
                                                  std::string_view authority,
                                                  absl::Time as_of) const {
  std::vector<std::string> holders = {std::string(person)};
  rows_.ScanPrefix(
      MemberPrefix(tenant_, LastPart(person)),
      [&](std::string_view key, std::string_view) {
        const std::string_view team = key.substr(key.rfind('\0') + 1);
        auto row =
            ReadRow<pb::Team>(rows_, ResourceKey(kTeamTag, tenant_, team));
        if (!row) return true;
        for (const pb::TeamMember& member : row->members()) {
          if (member.person() == person && Covers(member.interval(), as_of)) {
            holders.push_back(row->name());
          }
        }
        return true;
      });
  std::optional<Holder> found;
  if (!PersonExists(person, as_of)) return found;
  for (const std::string& holder : holders) {
    rows_.ScanPrefix(HeldPrefix(tenant_, holder), [&](std::string_view key,
                                                      std::string_view) {
      auto assignment = ReadRow<pb::Assignment>(
          rows_, ResourceKey(kAssignmentTag, tenant_,
                             key.substr(key.rfind('\0') + 1)));
      if (!assignment || !Covers(assignment->interval(), as_of)) {
        return true;
      }
      auto role = ReadRow<pb::Role>(
          rows_, ResourceKey(kRoleTag, tenant_, LastPart(assignment->role())));
      if (!role || !HasAuthority(*role, authority)) return true;
      found = Holder{std::string(person), role->name(), assignment->name(), {}};
      return false;
    });
    if (found) break;
  }
  return found;
}

std::string Directory::DisplayName(std::string_view person) const {
  if (person.find("/teams/") != std::string_view::npos) {
    auto team = ReadRow<pb::Team>(
        rows_, ResourceKey(kTeamTag, tenant_, LastPart(person)));
    return team ? team->display_name() : std::string(person);
  }
  auto row = ReadRow<pb::Person>(
      rows_, ResourceKey(kPersonTag, tenant_, LastPart(person)));
  return row && !row->display_name().empty() ? row->display_name()
                                             : std::string(person);
}

bool Directory::PersonExists(std::string_view person, absl::Time as_of) const {
  return Lookup(rows_, tenant_, as_of).Active(person);
}

std::string Directory::RoleTitle(std::string_view role) const {
  auto row =
      ReadRow<pb::Role>(rows_, ResourceKey(kRoleTag, tenant_, LastPart(role)));
  return row && !row->display_name().empty() ? row->display_name()
                                             : std::string(LastPart(role));
}

bool Directory::ServiceExists(std::string_view service) const {
  return rows_.Has(ResourceKey(kServiceTag, tenant_, LastPart(service)));
}
bool Directory::ProcessExists(std::string_view process) const {
  return rows_.Has(ResourceKey(kProcessTag, tenant_, LastPart(process)));
}

absl::Status NotAuthorized(const Directory& directory, std::string_view person,
                           std::string_view what, const Answer& answer) {
  std::string could;
  std::string names;
  for (const Holder& holder : answer.could_instead) {
    StrAppend(&could, could.empty() ? "" : ", ",
              directory.DisplayName(holder.person));
    if (!holder.role.empty()) {
      StrAppend(&could, " (", directory.RoleTitle(holder.role), ")");
    }
    StrAppend(&names, names.empty() ? "" : ",", holder.person);
  }
  return Refusal(
      common::v1::ERROR_REASON_NOT_AUTHORIZED,
      StrCat(directory.DisplayName(person), " may not ", what, ": ",
             answer.reason, " ",
             could.empty() ? "Nobody could instead: fill the vacant role first."
                           : StrCat("Could instead: ", could, ".")),
      {{"person", std::string(person)}, {"could_instead", names}});
}

}  // namespace csi::authority
