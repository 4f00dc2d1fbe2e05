#include "tests/unit/services/raci/raci_world.h"

#include <set>

#include "common/base/check.h"
#include "services/raci/domain/raci_domain.h"

namespace csi::raci {

common::v1::Scope Scoped(std::string_view service, std::string_view process) {
  common::v1::Scope scope;
  if (!service.empty()) scope.set_service(Name("services", service));
  if (!process.empty()) scope.set_process(Name("processes", process));
  return scope;
}

v1::MatrixCell Cell(std::string_view activity, std::string_view column,
                    std::string_view letters) {
  v1::MatrixCell cell;
  cell.set_activity(std::string(activity));
  cell.set_column(std::string(column));
  for (char letter : letters) {
    if (letter == 'R') cell.add_letters(common::v1::LETTER_RESPONSIBLE);
    if (letter == 'A') cell.add_letters(common::v1::LETTER_ACCOUNTABLE);
    if (letter == 'C') cell.add_letters(common::v1::LETTER_CONSULTED);
    if (letter == 'I') cell.add_letters(common::v1::LETTER_INFORMED);
    if (letter == '!') cell.set_blocking(true);
  }
  return cell;
}

RaciWorld::RaciWorld(Kind kind) {
  runner.Add(MakeRaciDomain());
  runner.ActAs("root");
  if (kind == Kind::kEmpty) return;
  CSI_CHECK(ApplyPack().ok(), "the pack applies");
  for (const char* id : {"anna", "bob", "carol", "dave", "erin", "frank"}) {
    std::string display(id);
    display[0] = static_cast<char>(display[0] - 'a' + 'A');
    CSI_CHECK(AddPerson(id, display).ok(), id);
  }
  CSI_CHECK(AddService("email").ok(), "email");
  CSI_CHECK(AddProcess("release").ok(), "release");
}

absl::Status RaciWorld::ApplyPack() {
  v1::ApplyPackRequest request;
  request.set_parent("tenants/acme");
  return Call<v1::ApplyPackResponse>("ApplyPack", request).status();
}

absl::StatusOr<v1::Person> RaciWorld::AddPerson(std::string_view id,
                                                std::string_view display_name) {
  v1::CreatePersonRequest request;
  request.set_parent("tenants/acme");
  request.set_person_id(std::string(id));
  request.mutable_person()->set_display_name(std::string(display_name));
  return Call<v1::Person>("CreatePerson", request);
}

absl::Status RaciWorld::AddService(std::string_view id) {
  v1::CreateServiceRequest request;
  request.set_parent("tenants/acme");
  request.set_service_id(std::string(id));
  request.mutable_service()->set_display_name(std::string(id));
  return Call<v1::Service>("CreateService", request).status();
}

absl::Status RaciWorld::AddProcess(std::string_view id) {
  v1::CreateProcessRequest request;
  request.set_parent("tenants/acme");
  request.set_process_id(std::string(id));
  request.mutable_process()->set_display_name(std::string(id));
  return Call<v1::Process>("CreateProcess", request).status();
}

absl::StatusOr<v1::Assignment> RaciWorld::Appoint(
    std::string_view id, std::string_view role, std::string_view holder,
    const common::v1::Scope& scope) {
  v1::AppointHolderRequest request;
  request.set_parent("tenants/acme");
  request.set_assignment_id(std::string(id));
  request.mutable_assignment()->set_role(Name("roles", role));
  request.mutable_assignment()->set_holder(
      holder.find('/') == std::string_view::npos
          ? Name("people", holder)
          : "tenants/acme/" + std::string(holder));
  *request.mutable_assignment()->mutable_scope() = scope;
  return Call<v1::Assignment>("AppointHolder", request);
}

absl::StatusOr<v1::Assignment> RaciWorld::End(std::string_view id) {
  v1::EndAssignmentRequest request;
  request.set_name(Name("assignments", id));
  return Call<v1::Assignment>("EndAssignment", request);
}

absl::StatusOr<v1::Person> RaciWorld::Leave(std::string_view person) {
  v1::RegisterLeaverRequest request;
  request.set_name(Name("people", person));
  return Call<v1::Person>("RegisterLeaver", request);
}

absl::StatusOr<v1::Matrix> RaciWorld::Test(std::string_view id) {
  v1::TestMatrixRequest request;
  request.set_name(Name("matrices", id));
  return Call<v1::Matrix>("TestMatrix", request);
}

absl::StatusOr<v1::Matrix> RaciWorld::Deploy(std::string_view id) {
  v1::DeployMatrixRequest request;
  request.set_name(Name("matrices", id));
  return Call<v1::Matrix>("DeployMatrix", request);
}

absl::Status RaciWorld::TestAndDeploy(std::string_view id) {
  absl::Status tested = Test(id).status();
  return tested.ok() ? Deploy(id).status() : tested;
}

absl::StatusOr<v1::Matrix> RaciWorld::AddMatrix(
    std::string_view id, const std::vector<std::string>& cells,
    std::string_view variant) {
  v1::CreateMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_matrix_id(std::string(id));
  v1::Matrix& matrix = *request.mutable_matrix();
  matrix.set_variant(std::string(variant));
  std::set<std::string> seen;
  for (const std::string& text : cells) {
    const size_t first = text.find(' ');
    const size_t second = text.find(' ', first + 1);
    const std::string activity = text.substr(0, first);
    const std::string role = text.substr(first + 1, second - first - 1);
    if (seen.insert("a/" + activity).second) {
      matrix.add_activities()->set_id(activity);
      matrix.mutable_activities(matrix.activities_size() - 1)
          ->set_title(activity);
    }
    if (seen.insert("c/" + role).second) {
      v1::MatrixColumn& column = *matrix.add_columns();
      column.set_id(role);
      column.set_title(role);
      column.set_role(Name("roles", role));
    }
    *matrix.add_cells() = Cell(activity, role, text.substr(second + 1));
  }
  return Call<v1::Matrix>("CreateMatrix", request);
}

}  // namespace csi::raci
