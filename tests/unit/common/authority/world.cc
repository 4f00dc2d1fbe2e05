#include "tests/unit/common/authority/world.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "common/domain/names.h"

namespace csi::authority {

namespace pb = ::csi::raci::v1;

absl::Time Hour(int hour) { return kStart + absl::Hours(hour); }

std::string Name(std::string_view collection, std::string_view id) {
  return ResourceName("acme", collection, id);
}

common::v1::Scope Scoped(std::string_view service, std::string_view process) {
  common::v1::Scope scope;
  if (!service.empty()) scope.set_service(Name("services", service));
  if (!process.empty()) scope.set_process(Name("processes", process));
  return scope;
}

World::World() {
  Role("csi-manager", pb::ROLE_BINDING_UNSPECIFIED);
  Role("it-director", pb::ROLE_BINDING_UNSPECIFIED);
  Role("service-owner", pb::ROLE_BINDING_SERVICE);
  Role("process-owner", pb::ROLE_BINDING_PROCESS);
  Role("analyst", pb::ROLE_BINDING_UNSPECIFIED);
  for (const char* id : {"anna", "bob", "carol", "dave", "erin"}) {
    std::string display(id);
    display[0] = static_cast<char>(display[0] - 'a' + 'A');
    Person(id, display);
  }
}

void World::Fold(const google::protobuf::Message& event,
                 std::string_view actor) {
  FoldDirectory(event, "acme", actor, kStart, rows);
}

void World::Person(std::string_view id, std::string_view display_name) {
  pb::PersonRegistered event;
  event.mutable_person()->set_name(Name("people", id));
  event.mutable_person()->set_display_name(std::string(display_name));
  Fold(event);
}

void World::Role(std::string_view id, pb::RoleBinding binding) {
  pb::RoleDefined event;
  event.mutable_role()->set_name(Name("roles", id));
  event.mutable_role()->set_binding(binding);
  Fold(event);
}

void World::Team(std::string_view id, const std::vector<std::string>& people) {
  pb::TeamChanged event;
  event.mutable_team()->set_name(Name("teams", id));
  event.mutable_team()->set_display_name(std::string(id));
  for (const std::string& person : people) {
    event.mutable_team()->add_members()->set_person(Name("people", person));
  }
  Fold(event);
}

void World::Assign(std::string_view id, std::string_view role,
                   std::string_view holder, const common::v1::Scope& scope,
                   int start, int end) {
  pb::HolderAppointed event;
  pb::Assignment& assignment = *event.mutable_assignment();
  assignment.set_name(Name("assignments", id));
  assignment.set_role(Name("roles", role));
  assignment.set_holder(holder.find('/') == std::string_view::npos
                            ? Name("people", holder)
                            : "tenants/acme/" + std::string(holder));
  *assignment.mutable_scope() = scope;
  *assignment.mutable_interval()->mutable_start_time() =
      TimestampOf(Hour(start));
  if (end >= 0) {
    *assignment.mutable_interval()->mutable_end_time() = TimestampOf(Hour(end));
  }
  Fold(event);
}

void World::Leave(std::string_view person, int hour) {
  pb::PersonLeft event;
  event.set_person(Name("people", person));
  *event.mutable_leave_time() = TimestampOf(Hour(hour));
  Fold(event);
}

void World::Absent(std::string_view person, std::string_view deputy, int start,
                   int end) {
  pb::AbsenceRecorded event;
  event.set_person(Name("people", person));
  event.mutable_absence()->set_deputy(Name("people", deputy));
  auto& interval = *event.mutable_absence()->mutable_interval();
  *interval.mutable_start_time() = TimestampOf(Hour(start));
  *interval.mutable_end_time() = TimestampOf(Hour(end));
  Fold(event);
}

void World::Line(std::string_view from, std::string_view to, int rank) {
  pb::ReportingLineSet event;
  pb::ReportingLine& line = *event.mutable_line();
  line.set_name(
      Name("reportingLines", std::string(from) + "-" + std::string(to)));
  line.set_from_role(Name("roles", from));
  line.set_to_role(Name("roles", to));
  line.set_purpose("accountability");
  line.set_rank(rank);
  Fold(event);
}

pb::Matrix World::Matrix(std::string_view id, std::string_view variant,
                         const std::vector<std::string>& cells) {
  pb::Matrix matrix;
  matrix.set_name(Name("matrices", id));
  matrix.set_variant(std::string(variant));
  matrix.set_version("1");
  for (const std::string& text : cells) {
    const std::vector<std::string> part = absl::StrSplit(text, ' ');
    const std::string column_id =
        part[1][0] == '@' ? part[1].substr(1) : part[1];
    if (std::none_of(matrix.activities().begin(), matrix.activities().end(),
                     [&](const auto& a) { return a.id() == part[0]; })) {
      matrix.add_activities()->set_id(part[0]);
    }
    if (std::none_of(matrix.columns().begin(), matrix.columns().end(),
                     [&](const auto& c) { return c.id() == column_id; })) {
      pb::MatrixColumn& column = *matrix.add_columns();
      column.set_id(column_id);
      column.set_title(column_id);
      if (part[1] == "@accountable") {
        column.set_computed(pb::COMPUTED_COLUMN_ACCOUNTABLE_PERSON);
      } else if (part[1] == "@subject") {
        column.set_computed(pb::COMPUTED_COLUMN_SUBJECT_OWNER);
      } else {
        column.set_role(Name("roles", column_id));
      }
    }
    pb::MatrixCell& cell = *matrix.add_cells();
    cell.set_activity(part[0]);
    cell.set_column(column_id);
    for (char letter : part[2]) {
      if (letter == 'R') cell.add_letters(common::v1::LETTER_RESPONSIBLE);
      if (letter == 'A') cell.add_letters(common::v1::LETTER_ACCOUNTABLE);
      if (letter == 'C') cell.add_letters(common::v1::LETTER_CONSULTED);
      if (letter == 'I') cell.add_letters(common::v1::LETTER_INFORMED);
      if (letter == '!') cell.set_blocking(true);
    }
  }
  return matrix;
}

void World::Deploy(pb::Matrix matrix, int hour) {
  pb::MatrixDeployed event;
  *matrix.mutable_deploy_time() = TimestampOf(Hour(hour));
  *event.mutable_matrix() = std::move(matrix);
  Fold(event);
}

void World::Retire(pb::Matrix matrix, int deployed, int hour) {
  pb::MatrixRetired event;
  *matrix.mutable_deploy_time() = TimestampOf(Hour(deployed));
  *matrix.mutable_retire_time() = TimestampOf(Hour(hour));
  *event.mutable_matrix() = std::move(matrix);
  Fold(event);
}

Question World::Ask(std::string_view activity, const common::v1::Scope& scope,
                    int hour) const {
  Question question;
  question.activity = activity;
  question.scope = scope;
  question.as_of = Hour(hour);
  return question;
}

}  // namespace csi::authority
