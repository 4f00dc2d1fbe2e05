#include "common/authority/fold.h"

#include "absl/container/flat_hash_map.h"
#include "common/authority/fold_matrix.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci_events.pb.h"

namespace csi::authority {
namespace {

namespace pb = ::csi::raci::v1;

struct Fold {
  std::string_view tenant;
  absl::Time time;
  KvWriter& rows;
};

template <class Resource>
void Store(const Fold& fold, std::string_view tag, const Resource& resource) {
  Resource row = resource;
  row.clear_etag();
  PutRow(fold.rows, ResourceKey(tag, fold.tenant, LastPart(row.name())), row);
}

void Apply(const pb::PersonRegistered& event, const Fold& fold) {
  Store(fold, kPersonTag, event.person());
}
void Apply(const pb::PersonChanged& event, const Fold& fold) {
  Store(fold, kPersonTag, event.person());
}

void Apply(const pb::PersonLeft& event, const Fold& fold) {
  const std::string key =
      ResourceKey(kPersonTag, fold.tenant, LastPart(event.person()));
  auto person = GetRow<pb::Person>(fold.rows, key);
  if (!person) return;
  *person->mutable_active_interval()->mutable_end_time() = event.leave_time();
  person->set_revision(event.revision());
  *person->mutable_update_time() = TimestampOf(fold.time);
  PutRow(fold.rows, key, *person);
}

void Apply(const pb::AbsenceRecorded& event, const Fold& fold) {
  const std::string key =
      ResourceKey(kPersonTag, fold.tenant, LastPart(event.person()));
  auto person = GetRow<pb::Person>(fold.rows, key);
  if (!person) return;
  *person->add_absences() = event.absence();
  person->set_revision(event.revision());
  *person->mutable_update_time() = TimestampOf(fold.time);
  PutRow(fold.rows, key, *person);
}

void Apply(const pb::UnitChanged& event, const Fold& fold) {
  Store(fold, kUnitTag, event.unit());
}

void Apply(const pb::TeamChanged& event, const Fold& fold) {
  const std::string_view id = LastPart(event.team().name());
  auto old =
      GetRow<pb::Team>(fold.rows, ResourceKey(kTeamTag, fold.tenant, id));
  if (old) {
    for (const pb::TeamMember& member : old->members()) {
      fold.rows.Delete(MemberKey(fold.tenant, LastPart(member.person()), id));
    }
  }
  Store(fold, kTeamTag, event.team());
  for (const pb::TeamMember& member : event.team().members()) {
    fold.rows.Put(MemberKey(fold.tenant, LastPart(member.person()), id), "");
  }
}

void Apply(const pb::RoleDefined& event, const Fold& fold) {
  Store(fold, kRoleTag, event.role());
  const auto binding = event.role().binding();
  fold.rows.Put(BindingKey(fold.tenant, LastPart(event.role().name())),
                binding == pb::ROLE_BINDING_PROCESS   ? "p"
                : binding == pb::ROLE_BINDING_SERVICE ? "s"
                                                      : "");
}

void Apply(const pb::ServiceDefined& event, const Fold& fold) {
  Store(fold, kServiceTag, event.service());
}
void Apply(const pb::ProcessDefined& event, const Fold& fold) {
  Store(fold, kProcessTag, event.process());
}
void Apply(const pb::CalendarChanged& event, const Fold& fold) {
  Store(fold, kCalendarTag, event.calendar());
}

// The assignment and its index rows; a second one under the generic role.
void StoreAssignment(const pb::Assignment& assignment,
                     const std::string& generic_role,
                     const std::string& generic_process, const Fold& fold) {
  Store(fold, kAssignmentTag, assignment);
  const std::string_view id = LastPart(assignment.name());
  pb::Assignment small;
  small.set_name(assignment.name());
  small.set_role(assignment.role());
  small.set_holder(assignment.holder());
  small.set_deputy_of(assignment.deputy_of());
  small.set_bootstrap(assignment.bootstrap());
  *small.mutable_interval() = assignment.interval();
  auto put = [&](std::string_view role, const ScopeParts& scope) {
    PutRow(fold.rows, AtKey(fold.tenant, role, scope, id), small);
  };
  const ScopeParts parts = PartsOf(assignment.scope());
  put(LastPart(assignment.role()), parts);
  if (!generic_role.empty()) {
    ScopeParts generic = parts;
    generic[kProcess] = LastPart(generic_process);
    put(LastPart(generic_role), generic);
  }
  fold.rows.Put(HeldKey(fold.tenant, assignment.holder(), id), "");
}

void Apply(const pb::HolderAppointed& event, const Fold& fold) {
  StoreAssignment(event.assignment(), event.generic_role(),
                  event.generic_process(), fold);
}
void Apply(const pb::AssignmentEnded& event, const Fold& fold) {
  StoreAssignment(event.assignment(), event.generic_role(),
                  event.generic_process(), fold);
}

void Apply(const pb::RoleVacated& event, const Fold& fold) {
  const pb::Vacancy& vacancy = event.vacancy();
  PutRow(fold.rows,
         VacancyKey(fold.tenant, LastPart(vacancy.role()),
                    PartsOf(vacancy.scope())),
         vacancy);
}
void Apply(const pb::RoleFilled& event, const Fold& fold) {
  const pb::Vacancy& vacancy = event.vacancy();
  fold.rows.Delete(VacancyKey(fold.tenant, LastPart(vacancy.role()),
                              PartsOf(vacancy.scope())));
}

void Apply(const pb::MatrixDrafted& event, const Fold& fold) {
  Store(fold, kMatrixTag, event.matrix());
}
void Apply(const pb::MatrixChanged& event, const Fold& fold) {
  Store(fold, kMatrixTag, event.matrix());
}
void Apply(const pb::MatrixTested& event, const Fold& fold) {
  Store(fold, kMatrixTag, event.matrix());
}

void Apply(const pb::MatrixDeployed& event, const Fold& fold) {
  Store(fold, kMatrixTag, event.matrix());
  IndexDeployed(event.matrix(), fold.tenant, fold.rows);
}

void Apply(const pb::MatrixRetired& event, const Fold& fold) {
  Store(fold, kMatrixTag, event.matrix());
  if (!event.matrix().has_deploy_time()) return;
  IndexRetired(event.matrix(), fold.tenant, fold.rows);
}

void Apply(const pb::AuthorityLimitSet& event, const Fold& fold) {
  const pb::AuthorityLimit& limit = event.limit();
  const std::string_view id = LastPart(limit.name());
  auto old = GetRow<pb::AuthorityLimit>(
      fold.rows, ResourceKey(kLimitTag, fold.tenant, id));
  const std::string because = StrCat("limit/", id);
  if (old) {
    fold.rows.Delete(
        LimitKey(fold.tenant, LastPart(old->role()), old->activity(), id));
    fold.rows.Delete(
        AccountableKey(fold.tenant, LastPart(old->beyond()), because));
  }
  Store(fold, kLimitTag, limit);
  fold.rows.Put(
      LimitKey(fold.tenant, LastPart(limit.role()), limit.activity(), id), "");
  if (!limit.beyond().empty()) {
    fold.rows.Put(
        AccountableKey(fold.tenant, LastPart(limit.beyond()), because), "");
  }
}

void Apply(const pb::AppointmentRightSet& event, const Fold& fold) {
  const pb::AppointmentRight& right = event.right();
  const std::string_view id = LastPart(right.name());
  auto old = GetRow<pb::AppointmentRight>(
      fold.rows, ResourceKey(kRightTag, fold.tenant, id));
  if (old) {
    fold.rows.Delete(
        RightKey(fold.tenant, LastPart(old->appointed_role()), id));
  }
  Store(fold, kRightTag, right);
  fold.rows.Put(RightKey(fold.tenant, LastPart(right.appointed_role()), id),
                LastPart(right.appointer_role()));
}

void Apply(const pb::ReportingLineSet& event, const Fold& fold) {
  const pb::ReportingLine& line = event.line();
  const std::string_view id = LastPart(line.name());
  auto old = GetRow<pb::ReportingLine>(fold.rows,
                                       ResourceKey(kLineTag, fold.tenant, id));
  if (old) {
    fold.rows.Delete(LineKey(fold.tenant, LastPart(old->from_role()),
                             old->purpose(), old->rank(), id));
  }
  Store(fold, kLineTag, line);
  fold.rows.Put(LineKey(fold.tenant, LastPart(line.from_role()), line.purpose(),
                        line.rank(), id),
                LastPart(line.to_role()));
}

// What a pack brought stands in the events beside it.
void Apply(const pb::PackApplied&, const Fold&) {}

using ApplyFn = void (*)(const google::protobuf::Message&, const Fold&);

struct Row {
  const google::protobuf::Message* prototype;
  ApplyFn apply;
};

template <class Event>
void AddRow(absl::flat_hash_map<std::string, Row>& table) {
  table[Event::descriptor()->full_name()] = {
      &Event::default_instance(),
      [](const google::protobuf::Message& event, const Fold& fold) {
        Apply(static_cast<const Event&>(event), fold);
      }};
}

template <class... Events>
absl::flat_hash_map<std::string, Row> TableOf() {
  absl::flat_hash_map<std::string, Row> table;
  (AddRow<Events>(table), ...);
  return table;
}

const absl::flat_hash_map<std::string, Row>& Table() {
  static const auto& table = *new absl::flat_hash_map<std::string, Row>(
      TableOf<pb::PersonRegistered, pb::PersonChanged, pb::PersonLeft,
              pb::AbsenceRecorded, pb::UnitChanged, pb::TeamChanged,
              pb::RoleDefined, pb::ServiceDefined, pb::ProcessDefined,
              pb::CalendarChanged, pb::HolderAppointed, pb::AssignmentEnded,
              pb::RoleVacated, pb::RoleFilled, pb::MatrixDrafted,
              pb::MatrixChanged, pb::MatrixTested, pb::MatrixDeployed,
              pb::MatrixRetired, pb::AuthorityLimitSet, pb::AppointmentRightSet,
              pb::ReportingLineSet, pb::PackApplied>());
  return table;
}

}  // namespace

void FoldDirectory(const google::protobuf::Message& event,
                   std::string_view tenant, std::string_view actor,
                   absl::Time time, KvWriter& rows) {
  auto row = Table().find(event.GetDescriptor()->full_name());
  if (row == Table().end()) return;
  if (!actor.empty() && !rows.Has(FirstActorKey(tenant))) {
    rows.Put(FirstActorKey(tenant), actor);
  }
  row->second.apply(event, Fold{tenant, time, rows});
}

void FoldDirectoryEvent(const common::v1::CloudEvent& event, KvWriter& rows) {
  auto row = Table().find(event.type());
  if (row == Table().end()) return;
  std::unique_ptr<google::protobuf::Message> data(row->second.prototype->New());
  if (!data->ParseFromString(event.data())) return;
  FoldDirectory(*data, event.tenant(), LastPart(event.actor()),
                TimeOf(event.time()), rows);
}

}  // namespace csi::authority
