#include "services/raci/domain/audience.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "common/authority/directory.h"
#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci.pb.h"
#include "services/raci/domain/limits.h"

namespace csi::raci {
namespace {

using Names = google::protobuf::RepeatedPtrField<std::string>;

bool IsAmong(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsMember(const v1::Team& team, std::string_view person, absl::Time now) {
  return std::any_of(team.members().begin(), team.members().end(),
                     [&](const v1::TeamMember& member) {
                       return member.person() == person &&
                              authority::Covers(member.interval(), now);
                     });
}

std::optional<v1::Team> TeamRow(const KvReader& rows, std::string_view tenant,
                                std::string_view team) {
  return GetRow<v1::Team>(rows, authority::ResourceKey(authority::kTeamTag,
                                                       tenant, LastPart(team)));
}

// What stands behind the last zero byte of an index key.
std::string_view LastKeyPart(std::string_view key) {
  return key.substr(key.rfind('\0') + 1);
}

std::vector<std::string> TeamsOf(const KvReader& rows, std::string_view tenant,
                                 std::string_view person, absl::Time now) {
  std::vector<std::string> ids;
  const std::string prefix = authority::MemberPrefix(tenant, LastPart(person));
  rows.Scan(prefix, PrefixEnd(prefix),
            [&](std::string_view key, std::string_view) {
              ids.emplace_back(LastKeyPart(key));
              return true;
            });
  std::vector<std::string> teams;
  for (const std::string& id : ids) {
    const auto team = TeamRow(rows, tenant, id);
    if (team && IsMember(*team, person, now)) teams.push_back(team->name());
  }
  return teams;
}

// Whether the person or team holds one of the roles, wherever that is.
bool HoldsAnywhere(const KvReader& rows, std::string_view tenant,
                   const Names& roles, std::string_view holder,
                   absl::Time now) {
  std::vector<std::string> ids;
  const std::string prefix = authority::HeldPrefix(tenant, holder);
  rows.Scan(prefix, PrefixEnd(prefix),
            [&](std::string_view key, std::string_view) {
              ids.emplace_back(LastKeyPart(key));
              return true;
            });
  return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
    const auto held = GetRow<v1::Assignment>(
        rows, authority::ResourceKey(authority::kAssignmentTag, tenant, id));
    return held && IsAmong(roles, held->role()) &&
           authority::Covers(held->interval(), now);
  });
}

bool HoldsARole(const KvReader& rows, std::string_view tenant,
                const v1::Audience& audience, std::string_view person,
                const std::vector<std::string>& teams, absl::Time now) {
  if (audience.roles().empty()) return false;
  if (audience.has_scope()) {
    const authority::Directory directory(rows, tenant);
    return std::any_of(audience.roles().begin(), audience.roles().end(),
                       [&](const std::string& role) {
                         return directory
                             .Holding(person, LastPart(role), audience.scope(),
                                      now)
                             .has_value();
                       });
  }
  if (HoldsAnywhere(rows, tenant, audience.roles(), person, now)) return true;
  return std::any_of(teams.begin(), teams.end(), [&](const std::string& team) {
    return HoldsAnywhere(rows, tenant, audience.roles(), team, now);
  });
}

// People, as far as they may be read; a bounded scan.
class Candidates {
 public:
  Candidates(const KvReader& rows, std::string_view tenant)
      : rows_(rows), tenant_(tenant) {}

  void AddEveryone() {
    Scan(authority::ResourcePrefix(authority::kPersonTag, tenant_),
         [&](std::string_view, std::string_view value) {
           v1::Person person;
           person.ParseFromArray(value.data(), static_cast<int>(value.size()));
           people_.names.insert(person.name());
         });
  }
  void AddTeam(std::string_view name) {
    const auto team = TeamRow(rows_, tenant_, name);
    if (!team) return;
    for (const v1::TeamMember& member : team->members()) {
      people_.names.insert(member.person());
    }
  }
  void AddHolders(std::string_view role) {
    std::vector<std::string> ids;
    Scan(authority::RoleAssignmentsPrefix(tenant_, LastPart(role)),
         [&](std::string_view key, std::string_view) {
           ids.emplace_back(LastKeyPart(key));
         });
    for (const std::string& id : ids) {
      const auto held = GetRow<v1::Assignment>(
          rows_,
          authority::ResourceKey(authority::kAssignmentTag, tenant_, id));
      if (!held) continue;
      if (held->holder().find("/teams/") != std::string::npos) {
        AddTeam(held->holder());
      } else {
        people_.names.insert(held->holder());
      }
    }
  }
  void Add(const std::string& person) { people_.names.insert(person); }
  People Take() { return std::move(people_); }

 private:
  template <class Each>
  void Scan(const std::string& prefix, Each each) {
    rows_.Scan(prefix, PrefixEnd(prefix),
               [&](std::string_view key, std::string_view value) {
                 if (read_ == limits::kAudienceReadMax) {
                   people_.truncated = true;
                   return false;
                 }
                 ++read_;
                 each(key, value);
                 return true;
               });
  }

  const KvReader& rows_;
  const std::string_view tenant_;
  People people_;
  int read_ = 0;
};

}  // namespace

bool IsInAudience(const KvReader& rows, std::string_view tenant,
                  const v1::Audience& audience, std::string_view person,
                  absl::Time now) {
  const auto row = GetRow<v1::Person>(
      rows,
      authority::ResourceKey(authority::kPersonTag, tenant, LastPart(person)));
  if (!row || !authority::Covers(row->active_interval(), now)) return false;
  if (audience.everyone() || IsAmong(audience.people(), person)) return true;
  const std::vector<std::string> teams = TeamsOf(rows, tenant, person, now);
  for (const std::string& team : teams) {
    if (IsAmong(audience.teams(), team)) return true;
  }
  return HoldsARole(rows, tenant, audience, person, teams, now);
}

People PeopleOf(const KvReader& rows, std::string_view tenant,
                const v1::Audience& audience, absl::Time now) {
  Candidates candidates(rows, tenant);
  if (audience.everyone()) candidates.AddEveryone();
  for (const std::string& team : audience.teams()) candidates.AddTeam(team);
  for (const std::string& role : audience.roles()) candidates.AddHolders(role);
  for (const std::string& person : audience.people()) candidates.Add(person);
  People people = candidates.Take();
  std::erase_if(people.names, [&](const std::string& person) {
    return !IsInAudience(rows, tenant, audience, person, now);
  });
  return people;
}

}  // namespace csi::raci
