// Units and teams.
#include <set>

#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

namespace limits = authority::limits;

// Deeper trees of units are refused, so that a walk up always ends.
constexpr int kUnitDepthMax = 32;

absl::Status CheckUnit(const Context& context, const v1::Unit& unit,
                       const v1::Unit*) {
  RETURN_IF_ERROR(CheckDisplayName("unit.display_name", unit.display_name()));
  RETURN_IF_ERROR(CheckReference(context, "unit.parent_unit",
                                 unit.parent_unit(), "units",
                                 authority::kUnitTag, "ListUnits"));
  std::string above = unit.parent_unit();
  for (int depth = 0; !above.empty(); ++depth) {
    if (above == unit.name() || depth >= kUnitDepthMax) {
      return FieldError(
          "unit.parent_unit",
          above == unit.name()
              ? std::string("the unit would lie below itself.")
              : StrCat("units may be ", kUnitDepthMax, " levels deep."));
    }
    auto row = GetRow<v1::Unit>(
        *context.state,
        authority::ResourceKey(authority::kUnitTag, context.tenant,
                               LastPart(above)));
    above = row ? row->parent_unit() : "";
  }
  return absl::OkStatus();
}

void EmitUnit(const v1::Unit& unit, const Context&, bool, Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>().mutable_unit_changed()->mutable_unit() =
      unit;
}

absl::Status CheckTeam(const Context& context, const v1::Team& team,
                       const v1::Team*) {
  RETURN_IF_ERROR(CheckDisplayName("team.display_name", team.display_name()));
  RETURN_IF_ERROR(
      CheckCount("team.members", team.members_size(), limits::kTeamMembersMax));
  std::set<std::string> seen;
  for (int i = 0; i < team.members_size(); ++i) {
    const v1::TeamMember& member = team.members(i);
    const std::string field = StrCat("team.members[", i, "]");
    if (member.person().empty()) {
      return FieldError(StrCat(field, ".person"), "it is missing.");
    }
    RETURN_IF_ERROR(CheckReference(context, StrCat(field, ".person"),
                                   member.person(), "people",
                                   authority::kPersonTag, "ListPeople"));
    const auto& interval = member.interval();
    if (interval.has_start_time() && interval.has_end_time() &&
        authority::TimeOf(interval.start_time()) >=
            authority::TimeOf(interval.end_time())) {
      return FieldError(StrCat(field, ".interval"),
                        "it ends before it starts.");
    }
    if (!seen.insert(member.person()).second) {
      return FieldError(StrCat(field, ".person"),
                        StrCat(member.person(), " is in the list twice."));
    }
  }
  return absl::OkStatus();
}

void EmitTeam(const v1::Team& team, const Context&, bool, Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>().mutable_team_changed()->mutable_team() =
      team;
}

constexpr Kind<v1::Unit> kUnit = {
    "units",    authority::kUnitTag,    "unit",     "ListUnits",
    kMayPeople, "make or change units", &CheckUnit, &EmitUnit};
constexpr Kind<v1::Team> kTeam = {
    "teams",    authority::kTeamTag,    "team",     "ListTeams",
    kMayPeople, "make or change teams", &CheckTeam, &EmitTeam};

}  // namespace

absl::Status DecideCreateUnit(const v1::CreateUnitRequest& request,
                              const Context& context, Outcome& outcome) {
  return DecideCreate(kUnit, request, context, outcome);
}
absl::Status DecideUpdateUnit(const v1::UpdateUnitRequest& request,
                              const Context& context, Outcome& outcome) {
  return DecideUpdate(kUnit, request, context, /*own=*/false, outcome);
}
absl::Status DecideCreateTeam(const v1::CreateTeamRequest& request,
                              const Context& context, Outcome& outcome) {
  return DecideCreate(kTeam, request, context, outcome);
}
absl::Status DecideUpdateTeam(const v1::UpdateTeamRequest& request,
                              const Context& context, Outcome& outcome) {
  return DecideUpdate(kTeam, request, context, /*own=*/false, outcome);
}

}  // namespace csi::raci
