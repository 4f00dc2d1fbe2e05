// PreviewLeaver, AuditSkills, SuggestHolders.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/raci/domain/leave_preview.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/skills.h"
#include "services/raci/domain/standing.h"
#include "services/raci/server/queries.h"

namespace csi::raci {
namespace {

constexpr int kAuditHoldersMax = 1000;
constexpr int kSuggestPeopleMax = 10000;
constexpr int kSuggestionsMax = 100;
constexpr int kSuggestionsDefault = 10;

absl::StatusOr<v1::Person> LoadPerson(const QueryContext& context,
                                      std::string_view field,
                                      const std::string& name) {
  return Load<v1::Person>(context.state, context.tenant, field, name, "people",
                          authority::kPersonTag, "ListPeople");
}

absl::StatusOr<v1::Role> LoadRole(const QueryContext& context,
                                  const std::string& name) {
  return Load<v1::Role>(context.state, context.tenant, "role", name, "roles",
                        authority::kRoleTag, "ListRoles");
}

template <class Request>
absl::Time AsOf(const QueryContext& context, const Request& request) {
  return request.has_as_of() ? authority::TimeOf(request.as_of()) : context.now;
}

bool ActiveAt(const v1::Person& person, absl::Time time) {
  return !person.active_interval().has_end_time() ||
         authority::TimeOf(person.active_interval().end_time()) > time;
}

class SkillAudit {
 public:
  SkillAudit(const QueryContext& context, const v1::AuditSkillsRequest& request,
             v1::AuditSkillsResponse& reply)
      : context_(context),
        request_(request),
        as_of_(AsOf(context, request)),
        reply_(reply) {}

  // False when no more are looked at.
  bool Add(const v1::Role& role, const v1::Assignment& assignment) {
    if (!authority::Covers(assignment.interval(), as_of_)) return true;
    if (IsTeamName(assignment.holder())) return AddTeam(role, assignment);
    return AddPerson(role, assignment, assignment.holder());
  }

 private:
  static bool IsTeamName(std::string_view holder) {
    return holder.find("/teams/") != std::string_view::npos;
  }

  bool AddTeam(const v1::Role& role, const v1::Assignment& assignment) {
    auto team = GetRow<v1::Team>(
        context_.state,
        authority::ResourceKey(authority::kTeamTag, context_.tenant,
                               LastPart(assignment.holder())));
    if (!team) return true;
    for (const v1::TeamMember& member : team->members()) {
      if (authority::Covers(member.interval(), as_of_) &&
          !AddPerson(role, assignment, member.person())) {
        return false;
      }
    }
    return true;
  }

  bool AddPerson(const v1::Role& role, const v1::Assignment& assignment,
                 const std::string& name) {
    if (reply_.holders() == kAuditHoldersMax) {
      reply_.set_truncated(true);
      return false;
    }
    auto person = GetRow<v1::Person>(
        context_.state,
        authority::ResourceKey(authority::kPersonTag, context_.tenant,
                               LastPart(name)));
    if (!person) return true;
    reply_.set_holders(reply_.holders() + 1);
    for (v1::SkillRow& row : CompareSkills(role, *person)) {
      if (request_.gaps_only() && !row.gap()) continue;
      row.set_assignment(assignment.name());
      *reply_.add_rows() = std::move(row);
    }
    return true;
  }

  const QueryContext& context_;
  const v1::AuditSkillsRequest& request_;
  const absl::Time as_of_;
  v1::AuditSkillsResponse& reply_;
};

absl::Status AuditRole(const QueryContext& context, const std::string& name,
                       SkillAudit& audit) {
  ASSIGN_OR_RETURN(const v1::Role role, LoadRole(context, name));
  context.state.ScanPrefix(
      authority::RoleAssignmentsPrefix(context.tenant, LastPart(role.name())),
      [&](std::string_view, std::string_view value) {
        v1::Assignment assignment;
        assignment.ParseFromArray(value.data(), static_cast<int>(value.size()));
        return audit.Add(role, assignment);
      });
  return absl::OkStatus();
}

absl::Status AuditPerson(const QueryContext& context,
                         const v1::AuditSkillsRequest& request,
                         SkillAudit& audit) {
  ASSIGN_OR_RETURN(const v1::Person person,
                   LoadPerson(context, "person", request.person()));
  for (const v1::Assignment& assignment :
       StandingAssignments(context.state, context.tenant, person.name(),
                           AsOf(context, request))) {
    if (!request.role().empty() && assignment.role() != request.role()) {
      continue;
    }
    ASSIGN_OR_RETURN(const v1::Role role, LoadRole(context, assignment.role()));
    if (!audit.Add(role, assignment)) break;
  }
  return absl::OkStatus();
}

v1::HolderSuggestion Suggest(const QueryContext& context, const v1::Role& role,
                             const v1::Person& person, absl::Time as_of) {
  v1::HolderSuggestion suggestion;
  suggestion.set_person(person.name());
  suggestion.set_display_name(person.display_name());
  for (v1::SkillRow& row : CompareSkills(role, person)) {
    suggestion.set_skills_required(suggestion.skills_required() + 1);
    if (row.gap()) {
      *suggestion.add_gaps() = std::move(row);
    } else {
      suggestion.set_skills_met(suggestion.skills_met() + 1);
    }
  }
  for (const v1::Assignment& assignment : StandingAssignments(
           context.state, context.tenant, person.name(), as_of)) {
    if (!authority::Covers(assignment.interval(), as_of)) continue;
    suggestion.set_assignments(suggestion.assignments() + 1);
    suggestion.set_allocation_percent(suggestion.allocation_percent() +
                                      assignment.allocation_percent());
  }
  return suggestion;
}

// People who hold the role somewhere already.
std::set<std::string> HoldersNow(const QueryContext& context,
                                 const v1::Role& role, absl::Time as_of) {
  std::set<std::string> holders;
  context.state.ScanPrefix(
      authority::RoleAssignmentsPrefix(context.tenant, LastPart(role.name())),
      [&](std::string_view, std::string_view value) {
        v1::Assignment assignment;
        assignment.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (authority::Covers(assignment.interval(), as_of)) {
          holders.insert(assignment.holder());
        }
        return true;
      });
  return holders;
}

}  // namespace

absl::Status PreviewLeaver(const QueryContext& context,
                           const v1::PreviewLeaverRequest& request,
                           v1::PreviewLeaverResponse* reply) {
  ASSIGN_OR_RETURN(const v1::Person person,
                   LoadPerson(context, "name", request.name()));
  if (!request.successor().empty()) {
    RETURN_IF_ERROR(
        LoadPerson(context, "successor", request.successor()).status());
    if (request.successor() == request.name()) {
      return FieldError("successor", "it is the same person; name another.");
    }
  }
  const absl::Time leave = request.has_leave_time()
                               ? authority::TimeOf(request.leave_time())
                               : context.now;
  if (leave < context.now) {
    return FieldError("leave_time",
                      "what was is known: ResolveRaci and ListVacancies tell. "
                      "Leave it empty for now, or name a time to come.");
  }
  *reply = PreviewLeave(context.state, context.tenant, person.name(),
                        request.successor(), leave, context.now);
  return absl::OkStatus();
}

absl::Status AuditSkills(const QueryContext& context,
                         const v1::AuditSkillsRequest& request,
                         v1::AuditSkillsResponse* reply) {
  if (request.role().empty() && request.person().empty()) {
    return FieldError("role", "name a role, a person, or both.");
  }
  SkillAudit audit(context, request, *reply);
  return request.person().empty() ? AuditRole(context, request.role(), audit)
                                  : AuditPerson(context, request, audit);
}

absl::Status SuggestHolders(const QueryContext& context,
                            const v1::SuggestHoldersRequest& request,
                            v1::SuggestHoldersResponse* reply) {
  if (request.limit() < 0 || request.limit() > kSuggestionsMax) {
    return FieldError("limit", "it must be 0 to 100; 0 means 10.");
  }
  ASSIGN_OR_RETURN(const v1::Role role, LoadRole(context, request.role()));
  const absl::Time as_of = AsOf(context, request);
  const std::set<std::string> holders = HoldersNow(context, role, as_of);
  std::vector<v1::HolderSuggestion> found;
  context.state.ScanPrefix(
      authority::ResourcePrefix(authority::kPersonTag, context.tenant),
      [&](std::string_view, std::string_view value) {
        if (reply->considered() == kSuggestPeopleMax) {
          reply->set_truncated(true);
          return false;
        }
        v1::Person person;
        person.ParseFromArray(value.data(), static_cast<int>(value.size()));
        reply->set_considered(reply->considered() + 1);
        if (ActiveAt(person, as_of) && !holders.contains(person.name())) {
          found.push_back(Suggest(context, role, person, as_of));
        }
        return true;
      });
  const size_t limit =
      request.limit() == 0 ? kSuggestionsDefault : request.limit();
  const auto end = found.begin() + std::min(limit, found.size());
  std::partial_sort(found.begin(), end, found.end(), &IsBetter);
  for (auto each = found.begin(); each != end; ++each) {
    *reply->add_suggestions() = std::move(*each);
  }
  return absl::OkStatus();
}

}  // namespace csi::raci
