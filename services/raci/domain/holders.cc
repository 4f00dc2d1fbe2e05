#include "services/raci/domain/holders.h"

#include <vector>

#include "common/authority/directory.h"
#include "common/authority/rows.h"
#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {
namespace {

using authority::ScopeParts;

v1::Assignment ParseAssignment(std::string_view value) {
  v1::Assignment row;
  row.ParseFromArray(value.data(), static_cast<int>(value.size()));
  return row;
}

// The first assignment in exactly this slot that overlaps `wanted`, by the same
// or by another holder.
std::optional<v1::Assignment> Overlapping(const Context& context,
                                          std::string_view role,
                                          const ScopeParts& scope,
                                          const v1::Assignment& wanted,
                                          bool same_holder) {
  std::optional<v1::Assignment> found;
  context.state->ScanPrefix(
      authority::AtPrefix(context.tenant, role, scope),
      [&](std::string_view, std::string_view value) {
        v1::Assignment row = ParseAssignment(value);
        if ((row.holder() == wanted.holder()) == same_holder &&
            authority::Overlap(row.interval(), wanted.interval())) {
          found = std::move(row);
        }
        return !found;
      });
  return found;
}

std::string Since(const v1::Assignment& assignment) {
  return absl::FormatTime("%Y-%m-%d %H:%M",
                          authority::TimeOf(assignment.interval().start_time()),
                          absl::UTCTimeZone());
}

absl::Status SecondOwner(const Context& context, const v1::Role& role,
                         const v1::Assignment& first,
                         const v1::Assignment& second, std::string_view where) {
  const authority::Directory directory(*context.state, context.tenant);
  const std::string holder = directory.DisplayName(first.holder());
  const std::string wanted = directory.DisplayName(second.holder());
  return Refusal(
      common::v1::ERROR_REASON_SECOND_OWNER,
      StrCat(holder, " is the ", role.display_name(), " of ", where, " since ",
             Since(first), " (", first.name(), "); ", wanted,
             " cannot be a second one. At any time there is one: end that "
             "assignment first, or appoint ",
             wanted, " from its end."),
      {{"first", first.holder()},
       {"second", second.holder()},
       {"assignment", first.name()}});
}

absl::Status TeamAccountable(const Context& context, std::string_view team,
                             std::string_view role) {
  const authority::Directory directory(*context.state, context.tenant);
  return Refusal(
      common::v1::ERROR_REASON_RULE_VIOLATED,
      StrCat(directory.DisplayName(team), " is a team; the ",
             directory.RoleTitle(role),
             " is accountable, and only one person can be. Appoint one person "
             "(rule P6)."),
      {{"rule", "P6"}, {"team", std::string(team)}});
}

}  // namespace

bool IsTeam(std::string_view holder) {
  return holder.find("/teams/") != std::string_view::npos;
}

bool MakesAccountable(const Context& context, std::string_view role) {
  bool makes = false;
  context.state->ScanPrefix(authority::AccountablePrefix(context.tenant, role),
                            [&](std::string_view, std::string_view) {
                              makes = true;
                              return false;
                            });
  return makes;
}

std::optional<std::pair<v1::Assignment, v1::Assignment>> FindDoubled(
    const Context& context, std::string_view role) {
  std::optional<std::pair<v1::Assignment, v1::Assignment>> doubled;
  if (mutants::kTwoAccountable) return doubled;
  std::string slot;
  std::vector<v1::Assignment> standing;
  common::v1::Interval from_now;
  *from_now.mutable_start_time() = authority::TimestampOf(context.now);
  context.state->ScanPrefix(
      authority::RoleAssignmentsPrefix(context.tenant, role),
      [&](std::string_view key, std::string_view value) {
        // Keys of one scope follow each other; the assignment is the last part.
        const std::string_view here = key.substr(0, key.rfind('\0'));
        if (here != slot) {
          slot = std::string(here);
          standing.clear();
        }
        v1::Assignment row = ParseAssignment(value);
        if (!authority::Overlap(row.interval(), from_now)) return true;
        for (const v1::Assignment& other : standing) {
          if (other.holder() != row.holder() &&
              authority::Overlap(other.interval(), row.interval())) {
            doubled = {other, row};
            return false;
          }
        }
        standing.push_back(std::move(row));
        return true;
      });
  return doubled;
}

absl::Status TwoAccountable(const Context& context, std::string_view first,
                            std::string_view second, std::string_view what) {
  const authority::Directory directory(*context.state, context.tenant);
  return Refusal(
      common::v1::ERROR_REASON_TWO_ACCOUNTABLE,
      StrCat(directory.DisplayName(first), " and ",
             directory.DisplayName(second), " would both be accountable (",
             what,
             "). Only one person can be accountable. End one of the two "
             "assignments, or give one of them another scope (rule H1)."),
      {{"rule", "H1"},
       {"first", std::string(first)},
       {"second", std::string(second)}});
}

absl::Status CheckMayMakeAccountable(const Context& context,
                                     std::string_view role) {
  const authority::Directory directory(*context.state, context.tenant);
  if (auto doubled = FindDoubled(context, role)) {
    return TwoAccountable(context, doubled->first.holder(),
                          doubled->second.holder(),
                          StrCat("as ", directory.RoleTitle(role)));
  }
  absl::Status status;
  context.state->ScanPrefix(
      authority::RoleAssignmentsPrefix(context.tenant, role),
      [&](std::string_view, std::string_view value) {
        const v1::Assignment row = ParseAssignment(value);
        common::v1::Interval from_now;
        *from_now.mutable_start_time() = authority::TimestampOf(context.now);
        if (IsTeam(row.holder()) &&
            authority::Overlap(row.interval(), from_now)) {
          status = TeamAccountable(context, row.holder(), role);
        }
        return status.ok();
      });
  return status;
}

absl::Status CheckMayHold(const Context& context, const v1::Role& role,
                          const v1::Assignment& assignment) {
  const bool unique =
      role.uniqueness() == v1::ROLE_UNIQUENESS_ONE_PER_PROCESS ||
      role.uniqueness() == v1::ROLE_UNIQUENESS_ONE_PER_SERVICE;
  const authority::Directory directory(*context.state, context.tenant);
  for (const Slot& slot : SlotsOf(*context.state, context.tenant, assignment)) {
    const ScopeParts scope = authority::PartsOf(slot.scope);
    const std::string where = authority::ScopeText(scope);
    const bool accountable = MakesAccountable(context, slot.role);
    if ((unique || accountable) && IsTeam(assignment.holder())) {
      return TeamAccountable(context, assignment.holder(), slot.role);
    }
    if (auto same = Overlapping(context, slot.role, scope, assignment, true)) {
      return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                     StrCat(directory.DisplayName(assignment.holder()),
                            " already holds ", directory.RoleTitle(slot.role),
                            " in ", where, ": see ", same->name(), "."),
                     {{"assignment", same->name()}});
    }
    auto other = Overlapping(context, slot.role, scope, assignment, false);
    if (!other) continue;
    if (unique) return SecondOwner(context, role, *other, assignment, where);
    if (accountable && !mutants::kTwoAccountable) {
      return TwoAccountable(context, other->holder(), assignment.holder(),
                            StrCat("as ", role.display_name(), " in ", where));
    }
    if (role.uniqueness() == v1::ROLE_UNIQUENESS_DISJOINT_SCOPES) {
      return Refusal(
          common::v1::ERROR_REASON_RULE_VIOLATED,
          StrCat(directory.DisplayName(other->holder()), " is already ",
                 role.display_name(), " in ", where, " (", other->name(),
                 "), and ", directory.DisplayName(assignment.holder()),
                 " would be a second one. Several are allowed in different "
                 "scopes only: split them by geography, technology or unit "
                 "(rule P2)."),
          {{"rule", "P2"},
           {"first", other->holder()},
           {"second", assignment.holder()}});
    }
  }
  return absl::OkStatus();
}

}  // namespace csi::raci
